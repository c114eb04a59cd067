"""The rows of tests/article/mechanisms.toml: what a mechanism of the article is, and what would prove it here."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxinqiao.rulebook.values import Text

FILE = Path("tests/article/mechanisms.toml")
PERIOD = "period"
"""The one figure that `lxq figures` has no row for: the range that every number is told with."""
KEYS = frozenset({"row", "mechanism", "does", "page", "as", "records", "check", "test", "lacks", "label_only"})
TOLD_TWICE = frozenset({"mechanism", "does", "lacks"})
GROUPS: tuple[tuple[str | Promise, int], ...] = (
    (_("目标和原则"), 15),
    (_("组织和督查"), 28),
    (_("五题"), 33),
    (_("履职方式"), 48),
)
"""Our headings, each with the last row under it; the figures stand under one of their own."""
FIGURES = _("数字")


class Fault(ValueError):
    """A row of the table cannot be read; the sentence says which and why."""


@dataclass(frozen=True, slots=True)
class Records:
    """Rows that a mechanism must have left: lines of a `verb`, rows of a `model`, or the lines of a `figure`."""

    verb: str = ""
    kind: str | None = None
    model: str = ""
    where: dict[str, Any] = field(default_factory=dict)
    without: dict[str, Any] = field(default_factory=dict)
    figure: str = ""

    def __str__(self) -> str:
        return self.verb or self.model or self.figure


@dataclass(frozen=True, slots=True)
class Row:
    """One mechanism (`row` 1 to 48) or figure (`row` its name) and what would prove that it works.

    `page` is an address, `role` who of the demo's cast opens it (empty: anybody), `check` the path of a rule check,
    `tests` pytest's names of functions, `lacks` what is not built. A `label_only` row leaves no more than a name on
    some record.
    """

    row: int | str
    mechanism: Text
    does: Text
    page: str = ""
    role: str = ""
    records: tuple[Records, ...] = ()
    check: str = ""
    tests: tuple[str, ...] = ()
    lacks: tuple[Text, ...] = ()
    label_only: bool = False

    @property
    def is_figure(self) -> bool:
        """Whether the row is a number of the article."""
        return isinstance(self.row, str)

    @property
    def is_label(self) -> bool:
        """Whether its only trace is a label on a record."""
        return self.label_only or bool(self.records and not self.page and not self.tests)


def read(root: Path) -> list[Row]:
    """The rows in the article's order. Raises FileNotFoundError where tests/ is not at hand, Fault on a wrong row."""
    file = root / FILE
    return list(_read(file, file.stat().st_mtime_ns))


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int) -> tuple[Row, ...]:
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as wrong:
        raise Fault(f"{file.name}: {wrong}") from wrong
    return tuple(_row(one) for one in told.get("rows", []))


def _row(told: dict[str, Any]) -> Row:
    name = told.get("row", "?")
    if strange := set(told) - KEYS - {f"{key}_en" for key in TOLD_TWICE}:
        raise Fault(f"row {name}: unknown {sorted(strange)}")
    try:
        return Row(
            row=told["row"],
            mechanism=Text(told["mechanism"], told["mechanism_en"]),
            does=Text(told["does"], told["does_en"]),
            page=told.get("page", ""),
            role=told.get("as", ""),
            records=tuple(Records(**one) for one in told.get("records", [])),
            check=told.get("check", ""),
            tests=tuple(told.get("test", [])),
            lacks=tuple(Text(zh, en) for zh, en in _both(told, "lacks")),
            label_only=told.get("label_only", False),
        )
    except (KeyError, TypeError, ValueError) as wrong:
        raise Fault(f"row {name}: {wrong!r}") from wrong


def _both(told: dict[str, Any], key: str) -> Iterator[tuple[str, str]]:
    return zip(told.get(key, []), told.get(f"{key}_en", []), strict=True)


def grouped(rows: list[Row]) -> list[tuple[str | Promise, list[Row]]]:
    """The rows under our headings, in their order."""
    heads: list[tuple[str | Promise, list[Row]]] = [(words, []) for words, _last in GROUPS]
    figures: list[Row] = []
    for one in rows:
        if isinstance(one.row, str):
            figures.append(one)
        else:
            at = next(i for i, (_words, last) in enumerate(GROUPS) if one.row <= last)
            heads[at][1].append(one)
    return [*heads, (FIGURES, figures)]
