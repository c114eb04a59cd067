"""What the resident sees: where it stands, who helps, what happens by when, who looked."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxinqiao.base.prepared import Prepared
from lianxinqiao.concerns import policies
from lianxinqiao.concerns.enums import ConcernState, Outcome, PublicState, Result, RevealWhat
from lianxinqiao.concerns.models import Concern, Reveal
from lianxinqiao.concerns.queries.due import was_reminded
from lianxinqiao.concerns.queries.words import choice, day_words
from lianxinqiao.concerns.workflow import PUBLIC
from lianxinqiao.ledger import read
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.rulebook import Choice, calendar, current

S = ConcernState
"""States short."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the timeline: when, what, and the ledger's verb (`receive`, `accept`, …)."""

    at: datetime
    words: str
    verb: str


@dataclass(frozen=True, slots=True)
class RevealLine:
    """Who opened what of a concern, and why, in words."""

    at: datetime
    who: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Status:
    """All that a resident's page shows of a concern; nothing here is internal."""

    number: str
    state: PublicState
    studio: str
    studio_code: str
    studio_phone: str
    studio_address: str
    studio_hours: str
    helpers: list[str]
    due_on: date | None
    due_words: str
    next_words: str
    late: bool
    reminded: bool
    answer: str
    result: Result | None
    decided_by: str
    next_on: date | None
    decline_reason: str
    door: Choice | None
    outcome: Outcome | None
    reopened: bool
    can_rate: bool
    can_mark: bool
    reveals: list[RevealLine]


def status(concern: Concern, at: datetime) -> Status:
    """The resident's page: no query after `by_token` until somebody has it, is late or opened something of it."""
    state = ConcernState(concern.state)
    told = state in {S.ANSWERED, S.RATED, S.CLOSED}
    late = policies.is_late(concern, policies.day_of(at))
    helpers = _helpers(concern)
    return Status(
        number=concern.number,
        state=PUBLIC[state],
        studio=concern.studio.name,
        studio_code=concern.studio.code,
        studio_phone=concern.studio.phone,
        studio_address=concern.studio.address,
        studio_hours=concern.studio.hours,
        helpers=helpers,
        due_on=policies.due(concern),
        due_words=_due_words(concern),
        next_words=_next_words(concern, helpers),
        late=late,
        reminded=late and was_reminded(concern),
        answer=concern.answer if told else "",
        result=Result(concern.result) if told else None,
        decided_by=concern.decided_by if told else "",
        next_on=concern.next_on if told else None,
        decline_reason=concern.decline_reason,
        door=choice("concern.doors", concern.decline_door) if concern.decline_door else None,
        outcome=Outcome(concern.outcome) if concern.outcome else None,
        reopened=concern.reopened,
        can_rate=state == S.ANSWERED,
        can_mark=told and not concern.receipt.marked,
        reveals=reveals(concern),
    )


def _helpers(concern: Concern) -> list[str]:
    if concern.assignee is None:
        return []
    return [concern.assignee.name, *concern.helpers.order_by("name").values_list("name", flat=True)]


TERMS: dict[ConcernState, tuple[str, tuple[str, ...]]] = {
    S.RECEIVED: ("received_at", ("concern.screen",)),
    S.ACCEPTED: ("accepted_at", ("concern.contact",)),
    S.ASSIGNED: ("accepted_at", ("concern.simple", "concern.complex")),
}
"""From which moment, and by which of the rulebook's terms, a deadline may come."""


def _due_words(concern: Concern) -> str:
    """Why this day: the term of the rulebook that leads to it; just the day where none does any more."""
    due = policies.due(concern)
    if due is None:
        return ""
    moment, keys = TERMS.get(ConcernState(concern.state), ("answered_at", ()))
    if concern.reopened:
        return _("最迟%(day)s") % {"day": day_words(due)}
    start = getattr(concern, moment)
    for key in keys:
        if calendar.deadline(key, policies.day_of(start)).on == due:
            return calendar.explain(policies.day_of(start), current().days(key))
    return _("最迟%(day)s") % {"day": day_words(due)}


NEXT: dict[ConcernState, Promise] = {
    S.RECEIVED: gettext_lazy("%(studio)s会在%(day)s前告诉您是否受理；不能受理的，会说明理由和该找谁。"),
    S.ACCEPTED: gettext_lazy("%(studio)s会在%(day)s前安排委员办理，最迟%(answer)s答复您。"),
    S.ASSIGNED: gettext_lazy("%(who)s正在办理，最迟%(day)s答复您。"),
    S.ANSWERED: gettext_lazy("请您在%(day)s前说一说解决了没有。没有解决的，会再办一次。"),
    S.RATED: gettext_lazy("谢谢您的评价，%(studio)s接下来办结。"),
    S.CLOSED: gettext_lazy("这件事已经办结。还有别的事，可以再写一件。"),
    S.DECLINED: gettext_lazy("这件事工作室不能受理，请按下面的说明去找能办的地方。"),
}
"""What a resident is told comes next."""


def _next_words(concern: Concern, helpers: list[str]) -> str:
    words = str(NEXT[ConcernState(concern.state)]) % {
        "studio": concern.studio.name,
        "day": day_words(policies.due(concern)),
        "answer": day_words(concern.due_on),
        "who": _("、").join(helpers) or concern.studio.name,
    }
    if concern.next_on is None or concern.state not in {S.ANSWERED, S.RATED, S.CLOSED}:
        return words
    return words + _("下次回音在%(next)s。") % {"next": day_words(concern.next_on)}


def timeline(concern: Concern) -> list[Step]:
    """What happened, newest first, as the resident may read it: from the ledger, in one query."""
    words = {f"concerns.{verb}": said for verb, said in _step_words().items()}
    lines = read.lines(verbs=words, thing=concern.ref).filter(quantity__gt=0)
    return [Step(line.at, words[line.verb], line.verb.removeprefix("concerns.")) for line in lines]


def _step_words() -> dict[str, str]:
    return {
        "receive": _("工作室收到了您的反映"),
        "accept": _("工作室受理了这件事"),
        "decline": _("工作室说明了不能受理的理由"),
        "assign": _("分派给了办理的人"),
        "answer": _("工作室答复了您"),
        "rate": _("您说了结果"),
        "reopen": _("没有解决，重新办理"),
        "close": _("这件事办结了"),
        "erase": _("您的个人信息删除了"),
    }


_reveals = Prepared(
    lambda concern: (
        Reveal.objects.filter(concern=concern)
        .select_related("person")
        .only("at", "role", "what", "reason", "person__name")
        .order_by("-pk")
    )
)


def reveals(concern: Concern) -> list[RevealLine]:
    """Who opened what of this concern and why, newest first, in one query."""
    if not getattr(concern, "was_opened", True):
        return []
    return [
        RevealLine(r.at, f"{RoleName(r.role).label} {r.person.name}", str(RevealWhat(r.what).label), r.reason)
        for r in _reveals.all(concern.pk)
    ]
