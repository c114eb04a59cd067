"""A measured figure, what it should reach, and the file it is kept in. bench/README.md is built from these files."""

import json
import os
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `at_most` or `at_least` is its aim, neither means that it is told without one."""

    name: str
    words: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def aim(self) -> str:
        """The aim as it is read: ≤ 6 ×, or an empty string."""
        if self.at_most is not None:
            return f"≤ {written(self.at_most)} {self.unit}".strip()
        if self.at_least is not None:
            return f"≥ {written(self.at_least)} {self.unit}".strip()
        return ""

    @property
    def verdict(self) -> str:
        """met, NOT MET, or nothing where there is no aim. What is judged is what was measured, not what is shown."""
        if self.at_most is not None:
            return "met" if self.value <= self.at_most else "NOT MET"
        if self.at_least is not None:
            return "met" if self.value >= self.at_least else "NOT MET"
        return ""


def written(value: float) -> str:
    """Three figures that count; whole numbers from a hundred on."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def surroundings() -> dict[str, str]:
    """Where it was measured, as far as it bears on the figures."""
    import sqlite3

    import django

    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "django": django.get_version(),
        "sqlite": sqlite3.sqlite_version,
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
    }


def store(bench: str, what: str, figures: Iterable[Figure], **settings: Any) -> None:
    """Print the figures and keep them in results/<bench>.json."""
    rows = list(figures)
    wide = max(len(row.words) for row in rows)
    for row in rows:
        tail = f"  (aim {row.aim}: {row.verdict})" if row.aim else ""
        sys.stdout.write(f"{row.words:{wide}}  {written(row.value):>7} {row.unit}{tail}\n")
    told = {"bench": bench, "what": what, **surroundings(), "settings": settings, "figures": [asdict(r) for r in rows]}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{bench}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
