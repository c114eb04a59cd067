"""What the public may see of residents' matters: county · quarter · kind counts, none below five.

A published cell must not let anybody work out an unpublished one (reliability P8): cells below
LEAST are merged into one remainder, and where the remainder would hold a single small cell, the
smallest published cell is merged too.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

LEAST = 5


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A count for one office, one quarter (its first day) and one counted kind."""

    office: str
    quarter: date
    kind: str
    n: int


@dataclass(frozen=True, slots=True)
class Released:
    """Cells that may be shown, and the sum of the others (None where even that would tell too much)."""

    cells: list[Cell]
    merged: int | None


def quarter_of(day: date) -> date:
    """The first day of the quarter that `day` lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def release(counted: Counter[tuple[str, date, str]]) -> Released:
    """Split counts per (office, quarter, kind) into what is shown and what is merged."""
    cells = sorted(Cell(*key, n) for key, n in counted.items() if n > 0)
    shown = [cell for cell in cells if cell.n >= LEAST]
    small = [cell for cell in cells if cell.n < LEAST]
    while small and shown and (len(small) < 2 or sum(c.n for c in small) < LEAST):
        least = min(shown, key=lambda cell: (cell.n, cell))
        shown.remove(least)
        small.append(least)
    merged = sum(cell.n for cell in small)
    return Released(cells=shown, merged=merged if merged >= LEAST and len(small) > 1 else None if small else 0)
