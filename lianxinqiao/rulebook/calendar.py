"""Working days: counts them with holidays and make-up workdays (调休), and explains a deadline in words.

A year is known when its file lies in rulebooks/calendars. The State Council announces a year in the November
before; until the file is there, `working_days_after` refuses and `due` counts Monday to Friday and says so.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import count, groupby

from django.utils.dateformat import format as formatted
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lianxinqiao.base.errors import Refused
from lianxinqiao.rulebook.book import current
from lianxinqiao.rulebook.values import Text
from lianxinqiao.rulebook.years import SATURDAY, Year, files, load_year

DAY = timedelta(days=1)


class NoCalendar(Refused):
    """The holidays of `year` are not known."""

    def __init__(self, year: int) -> None:
        super().__init__(_("%(year)s年的放假安排还没有录入，算不出工作日。") % {"year": year})
        self.year = year


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline: done by the end of day `on`. Not `certain` where a year's holidays are not known yet."""

    on: date
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Break:
    """Days off in a row for one holiday, both ends included."""

    label: Text
    first: date
    last: date


class Calendar:
    """The known years of one calendar, laid out so that counting is one search in a sorted list."""

    def __init__(self, years: Iterable[Year]) -> None:
        known = {year.year: year for year in years}
        self.years = frozenset(known)
        self.off = {day: label for year in known.values() for day, label in year.off.items()}
        self.work = {day: label for year in known.values() for day, label in year.work.items()}
        self.working = [day for year in sorted(known) for day in _year(year) if self._worked(day)]
        self.set = frozenset(self.working)
        self.breaks = list(_breaks(self.off))

    def _worked(self, day: date) -> bool:
        return day in self.work or (day.weekday() < SATURDAY and day not in self.off)

    def is_working(self, day: date) -> bool:
        """Whether offices work on `day`. Raises NoCalendar."""
        if day.year not in self.years:
            raise NoCalendar(day.year)
        return day in self.set

    def after(self, day: date, n: int) -> date:
        """The `n`-th working day after `day`; `n` = 0 is `day` itself. Raises NoCalendar."""
        if n < 0:
            raise ValueError("working days are counted forwards")
        if n == 0:
            return day
        place = bisect_right(self.working, day) + n - 1
        end = self.working[place] if place < len(self.working) else None
        for year in count(day.year):
            if year not in self.years:
                raise NoCalendar(year)
            if end and end.year == year:
                return end
        raise AssertionError("some year is not known")

    def guess(self, day: date, n: int) -> date:
        """As `after`, with Monday to Friday in the years that are not known."""
        while n > 0:
            day += DAY
            n -= self._worked(day)
        return day


@lru_cache(maxsize=8)
def _calendar(name: str) -> Calendar:
    """Held until `forget`: calendar files change once a year."""
    return Calendar(load_year(file) for file in files(name))


def forget() -> None:
    """Read the calendar files again at the next question."""
    _calendar.cache_clear()
    _explained.cache_clear()


def known_years() -> frozenset[int]:
    """The years whose holidays are known."""
    return _calendar(current().calendar).years


def is_working(day: date) -> bool:
    """Whether offices work on `day`. Raises NoCalendar."""
    return _calendar(current().calendar).is_working(day)


def working_days_after(day: date, n: int) -> date:
    """The `n`-th working day after `day` (the day itself does not count). Raises NoCalendar."""
    return _calendar(current().calendar).after(day, n)


def due(start: date, n: int) -> Due:
    """As `working_days_after`, but never refuses: unknown years count Monday to Friday and are not certain."""
    calendar = _calendar(current().calendar)
    try:
        return Due(calendar.after(start, n))
    except NoCalendar:
        return Due(calendar.guess(start, n), certain=False)


def deadline(key: str, start: date) -> Due:
    """When what the rulebook calls `key` is due, counted from the day after `start`, in the days it says."""
    book = current()
    if book.counts_working_days(key):
        return due(start, book.days(key))
    return Due(start + book.days(key) * DAY)


def explain(start: date, n: int) -> str:
    """Why what began on `start` is due after `n` working days, in one sentence without a full stop."""
    return _explained(current().calendar, start, n, get_language())


@lru_cache(maxsize=512)
def _explained(name: str, start: date, n: int, _language: str | None) -> str:
    """Held until `forget`: a few days and terms are asked for again and again. The language is the reader's."""
    end = due(start, n)
    calendar = _calendar(name)
    told = {"day": _day(start, start), "end": _day(end.on, start), "count": n}
    parts = [ngettext("%(day)s的次日起算%(count)s个工作日", "%(day)s的次日起算%(count)s个工作日", n) % told]
    breaks = [b for b in calendar.breaks if b.first <= end.on and b.last > start]
    if breaks:
        parts.append(_("其间%(breaks)s") % {"breaks": _("、").join(_break(b, start) for b in breaks)})
    worked = [_day(day, start) for day in sorted(calendar.work) if start < day <= end.on]
    if worked:
        parts.append(_("%(days)s补班") % {"days": _("、").join(worked)})
    parts.append(_("最迟%(end)s") % told)
    if not end.certain:
        unknown = next(y for y in range(start.year, end.on.year + 1) if y not in calendar.years)
        parts.append(_("%(year)s年放假安排尚未录入，那里按周一至周五推算") % {"year": unknown})
    return _("，").join(parts)


def _break(found: Break, near: date) -> str:
    told = {"holiday": found.label, "first": _day(found.first, near), "last": _day(found.last, near)}
    if found.first == found.last:
        return _("%(holiday)s放假（%(first)s）") % told
    if (found.first.year, found.first.month) == (found.last.year, found.last.month):
        told["last"] = formatted(found.last, _("j日"))
    return _("%(holiday)s放假（%(first)s至%(last)s）") % told


def _day(day: date, near: date) -> str:
    """A day in words; its year only where it is not that of `near`."""
    return formatted(day, _("n月j日") if day.year == near.year else _("Y年n月j日"))


def _year(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + offset * DAY for offset in range((date(year + 1, 1, 1) - first).days))


def _breaks(off: dict[date, Text]) -> Iterator[Break]:
    """Runs of days in a row with the same holiday, in order."""
    numbered = enumerate(sorted(off))
    for (_ordinal, label), run in groupby(numbered, lambda pair: (pair[1].toordinal() - pair[0], off[pair[1]])):
        days = [day for _index, day in run]
        yield Break(label, days[0], days[-1])
