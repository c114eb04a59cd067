"""What happened in the demo city between two moments: read from lines, messages and matters, never remembered."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lianxinqiao.base.clock import day_of, opening
from lianxinqiao.concerns import queries
from lianxinqiao.concerns.enums import ConcernState, Outcome
from lianxinqiao.concerns.models import Concern
from lianxinqiao.inbox.models import Message
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.rulebook import calendar

REMIND, LATE = "concerns.remind", "late"
"""How the key of a reminder's message begins: concerns.remind:<concern>:<state>:<day>:<soon, today or late>."""

COUNTED: dict[str, str | Promise] = {
    "concerns.receive": gettext_lazy("群众说了事"),
    "concerns.accept": gettext_lazy("工作室受理"),
    "concerns.decline": gettext_lazy("说明不予受理和去处"),
    "concerns.assign": gettext_lazy("分派给委员"),
    "concerns.answer": gettext_lazy("答复群众"),
    "concerns.rate": gettext_lazy("群众说了结果"),
    "concerns.reopen": gettext_lazy("没解决，重新办理"),
    "concerns.close": pgettext_lazy("happened", "办结"),
    "concerns.erase": gettext_lazy("到期删去个人信息"),
}
REMINDED, OVERDUE = gettext_lazy("期限提醒"), gettext_lazy("超过期限")
KINDS = {
    "concerns.receive": "received",
    "concerns.answer": "answered",
    "concerns.rate": "rating",
    "concerns.reopen": "rework",
}
NOTED: dict[str, str | Promise] = {
    "received": gettext_lazy("收到一件新的反映，等着受理"),
    "answered": gettext_lazy("答复了反映人，等着评价"),
    "rework": gettext_lazy("反映人说没有解决，退回重新办理"),
    "reminder": gettext_lazy("期限快到了，发了提醒"),
}
WAITED: dict[str, str | Promise] = {
    ConcernState.RECEIVED: gettext_lazy("到期没有受理"),
    ConcernState.ACCEPTED: gettext_lazy("到期没有分派和联系"),
    ConcernState.ASSIGNED: gettext_lazy("到期没有答复"),
}


@dataclass(frozen=True, slots=True)
class Notable:
    """One thing worth a visit: whom to enter as (`role` of the studio `studio_code`) and the page inside that door."""

    kind: str
    words: str
    studio_code: str
    number: str
    at: datetime
    role: str
    link: str


@dataclass(frozen=True, slots=True)
class Happened:
    """A stretch of city time: how many of what, and the notable, newest first."""

    since: datetime
    until: datetime
    counts: list[tuple[str, int]]
    notable: list[Notable]


def happened(*, since: datetime, until: datetime) -> Happened:
    """What residents, clerks and members did after `since` until `until`, and what became due meanwhile."""
    lines = list(_lines(since, until))
    found = [*_of_lines(lines), *_reminders(since, until), *_overdue(lines, day_of(since), day_of(until))]
    found.sort(key=lambda one: (one.at, one.number, one.kind), reverse=True)
    told = Counter(line.verb for line in lines)
    kinds = Counter(one.kind for one in found)
    counts = [(str(words), told[verb]) for verb, words in COUNTED.items()]
    counts += [(str(REMINDED), kinds["reminder"]), (str(OVERDUE), kinds["overdue"])]
    return Happened(since, until, [(words, n) for words, n in counts if n], found)


def _lines(since: datetime, until: datetime) -> Iterator[Line]:
    """Lines that stand: a line that was taken back and its counter-line are not what happened."""
    within = Line.objects.filter(at__gt=since, at__lte=until, verb__in=COUNTED, corrects=None)
    taken_back = set(Line.objects.filter(corrects__isnull=False).values_list("corrects", flat=True))
    return (line for line in within.order_by("pk") if line.pk not in taken_back)


def _studio_of(path: str) -> str:
    """The code of the studio whose place a line's path leads to."""
    return path.strip("/").rsplit("/", 1)[-1]


def _noted(kind: str, number: str, studio: str, at: datetime, words: str = "") -> Notable:
    link = f"/desk/concerns/{number}/"
    return Notable(kind, words or str(NOTED[kind]), studio, number, at, RoleName.CLERK.value, link)


def _of_lines(lines: list[Line]) -> Iterator[Notable]:
    for line in lines:
        kind = KINDS.get(line.verb)
        if kind:
            words = _("反映人说：%(outcome)s") % {"outcome": Outcome(line.kind).label} if kind == "rating" else ""
            yield _noted(kind, line.thing_id, _studio_of(line.path), line.at, words)


def _reminders(since: datetime, until: datetime) -> Iterator[Notable]:
    told = Message.objects.filter(key__startswith=f"{REMIND}:", at__gt=since, at__lte=until).order_by("pk")
    first: dict[int, datetime] = {}
    for key, at in told.values_list("key", "at"):
        _name, concern_pk, _state, _due, stage = key.split(":")
        if stage != LATE:  # of what is over its day, `_overdue` tells
            first.setdefault(int(concern_pk), at)
    for concern in Concern.objects.select_related("studio").filter(pk__in=first):
        yield _noted("reminder", concern.number, concern.studio.code, first[concern.pk])


def _overdue(lines: list[Line], first: date, end: date) -> Iterator[Notable]:
    """What passed its day within the days from `first` until before `end`: still waiting, or mended since."""
    last = end - timedelta(days=1)
    for concern in queries.fell_overdue(first, last):
        words = str(WAITED[concern.state])
        due = concern.contact_on if concern.state == ConcernState.ACCEPTED else concern.due_on
        assert due is not None  # noqa: S101 -- it was found by it
        yield _noted("overdue", concern.number, concern.studio.code, _passed(due), words)
    for line, state, due in _mended(lines):
        if first <= due <= last and due < day_of(line.at):
            words = _("%(waited)s，后来补上了") % {"waited": WAITED[state]}
            yield _noted("overdue", line.thing_id, _studio_of(line.path), _passed(due), words)


def _passed(due: date) -> datetime:
    """When the city saw that a day had passed: the next morning."""
    return opening(due + timedelta(days=1))


MENDS = {
    "concerns.accept": ConcernState.RECEIVED,
    "concerns.assign": ConcernState.ACCEPTED,
    "concerns.answer": ConcernState.ASSIGNED,
}


def _mended(lines: list[Line]) -> Iterator[tuple[Line, str, date]]:
    """Acts of the studios with the state that they ended and the day by which it should have ended."""
    acts = [line for line in lines if line.verb in MENDS]
    numbers = {line.thing_id for line in acts}
    concerns = {one.number: one for one in Concern.objects.filter(number__in=numbers)}
    again = Line.objects.filter(thing_kind="concern", thing_id__in=numbers, verb="concerns.reopen").order_by("pk")
    reopened = {line.thing_id: line for line in again}
    for line in acts:
        due = _due_of(line, concerns[line.thing_id], reopened.get(line.thing_id))
        if due is not None:
            yield line, MENDS[line.verb], due


def _due_of(line: Line, concern: Concern, reopened: Line | None) -> date | None:
    if line.verb == "concerns.accept":
        return calendar.deadline("concern.screen", day_of(concern.received_at)).on
    if line.verb == "concerns.assign":
        return concern.contact_on
    if reopened is not None and reopened.pk < line.pk:
        return calendar.deadline("concern.rework", day_of(reopened.at)).on
    return calendar.deadline("concern.complex", day_of(concern.accepted_at)).on if concern.accepted_at else None
