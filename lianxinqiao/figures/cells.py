"""What the public may see of residents' matters: county · quarter · kind counts, none below five.

A published cell must not let anybody work out an unpublished one (reliability P8): cells below the
rulebook's least are merged into one remainder, and where the remainder would hold a single small
cell or too little, the smallest published cell is merged too.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from lianxinqiao.base.clock import day_of
from lianxinqiao.figures.measures import Measure, lines
from lianxinqiao.ledger import read
from lianxinqiao.organisation.queries import counties, root
from lianxinqiao.rulebook import current


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A count for one office, one quarter (its first day) and one counted kind."""

    office: str
    quarter: date
    kind: str
    n: int

    @property
    def season(self) -> int:
        """Which quarter of the year, 1 to 4."""
        return (self.quarter.month + 2) // 3


@dataclass(frozen=True, slots=True)
class Released:
    """Cells that may be shown, and the sum of the others (None where even that would tell too much)."""

    cells: list[Cell]
    merged: int | None
    least: int


def quarter_of(day: date) -> date:
    """The first day of the quarter that `day` lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def of(measure: Measure, *, since: date, until: date) -> Released:
    """The cells of a measure whose lines stay closed."""
    counted: Counter[tuple[str, date, str]] = Counter()
    told = lines(measure, since=since, until=until).values_list("office", "at", "kind", "quantity")
    for office, at, kind, quantity in told:
        counted[office, quarter_of(day_of(at)), kind] += quantity
    return release(counted, least=current().number("publish.smallest_cell"))


def release(counted: Counter[tuple[str, date, str]], *, least: int) -> Released:
    """Split counts per (office, quarter, kind) into what is shown and what is merged."""
    told = sorted(Cell(*key, n) for key, n in counted.items() if n > 0)
    shown = [cell for cell in told if cell.n >= least]
    small = [cell for cell in told if cell.n < least]
    while small and shown and (len(small) < 2 or sum(cell.n for cell in small) < least):
        smallest = min(shown, key=lambda cell: (cell.n, cell))
        shown.remove(smallest)
        small.append(smallest)
    merged = sum(cell.n for cell in small)
    closed = bool(small) and (len(small) < 2 or merged < least)
    return Released(cells=shown, merged=None if closed else merged, least=least)


def persons(*, since: date, until: date) -> list[tuple[str, int]]:
    """How many distinct people took part, by office: each county's studios, then the city's own (office code, n)."""
    taking_part = {holder for holder, n in read.net(since=since, until=until).items() if n > 0}
    found: list[tuple[str, int]] = []
    for county in counties():
        theirs = {h for h, n in read.net(path=county.path, since=since, until=until).items() if n > 0}
        found.append((county.code, len(theirs)))
        taking_part -= theirs
    return [(root().code, len(taking_part)), *found]
