"""The seals beside the lines: walks the rounds and compares each when its last line has passed."""

from collections.abc import Callable, Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from lianxinqiao.ledger import encoding, seals, tree
from lianxinqiao.ledger.models import DaySeal, Seal
from lianxinqiao.ledger.report import Report
from lianxinqiao.ledger.robust import BROKEN, each, number, same


class Grown:
    """The trees that the lines of the running round grow, and the offices that have a faulty line in it."""

    def __init__(self) -> None:
        self.trees: dict[str, seals.Tree] = {}
        self.doubtful: set[str] = set()

    def take(self, office: str, line_id: int, entry: bytes) -> None:
        """Add a line to its office's tree."""
        self.trees.setdefault(office, seals.Tree()).take(line_id, entry)


def _signed(row: Any, hash_of: Callable[[Any], str]) -> bool:
    try:
        return same(row.hash, hash_of(row)) and same(row.mac, seals.sign_seal(row))
    except BROKEN:
        return False


def _of_round(round_number: int, report: Report) -> list[Seal]:
    return sorted(each(Seal.objects.filter(round=round_number), report), key=lambda row: str(row.office))


class Rounds:
    """One walk over the day seals; `upto` is the last line id of the open one, `sealed` that of all so far."""

    def __init__(self, report: Report, kept: Collection[str]) -> None:
        self.report = report
        self.kept = set(kept)
        self.chains: dict[str, tuple[int, str]] = {}  # office: number and hash of its last seal
        self.number, self.hash = 0, ""
        self.unused: list[tuple[int, int]] = []
        self.open: DaySeal | None = None
        self.upto = 0
        self.grown = Grown()
        self._rows = each(DaySeal.objects.all(), report)
        self._next()

    def reach(self, line_id: int) -> None:
        """Close every round that ends before this line."""
        while self.open is not None and line_id > self.upto:
            self._close(self.open)
            self.grown = Grown()
            self._next()

    def finish(self) -> None:
        """Close the rounds that remain and report hashes kept elsewhere that no round has."""
        while self.open is not None:
            self.reach(self.upto + 1)
        for root in sorted(self.kept):
            words = _("外面留存的日封 %(root)s 在台账里找不到：台账被整段改写或截断过。")
            self.report.found("ledger_dayseal", None, "anchor", words, root=root)

    def _next(self) -> None:
        self.unused = []
        self.open = next(self._rows, None)
        if self.open is None:
            return
        if self._day_seal(self.open):
            self.upto, self.unused = self.open.last_id, seals.ranges(self.open.unused)
        else:  # an edited day seal says nothing; its offices' seals still know how far it went
            ends = [number(row.last_id, 0) for row in _of_round(self.number, Report())]
            self.upto = max([self.upto, *ends])

    def _day_seal(self, row: DaySeal) -> bool:
        told = {"number": row.number, "id": row.pk}
        good = _signed(row, encoding.day_seal_hash)
        if not good:
            words = _("第 %(number)s 轮日封（ledger_dayseal 第 %(id)s 行）被改过。")
            self.report.found("ledger_dayseal", row.pk, "edited", words, **told)
        elif (row.number, row.previous) != (self.number + 1, self.hash):
            words = _("第 %(number)s 轮日封（ledger_dayseal 第 %(id)s 行）接不上前一轮：中间少了或换过。")
            self.report.found("ledger_dayseal", row.pk, "chain", words, **told)
        self.number, self.hash = number(row.number, self.number + 1), row.hash
        self.kept.discard(row.hash)
        return good

    def _close(self, row: DaySeal) -> None:
        found = _of_round(row.number, self.report)
        good = all([self._seal(one) for one in found])  # noqa: C419 -- each is checked, not up to the first bad one
        for office in sorted(set(self.grown.trees) - {one.office for one in found}, key=str):
            words = _("第 %(number)s 轮缺少 %(office)s 的封条。")
            self.report.found("ledger_seal", None, "missing", words, number=row.number, office=office)
        if good and tree.root_of(map(seals.leaf_of_seal, found)).hex() != row.root:
            words = _("第 %(number)s 轮日封（ledger_dayseal 第 %(id)s 行）与各单位的封条不符。")
            self.report.found("ledger_dayseal", row.pk, "root", words, number=row.number, id=row.pk)

    def _seal(self, row: Seal) -> bool:
        self.report.seals += 1
        told = {"office": row.office, "number": row.number, "id": row.pk}
        last, last_hash = self.chains.get(row.office, (0, ""))
        good = _signed(row, encoding.seal_hash)
        if not good:
            words = _("%(office)s 第 %(number)s 封（ledger_seal 第 %(id)s 行）被改过。")
            self.report.found("ledger_seal", row.pk, "edited", words, **told)
        elif (row.number, row.previous) != (last + 1, last_hash):
            words = _("%(office)s 第 %(number)s 封（ledger_seal 第 %(id)s 行）接不上前一封：中间少了或换过。")
            self.report.found("ledger_seal", row.pk, "chain", words, **told)
        if good:
            self._content(row, told)
        self.chains[row.office] = (number(row.number, last + 1), row.hash)
        return good

    def _content(self, row: Seal, told: dict[str, Any]) -> None:
        now = self.grown.trees.get(row.office, seals.Tree())
        if (row.first_id, row.last_id, row.count) != (now.first, now.last, now.count):
            words = _("%(office)s 第 %(number)s 封（ledger_seal 第 %(id)s 行）封了 %(sealed)s 行，现有 %(now)s 行。")
            self.report.found("ledger_seal", row.pk, "count", words, sealed=row.count, now=now.count, **told)
        elif row.root != now.root().hex() and row.office not in self.grown.doubtful:
            words = _("%(office)s 第 %(number)s 封（ledger_seal 第 %(id)s 行）与所封的台账行不符。")
            self.report.found("ledger_seal", row.pk, "root", words, **told)
