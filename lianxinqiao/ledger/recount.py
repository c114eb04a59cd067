"""The tallies against a recount of the lines, verb by verb and month by month, in constant memory."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from lianxinqiao.ledger import days
from lianxinqiao.ledger.models import Credit, Grain, Line, Tally
from lianxinqiao.ledger.report import Report
from lianxinqiao.ledger.robust import each
from lianxinqiao.ledger.tally import Cells, Key, add, entries

KEY = ("grain", "start", "path", "verb", "kind", "holder")


def _name(key: Key) -> str:
    grain, start, path, verb, kind, holder = key
    return " ".join(filter(None, (str(start), str(grain), path, verb, kind, holder)))


class _Recount:
    def __init__(self, report: Report, mark: int) -> None:
        self.report = report
        self.lines = Line.objects.filter(pk__lte=mark).order_by()
        self.credited = Credit.objects.filter(line_id__lte=mark).order_by()
        self.seen = 0
        self.windows: set[tuple[str, str, date]] = set()  # verb, grain of the window, its start

    def verb(self, verb: str) -> None:
        """Recount one verb from its first month to its last."""
        span = self.lines.filter(verb=verb).aggregate(first=Min("at"), last=Max("at"))
        month, last = days.month_of(days.city_day(span["first"])), days.city_day(span["last"])
        year: Cells = {}
        while month <= last:
            found = self._cells(verb, month)
            year.update({k: _plus(year.get(k), v) for k, v in found.items() if k[0] == Grain.YEAR})
            self._compare({k: v for k, v in found.items() if k[0] != Grain.YEAR}, verb, (Grain.DAY, Grain.MONTH), month)
            month = days.next_month(month)
            if month.month == 1 or month > last:
                self._compare(year, verb, (Grain.YEAR,), days.year_of(_day_before(month)))
                year = {}

    def _cells(self, verb: str, month: date) -> Cells:
        span = (days.midnight(month), days.midnight(days.next_month(month)))
        lines = self.lines.filter(verb=verb, at__gte=span[0], at__lt=span[1])
        credited = self.credited.filter(line__verb=verb, line__at__gte=span[0], line__at__lt=span[1])
        cells: Cells = {}
        for entry in entries(lines, credited):
            add(cells, entry)
        return cells

    def _compare(self, cells: Cells, verb: str, grains: tuple[Grain, ...], start: date) -> None:
        end = days.next_month(start) if Grain.DAY in grains else date(start.year + 1, 1, 1)
        self.windows.add((verb, "year" if Grain.YEAR in grains else "month", start))
        rows = Tally.objects.filter(verb=verb, grain__in=grains, start__gte=start, start__lt=end).order_by()
        for row in each(rows, Report()):  # a row that cannot be read is named by strays()
            self.seen += 1
            key = (row.grain, row.start, row.path, row.verb, row.kind, row.holder)
            told = cells.pop(key, None)  # type: ignore[arg-type]
            if told is None:
                self._extra(row)
            elif told != (row.n, row.quantity):
                words = _("累计数（ledger_tally 第 %(id)s 行，%(name)s）是 %(n)s 次 %(q)s，重数是 %(rn)s 次 %(rq)s。")
                sums = {"n": row.n, "q": row.quantity, "rn": told[0], "rq": told[1]}
                self.report.found("ledger_tally", row.pk, "edited", words, id=row.pk, name=_name(key), **sums)  # type: ignore[arg-type]
        for key in cells:
            words = _("累计数缺少一行（ledger_tally，%(name)s）。")
            self.report.found("ledger_tally", None, "missing", words, name=_name(key))

    def _extra(self, row: Any) -> None:
        words = _("累计数（ledger_tally 第 %(id)s 行，%(row)s）没有对应的台账行。")
        self.report.found("ledger_tally", row.pk, "extra", words, id=row.pk, row=str(row))

    def strays(self) -> None:
        """Report tallies outside every window that has lines."""
        if Tally.objects.count() == self.seen:
            return
        for row in each(Tally.objects.all(), self.report):
            if not any(window in self.windows for window in _windows_of(row)):
                self._extra(row)


def _windows_of(row: Any) -> Iterator[tuple[str, str, date]]:
    if isinstance(row.start, date):
        if row.grain == Grain.YEAR:
            yield row.verb, "year", days.year_of(row.start)
        elif row.grain in (Grain.DAY, Grain.MONTH):
            yield row.verb, "month", days.month_of(row.start)


def _plus(one: tuple[int, int] | None, other: tuple[int, int]) -> tuple[int, int]:
    return (one[0] + other[0], one[1] + other[1]) if one else other


def _day_before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def check_tallies(report: Report, mark: int) -> int:
    """Compare all tallies with a recount of the lines up to id `mark`; returns how many were read."""
    recount = _Recount(report, mark)
    for verb in sorted(set(recount.lines.values_list("verb", flat=True).distinct())):
        recount.verb(verb)
    recount.strays()
    return recount.seen
