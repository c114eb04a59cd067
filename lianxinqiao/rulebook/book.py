"""The rulebook: read from a TOML file, checked as a whole, held in memory until the file changes."""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path as File
from typing import Any

from django.conf import settings

from lianxinqiao.rulebook.faults import RulebookFault
from lianxinqiao.rulebook.making import Making
from lianxinqiao.rulebook.values import (
    ArticleFigure,
    Basis,
    Choice,
    Period,
    Text,
    Value,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rulebook:
    """One version of one city's rules. `sha256` is of the file, byte for byte."""

    name: str
    version: str
    valid_from: date
    title: Text
    calendar: str
    sha256: str
    values: Mapping[str, Value] = field(repr=False)
    articles: Mapping[int, Text] = field(repr=False)

    def identity(self) -> dict[str, str]:
        """What a record keeps to say by which rules it was made: name, version, sha256."""
        return {"name": self.name, "version": self.version, "sha256": self.sha256}

    def value(self, key: str) -> Value:
        """The entry `key` with its basis. Raises KeyError where this rulebook has none."""
        return self.values[key]

    def days(self, key: str) -> int:
        """A number of days; `counts_working_days(key)` says of which kind."""
        return int(self._of(key, "working_days", "calendar_days"))

    def counts_working_days(self, key: str) -> bool:
        """Whether the days of `key` are working days (else days of the calendar)."""
        return self.value(key).kind == "working_days"

    def months(self, key: str) -> int:
        """A number of months."""
        return int(self._of(key, "months"))

    def number(self, key: str) -> int:
        """A plain number."""
        return int(self._of(key, "number"))

    def choices(self, key: str) -> list[Choice]:
        """A closed list, in the file's order; follows a `pick` to the list in force."""
        value = self.value(key)
        return list(self.value(value.value).value if value.kind == "pick" else self._of(key, "choices"))

    def choice(self, key: str, code: str) -> Choice:
        """The item `code` of a list. Raises KeyError where it has none."""
        for choice in self.choices(key):
            if choice.code == code:
                return choice
        raise KeyError(f"{key}: {code}")

    def map(self, key: str) -> dict[str, str]:
        """A table from code to code."""
        return dict(self._of(key, "map"))

    def yearly(self, key: str, year: int) -> date:
        """The day in `year` that `key` names."""
        day: date = self._of(key, "month_day").of(year)
        return day

    def figure_period(self) -> tuple[date, date]:
        """The days, both included, for which the report's figures are counted."""
        period: Period = self._of("figures.period", "period")
        return period.since, period.until

    def article_figures(self) -> list[ArticleFigure]:
        """The figures that a report gives of the city, in the file's order."""
        return [self._figure(value) for value in self.values.values() if value.kind == "figure"]

    def by_basis(self) -> dict[str, int]:
        """How many values stand on what."""
        return {basis.value: sum(v.basis is basis for v in self.values.values()) for basis in Basis}

    def _figure(self, value: Value) -> ArticleFigure:
        name = value.key.split(".")[1]
        parts = self.values.get(f"parts.{name}")
        return ArticleFigure(
            name=name,
            label=value.label,
            words=value.value.words,
            met=value.value.met,
            counting=self.value(f"counting.{name}"),
            value=value,
            parts=parts.value if parts else (),
        )

    def _of(self, key: str, *kinds: str) -> Any:
        value = self.value(key)
        if value.kind not in kinds:
            raise TypeError(f"{key} is {value.kind}, not {' or '.join(kinds)}")
        return value.value


def load(path: File | str) -> Rulebook:
    """Read and check a rule file. Raises RulebookFault with every fault, OSError where there is no file."""
    file = File(path)
    raw = file.read_bytes()
    return Rulebook(**Making(str(path), raw).parts())


@lru_cache(maxsize=8)
def find(name: str, home: File, program: File) -> File:
    """Where rule file `name` lies: the installation's own folder wins over what came with the program."""
    if name.endswith(".toml"):
        return home / name
    own = home / "rulebooks" / f"{name}.toml"
    return own if own.exists() else program / "rulebooks" / f"{name}.toml"


def find_current() -> File:
    """The file of the rulebook in force."""
    return find(settings.RULEBOOK, settings.HOME, settings.BASE_DIR)


_held: dict[File, tuple[tuple[int, int], Rulebook]] = {}


def current() -> Rulebook:
    """The rulebook in force (settings.RULEBOOK), read again when its file changes.

    A file that turns faulty while the program runs is told to the log and the last good one stays in force;
    at the start it stops the program (checks.py). Raises RulebookFault where there is no good one yet.
    """
    file = find_current()
    stat = os.stat(file)
    mark = (stat.st_mtime_ns, stat.st_size)
    held = _held.get(file)
    if held and held[0] == mark:
        return held[1]
    try:
        book = load(file)
    except RulebookFault:
        if held is None:
            raise
        log.exception("rulebook_not_taken", extra={"kept": held[1].identity()})
        book = held[1]
    _held[file] = (mark, book)
    return book
