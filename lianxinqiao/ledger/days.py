"""City days and how a period is made of whole years, months and days. Pure functions."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lianxinqiao.ledger.models import Grain

ZONE = ZoneInfo("Asia/Shanghai")
Piece = tuple[Grain, date | None, date | None]  # from (inclusive) to (exclusive); None = open


def city_day(at: datetime) -> date:
    """The calendar day in the city of an aware moment."""
    return at.astimezone(ZONE).date()


def midnight(day: date) -> datetime:
    """The moment at which a city day begins."""
    return datetime.combine(day, time(), ZONE)


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def year_of(day: date) -> date:
    """The first day of the year."""
    return day.replace(month=1, day=1)


def next_month(first: date) -> date:
    """The first day of the month after the one that begins with `first`."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def after(until: date | None) -> date | None:
    """The day after the last day of a period (None = open)."""
    return None if until is None or until == date.max else until + timedelta(days=1)


def _month_from(day: date) -> date:
    first = month_of(day)
    return first if first == day else next_month(first)


def _year_from(day: date) -> date:
    first = year_of(day)
    return first if first == day else date(day.year + 1, 1, 1)


def _months(start: date, end: date) -> Iterator[Piece]:
    low, high = _month_from(start), month_of(end)
    if low >= high:
        yield Grain.DAY, start, end
        return
    yield Grain.DAY, start, low
    yield Grain.MONTH, low, high
    yield Grain.DAY, high, end


def pieces(since: date | None, until: date | None) -> list[Piece]:
    """The period from `since` to `until` (both inclusive, None = open) as at most seven runs of grains."""
    end = after(until)
    if since is not None and end is not None and _year_from(since) >= year_of(end):
        found = list(_months(since, end)) if since < end else []
    else:
        low = _year_from(since) if since else None
        high = year_of(end) if end else None
        found = [(Grain.YEAR, low, high)]
        found += list(_months(since, low)) if since and low else []
        found += list(_months(high, end)) if high and end else []
    return [(grain, a, b) for grain, a, b in found if a is None or b is None or a < b]
