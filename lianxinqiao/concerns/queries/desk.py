"""Lists: today's work, a list's rows, the studios' loads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from lianxinqiao.base.actor import Actor
from lianxinqiao.concerns import permissions, policies
from lianxinqiao.concerns.enums import ConcernState, ConcernVerb
from lianxinqiao.concerns.models import Concern
from lianxinqiao.concerns.queries.passed import passable
from lianxinqiao.concerns.queries.visible import given_to, reads_text, visible_to
from lianxinqiao.concerns.queries.words import choice_words
from lianxinqiao.concerns.workflow import OPEN, STUDIO_ACTS
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.rulebook import calendar
from lianxinqiao.studios.models import Studio
from lianxinqiao.studios.queries import within

S, V = ConcernState, ConcernVerb
NEXT = {S.RECEIVED: V.ACCEPT, S.ACCEPTED: V.ASSIGN, S.ASSIGNED: V.ANSWER, S.RATED: V.CLOSE}
"""The usual next verb: what a list offers."""
LOADED = frozenset(
    {
        RoleName.CLERK,
        RoleName.CONVENER,
        RoleName.MEMBER,
        RoleName.GROUP_LEAD,
        RoleName.COMMITTEE_LEAD,
        RoleName.COUNTY_STAFF,
        RoleName.CITY_STAFF,
        RoleName.OFFICE_HEAD,
        RoleName.LEADER,
        RoleName.ASSESSOR,
        RoleName.AUDITOR,
    }
)
"""Who may see how many matters a studio has."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list: `words` is the passed-on text, empty where this reader may not see it."""

    number: str
    studio: str
    studio_code: str
    place: str
    state: ConcernState
    kind: str
    topic: str
    words: str
    who: str
    received_at: datetime
    due_on: date | None
    late: bool
    soon: bool
    next: ConcernVerb | None


@dataclass(frozen=True, slots=True)
class StudioLoad:
    """How much a studio has in hand: open, of which due within a working day, of which overdue."""

    studio: Studio
    open: int
    due_soon: int
    overdue: int


def listed(actor: Actor, at: datetime, concerns: Iterable[Concern]) -> list[Listed]:
    """Rows of concerns from `visible_to(actor)`, each with only what this reader may see; no query of its own."""
    day = policies.day_of(at)
    soon = soon_until(day)
    return [_row(actor, concern, day, soon) for concern in concerns]


def _row(actor: Actor, concern: Concern, day: date, soon: date) -> Listed:
    due = policies.due(concern)
    late = policies.is_late(concern, day)
    return Listed(
        number=concern.number,
        studio=concern.studio.name,
        studio_code=concern.studio.code,
        place=concern.place.name,
        state=ConcernState(concern.state),
        kind=choice_words("concern.kinds", concern.kind),
        topic=choice_words("concern.topics", concern.topic),
        words=passable(concern) if reads_text(actor, concern) else "",
        who=concern.assignee.name if concern.assignee else "",
        received_at=concern.received_at,
        due_on=due,
        late=late,
        soon=due is not None and not late and due <= soon and concern.state in STUDIO_ACTS,
        next=NEXT.get(ConcernState(concern.state)),
    )


def soon_until(day: date) -> date:
    """Until when a deadline counts as near: the next working day, guessed where a year's holidays are not known."""
    return calendar.due(day, 1).on


def today(actor: Actor, at: datetime) -> list[Listed]:
    """What this person should do now, most urgent first: a clerk or convener the studio's, a member their own."""
    mine = visible_to(actor).filter(state__in=NEXT)
    if actor.role == RoleName.MEMBER:
        mine = mine.filter(given_to(actor), state=S.ASSIGNED)
    elif actor.role not in permissions.STUDIO:
        return []
    rows = listed(actor, at, mine)
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.received_at))


def due_q(before: str = "", **when: Any) -> Q:
    """Concerns in the studio's hands whose next day that counts (`policies.due`) is so; `before` leads to them."""
    contact = Q(**{f"{before}state": S.ACCEPTED}) & Q(**{f"{before}contact_on__{k}": v for k, v in when.items()})
    term = Q(**{f"{before}state__in": STUDIO_ACTS - {S.ACCEPTED}})
    return contact | term & Q(**{f"{before}due_on__{k}": v for k, v in when.items()})


def loads(actor: Actor, at: datetime) -> list[StudioLoad]:
    """Every studio in the actor's scope with its counts, in constant queries and without a word of any matter."""
    if actor.role not in LOADED:
        return []
    day = policies.day_of(at)
    found = within(actor, day).annotate(
        n_open=Count("concerns", filter=Q(concerns__state__in=OPEN)),
        n_soon=Count("concerns", filter=due_q("concerns__", range=(day, soon_until(day)))),
        n_late=Count("concerns", filter=due_q("concerns__", lt=day)),
    )
    return [StudioLoad(s, s.n_open, s.n_soon, s.n_late) for s in found]
