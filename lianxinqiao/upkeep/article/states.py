"""From what was found to a state: works, partly, not built; and in words why not works."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxinqiao.upkeep.article.proofs import FAILED, MISSING, PASSED, SKIPPED, UNKNOWN
from lianxinqiao.upkeep.article.table import Row

OK = 200


class State(StrEnum):
    """How far a mechanism of the article stands here."""

    WORKS = "works"
    PARTLY = "partly"
    NOT_BUILT = "not_built"


class Gap(NamedTuple):
    """One reason why a row does not work: a code of WORDS, and what it is about."""

    code: str
    about: str = ""

    def __str__(self) -> str:
        return str(WORDS[self.code]) % {"about": self.about}


WORDS: dict[str, Promise] = {
    "no_demo": _("这里没有演示城市，没有可以核对的页面和记录"),
    "no_page": _("还没有打得开的页面"),
    "page": _("页面打不开：%(about)s"),
    "no_records": _("还不留记录"),
    "records": _("演示城市里还没有这样的记录：%(about)s"),
    "label": _("只是记录上的一个名称，没有自己的做法"),
    "check": _("规则检查没有查出预埋的漏洞：%(about)s"),
    "figure": _("和报道对不上：%(about)s"),
    "no_test": _("还没有证明它的测试"),
    MISSING: _("没有这个测试：%(about)s"),
    FAILED: _("测试没有通过：%(about)s"),
    SKIPPED: _("测试被跳过：%(about)s"),
    UNKNOWN: _("测试还没有跑：%(about)s"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one row.

    `page` is the address after names were looked up, `status` what it answered (0: nothing was asked or no such
    page), `records` how many of each sort, `checked` how many gaps the rule check found (None: it could not run),
    `differs` a figure that is not the article's, `tests` the outcome of each named test.
    """

    page: str = ""
    status: int = 0
    records: tuple[tuple[str, int], ...] = ()
    checked: int | None = None
    differs: str = ""
    tests: tuple[tuple[str, str], ...] = ()
    demo: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """A row as it stands: its state, and the computed reasons (what it `lacks` stands in the row itself)."""

    row: Row
    state: State
    page: str = ""
    records: int = 0
    gaps: tuple[Gap, ...] = field(default=())

    @property
    def words(self) -> list[str]:
        """Every reason why it does not work, in the reader's language."""
        return [*map(str, self.row.lacks), *map(str, self.gaps)]

    @property
    def unproven(self) -> bool:
        """Whether only the outcomes of its tests are missing to say more."""
        return any(gap.code == UNKNOWN for gap in self.gaps)


def judge(row: Row, found: Found) -> Standing:
    """The state of a row: it works only if nothing at all speaks against it; without any trace it is not built."""
    reasons = [*_about_place(row, found), *_about_records(row, found), *_about_tests(row, found)]
    held = sum(n for _what, n in found.records)
    if not reasons and not row.lacks:
        state = State.WORKS
    elif held or found.status == OK or any(told == PASSED for _name, told in found.tests):
        state = State.PARTLY
    else:
        state = State.NOT_BUILT
        if row.lacks and not (row.page or row.tests or row.records):
            reasons = []  # that nothing is there needs no list of what is not
    return Standing(row=row, state=state, page=found.page, records=held, gaps=tuple(reasons))


def _about_place(row: Row, found: Found) -> Iterator[Gap]:
    if not found.demo:
        yield Gap("no_demo")
    elif not row.page:
        yield Gap("no_page")
    elif found.status != OK:
        yield Gap("page", f"{found.page or row.page} {found.status or ''}".strip())


def _about_records(row: Row, found: Found) -> Iterator[Gap]:
    if not row.records:
        yield Gap("no_records")
    elif found.demo:
        yield from (Gap("records", what) for what, n in found.records if not n)
    if row.is_label:
        yield Gap("label")
    if row.check and not found.checked:
        yield Gap("check", row.check)
    if found.differs:
        yield Gap("figure", found.differs)


def _about_tests(row: Row, found: Found) -> Iterator[Gap]:
    if not row.tests and not row.is_label:
        yield Gap("no_test")
    yield from (Gap(told, name) for name, told in found.tests if told != PASSED)
