"""Is the ledger what was written? Reads everything once, in constant memory, while others go on working.

Finds lines and credits that were edited, deleted, inserted or swapped, broken seals and chains, tallies
that do not equal a recount, a watermark that was moved. What it cannot find by itself (somebody who has
the key and rewrites everything) it finds with the hash of a day seal that was kept elsewhere (`kept`).
"""

from collections.abc import Collection
from typing import Any

from django.db import connection, models
from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import statistics
from lianxinqiao.ledger import encoding, order, seals
from lianxinqiao.ledger.models import PER_LINE, Credit, DaySeal, Line, Seal, Tally, Watermark
from lianxinqiao.ledger.recount import check_tallies
from lianxinqiao.ledger.report import Report
from lianxinqiao.ledger.robust import BROKEN, chunks, each, same
from lianxinqiao.ledger.rounds import Rounds
from lianxinqiao.ledger.tally import watermark_mac
from lianxinqiao.ledger.write import sign

FEW = 20  # missing ids in a row that are named one by one


class _Lines:
    """Checks lines and their credits one by one and reports ids that are missing."""

    def __init__(self, report: Report, rounds: Rounds) -> None:
        self.report, self.rounds = report, rounds
        self.last = 0

    def pass_to(self, line_id: int) -> None:
        """Go on to the next id that exists; those between are missing, unless never used."""
        low = self.last + 1
        while low < line_id:
            self.rounds.reach(low)
            high = line_id - 1 if self.rounds.open is None else min(line_id - 1, self.rounds.upto)
            if order.on_sqlite() or self.rounds.open is not None:
                self._missing(low, high)
            low = high + 1
        self.rounds.reach(line_id)
        self.last = line_id

    def _missing(self, low: int, high: int) -> None:
        for first, last in self.rounds.unused:
            if first <= high and last >= low:
                self._gone(low, first - 1)
                low = last + 1
        self._gone(low, high)

    def _gone(self, low: int, high: int) -> None:
        if high - low >= FEW:
            words = _("台账第 %(low)s 至 %(high)s 行（共 %(n)s 行）不见了：被删掉了。")
            self.report.found("ledger_line", low, "missing", words, low=low, high=high, n=high - low + 1)
            return
        for missing in range(low, high + 1):
            words = _("台账第 %(id)s 行不见了：被删掉了。")
            self.report.found("ledger_line", missing, "missing", words, id=missing)

    def take(self, line: Any, credited: list[Credit]) -> None:
        """Check one line with its credits."""
        self.report.lines += 1
        whole = [self._credit(line, row) for row in credited]
        try:
            entry = seals.line_entry(line, [row.leaf for row in credited])
        except BROKEN:
            entry = b""
        if not same(line.leaf, sign(entry)) or not _stored_as_written(line):
            self._edited(line, credited, whole)
        if entry:
            self.rounds.grown.take(line.office, line.pk, entry)

    def _credit(self, line: Any, row: Credit) -> bool:
        self.report.credits += 1
        seq = row.pk - line.pk * PER_LINE
        try:
            leaf = encoding.credit_leaf(
                line=line.pk, seq=seq, holder=row.holder, label=row.label, n=row.n, salt=line.salt
            )
        except BROKEN:
            leaf = ""
        good = same(row.leaf, leaf) and 0 <= seq < PER_LINE
        if not good:
            words = _("台账第 %(line)s 行的记功（ledger_credit 第 %(id)s 行，%(label)s）被改过。")
            self.report.found("ledger_credit", row.pk, "edited", words, line=line.pk, id=row.pk, label=row.label)
        return good

    def _edited(self, line: Any, credited: list[Credit], whole: list[bool]) -> None:
        self.rounds.grown.doubtful.add(line.office)
        if [row.pk % PER_LINE for row in credited] != list(range(len(credited))):
            words = _("台账第 %(id)s 行（%(verb)s %(label)s）的记功少了或多了。")
        elif not all(whole):
            words = _("台账第 %(id)s 行（%(verb)s %(label)s）或它的记功被改过。")
        else:
            words = _("台账第 %(id)s 行（%(verb)s %(label)s）内容与封印不符：被改过，或是添进来的。")
        told = {"id": line.pk, "verb": line.verb, "label": line.thing_label}
        self.report.found("ledger_line", line.pk, "edited", words, **told)


def _stored_as_written(line: Any) -> bool:
    # The same moment in another notation would sort elsewhere in SQLite.
    return not line.raw_at or line.raw_at == str(connection.ops.adapt_datetimefield_value(line.at))


def _rows() -> models.QuerySet[Any]:
    raw = Cast("at", CharField()) if order.on_sqlite() else Value("")
    return Line.objects.annotate(raw_at=raw)


def _credits_of(keys: list[int], report: Report) -> dict[int, list[Credit]]:
    found: dict[int, list[Credit]] = {}
    for row in each(Credit.objects.filter(line_id__gte=keys[0], line_id__lte=keys[-1]), report):
        found.setdefault(row.line_id, []).append(row)
    return found


def _check_lines(report: Report, rounds: Rounds) -> None:
    lines = _Lines(report, rounds)
    for keys, found in chunks(_rows(), report):
        here = {row.pk: row for row in found}
        credited = _credits_of(keys, report)
        for key in keys:
            lines.pass_to(key)
            if key in here:
                lines.take(here[key], credited.get(key, []))
    lines.pass_to(order.last_drawn() + 1)
    rounds.finish()


def _check_orphans(report: Report) -> None:
    orphans = Credit.objects.filter(~Exists(Line.objects.filter(pk=OuterRef("line_id"))))
    for key, line in orphans.order_by("pk").values_list("pk", "line_id").iterator():
        words = _("记功（ledger_credit 第 %(id)s 行）所属的台账第 %(line)s 行不存在。")
        report.found("ledger_credit", key, "extra", words, id=key, line=line)
    stray = Seal.objects.filter(~Exists(DaySeal.objects.filter(number=OuterRef("round"))))
    for key, number in stray.order_by("pk").values_list("pk", "round").iterator():
        words = _("封条（ledger_seal 第 %(id)s 行）所属的第 %(number)s 轮日封不存在。")
        report.found("ledger_seal", key, "extra", words, id=key, number=number)


def _the_watermark(report: Report) -> Watermark | None:
    mark: Watermark | None = None
    for row in each(Watermark.objects.all(), report):
        if row.pk == 1:
            mark = row
        else:
            report.found("ledger_watermark", row.pk, "extra", _("水位多出第 %(id)s 行。"), id=row.pk)
    if mark is None and (Tally.objects.exists() or DaySeal.objects.exists()):
        report.found("ledger_watermark", 1, "missing", _("水位（ledger_watermark 第 1 行）不见了。"))
    return mark


def _check_watermark(mark: Watermark, rounds: Rounds, report: Report) -> None:
    try:
        good = same(mark.mac, watermark_mac(mark))
    except BROKEN:
        good = False
    if not good:
        report.found("ledger_watermark", 1, "edited", _("水位（ledger_watermark 第 1 行）被改过。"))
        return
    if mark.sealed != rounds.number:
        words = _("水位说封到第 %(said)s 轮，日封只到第 %(number)s 轮：末尾的日封被删掉了。")
        report.found("ledger_dayseal", None, "missing", words, said=mark.sealed, number=rounds.number)
    counted = Line.objects.filter(pk__lte=mark.tallied).count()
    if counted != mark.lines:
        words = _("水位（ledger_watermark 第 1 行）说计入 %(said)s 行，现有 %(counted)s 行：台账行被删掉或添过。")
        report.found("ledger_watermark", 1, "count", words, said=mark.lines, counted=counted)


def verify(*, kept: Collection[str] = ()) -> Report:
    """Check every row of the ledger. `kept` are hashes of day seals that were kept outside this machine."""
    statistics.refresh("ledger_line", "ledger_credit")
    report = Report()
    with order.snapshot():
        rounds = Rounds(report, kept)
        _check_lines(report, rounds)
        _check_orphans(report)
        mark = _the_watermark(report)
        if mark is not None:
            _check_watermark(mark, rounds, report)
        if not report.at_fault & {"ledger_line", "ledger_credit", "ledger_watermark"}:
            # else every sum over a faulty line would be named too
            report.tallies = check_tallies(report, mark.tallied if mark else 0)
    return report
