"""The tallies against a recount of the lines, verb by verb and month by month, in constant memory."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from lianxinqiao.ledger import days
from lianxinqiao.ledger.models import Credit, Line, Tally
from lianxinqiao.ledger.report import Report
from lianxinqiao.ledger.robust import BROKEN, each
from lianxinqiao.ledger.tally import DAY, MONTH, YEAR, Cells, Entry, add, credit_entries, line_entries

KEY = ("grain", "start", "path", "verb", "kind", "holder")


def _name(key: tuple[Any, ...]) -> str:
    return " ".join(str(part) for part in key if part)


class _Recount:
    def __init__(self, report: Report, mark: int) -> None:
        self.report = report
        self.lines = Line.objects.filter(pk__lte=mark).order_by()
        self.credited = Credit.objects.filter(line_id__lte=mark).order_by()
        self.seen = 0
        self.windows: set[tuple[str, str, date]] = set()  # verb, grain of the window, its start

    def run(self) -> None:
        """Recount the lines of each verb, then the credits of all verbs together."""
        for verb in sorted(set(self.lines.values_list("verb", flat=True).distinct())):
            self._months(verb, self.lines.filter(verb=verb))
        self._months("", self.lines)
        self._strays()

    def _months(self, verb: str, lines: Any) -> None:
        span = lines.aggregate(first=Min("at"), last=Max("at"))
        if span["first"] is None:
            return
        month, last = days.month_of(days.city_day(span["first"])), days.city_day(span["last"])
        year: Cells = {}
        while month <= last:
            following = days.next_month(month)
            cells: Cells = {}
            for entry in self._entries(verb, lines, days.midnight(month), days.midnight(following)):
                add(cells, entry)
            for key in [key for key in cells if key[0] == YEAR]:
                year[key] = _plus(year.get(key), cells.pop(key))
            self._compare(cells, verb, "month", month)
            if following.month == 1 or following > last:
                self._compare(year, verb, "year", days.year_of(month))
                year = {}
            month = following

    def _entries(self, verb: str, lines: Any, low: datetime, high: datetime) -> Iterator[Entry]:
        if verb:
            return line_entries(lines.filter(at__gte=low, at__lt=high))
        return credit_entries(self.credited.filter(line__at__gte=low, line__at__lt=high))

    def _compare(self, cells: Cells, verb: str, window: str, start: date) -> None:
        self.windows.add((verb, window, start))
        end = days.next_month(start) if window == "month" else date(start.year + 1, 1, 1)
        grains = (DAY, MONTH) if window == "month" else (YEAR,)
        rows = Tally.objects.filter(verb=verb, grain__in=grains, start__gte=start, start__lt=end)
        for row_id, *key, n, quantity in _values(rows):
            self.seen += 1
            told = cells.pop(tuple(key), None)
            if told is None:
                self._extra(row_id, tuple(key))
            elif told != (n, quantity):
                words = _("累计数（ledger_tally 第 %(id)s 行，%(name)s）是 %(n)s 次 %(q)s，重数是 %(rn)s 次 %(rq)s。")
                sums = {"n": n, "q": quantity, "rn": told[0], "rq": told[1]}
                self.report.found("ledger_tally", row_id, "edited", words, id=row_id, name=_name(tuple(key)), **sums)
        for missing in cells:
            words = _("累计数缺少一行（ledger_tally，%(name)s）。")
            self.report.found("ledger_tally", None, "missing", words, name=_name(missing))

    def _extra(self, row_id: int, key: tuple[Any, ...]) -> None:
        words = _("累计数（ledger_tally 第 %(id)s 行，%(name)s）没有对应的台账行。")
        self.report.found("ledger_tally", row_id, "extra", words, id=row_id, name=_name(key))

    def _strays(self) -> None:
        if Tally.objects.count() == self.seen:
            return
        for row in each(Tally.objects.all(), self.report):
            if not any(window in self.windows for window in _windows_of(row)):
                self._extra(row.pk, tuple(getattr(row, name) for name in KEY))


def _values(rows: Any) -> Iterator[tuple[Any, ...]]:
    try:
        yield from rows.order_by().values_list("pk", *KEY, "n", "quantity")
    except BROKEN:  # then row by row; what cannot be read is named as a stray
        for row in each(rows, Report()):
            yield row.pk, *(getattr(row, name) for name in KEY), row.n, row.quantity


def _windows_of(row: Any) -> Iterator[tuple[str, str, date]]:
    if isinstance(row.start, date):
        if row.grain == YEAR:
            yield row.verb, "year", days.year_of(row.start)
        elif row.grain in (DAY, MONTH):
            yield row.verb, "month", days.month_of(row.start)


def _plus(one: tuple[int, int] | None, other: tuple[int, int]) -> tuple[int, int]:
    return (one[0] + other[0], one[1] + other[1]) if one else other


def check_tallies(report: Report, mark: int) -> int:
    """Compare all tallies with a recount of the lines up to id `mark`; returns how many were read."""
    recount = _Recount(report, mark)
    recount.run()
    return recount.seen
