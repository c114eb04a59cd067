"""Reads the calendar files: which days of a year are off, and which weekend days are worked in exchange (调休)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from lianxinqiao.rulebook.faults import RulebookFault
from lianxinqiao.rulebook.making import parsed
from lianxinqiao.rulebook.reading import Reader, shown
from lianxinqiao.rulebook.values import Text

SATURDAY = 5


@dataclass(frozen=True)
class Year:
    """One year of one calendar: days off with their holiday, and weekend days that are worked."""

    name: str
    year: int
    source: Text
    off: Mapping[date, Text]
    work: Mapping[date, Text]


def load_year(path: Path | str) -> Year:
    """Read and check one calendar file. Raises RulebookFault with every fault."""
    return _Making(str(path), Path(path).read_bytes()).year()


def files(name: str) -> Iterator[Path]:
    """The files of calendar `name`; the installation's own come last and so win."""
    for folder in (settings.BASE_DIR, settings.HOME):
        yield from sorted((folder / "rulebooks" / "calendars").glob(f"{name}-[0-9][0-9][0-9][0-9].toml"))


class _Making:
    """One calendar file on its way to a year."""

    def __init__(self, file: str, raw: bytes) -> None:
        text, self.tables = parsed(file, raw)
        self.read = Reader(file, text)
        self.off: dict[date, Text] = {}
        self.work: dict[date, Text] = {}

    def year(self) -> Year:
        self.read.table((), self.tables, ("calendar", "holidays"))
        path = ("calendar",)
        table = self.read.table(path, self.tables.get("calendar"), ("name", "year", "source"))
        name, source = self.read.string(path, table, "name"), self.read.text(path, table, "source")
        year = self.read.whole((*path, "year"), table.get("year"), least=2000)
        for index, holiday in enumerate(self.holidays()):
            self.take(("holidays", index), holiday, year)
        if self.read.faults:
            raise RulebookFault(sorted(self.read.faults, key=lambda fault: fault.line))
        return Year(name, int(year or 0), source, self.off, self.work)

    def holidays(self) -> list[Any]:
        found = self.tables.get("holidays")
        if isinstance(found, list) and found:
            return found
        self.read.fault(("holidays",), shown(found), _("至少一个 [[holidays]]"))
        return []

    def take(self, path: tuple[str, int], holiday: Any, year: int | None) -> None:
        table = self.read.table(path, holiday, ("zh", "en", "days", "workdays"))
        label = Text(self.read.string(path, table, "zh"), self.read.string(path, table, "en"))
        for place, day in self.days(path, table, "days", year):
            self.once(place, day)
            self.off[day] = label
        for place, day in self.days(path, table, "workdays", year):
            self.once(place, day)
            if day.weekday() < SATURDAY:
                self.read.fault(place, shown(day), _("星期六或星期日（平日本来就上班）"))
            self.work[day] = label

    def days(
        self, path: tuple[str, int], table: Mapping[str, Any], key: str, year: int | None
    ) -> Iterator[tuple[tuple[str | int, ...], date]]:
        found = table.get(key)
        if not isinstance(found, list):
            self.read.fault((*path, key), shown(found), _("日期的列表，如 [2023-06-22]；没有就写 []"))
            return
        for index, day in enumerate(found):
            place = (*path, key, index)
            if type(day) is not date:
                self.read.fault(place, shown(day), _("不带引号的日期，如 2023-06-05"))
            elif year and day.year != year:
                self.read.fault(place, shown(day), _("%(year)s年的日期") % {"year": year})
            else:
                yield place, day

    def once(self, place: tuple[str | int, ...], day: date) -> None:
        if day in self.off or day in self.work:
            self.read.fault(place, shown(day), _("没有写过的日期"))
