"""May this *thing* now? The table of moves and what it cannot say."""

from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.actor import ActorKind
from lianxinqiao.base.errors import NotItsTime
from lianxinqiao.concerns.enums import ClosedAs, ConcernState, ConcernVerb, Outcome, Result
from lianxinqiao.concerns.models import Concern
from lianxinqiao.concerns.workflow import STUDIO_ACTS, WORKFLOW

S, V = ConcernState, ConcernVerb

NEXT: dict[ConcernState, str | Promise] = {
    S.RECEIVED: _("接下来请先受理，或说明不予受理的理由和去处。"),
    S.ACCEPTED: _("接下来请分派给委员，或直接答复反映人。"),
    S.ASSIGNED: _("接下来请由承办委员办理并答复反映人。"),
    S.ANSWERED: _("接下来请等反映人评价；评价期满会自动办结。"),
    S.RATED: _("接下来请办结；没有解决的可由召集人重新办理一次。"),
    S.CLOSED: _("如有新情况，可由召集人重新办理一次，或请反映人再写一件。"),
    S.DECLINED: _("如有新情况，请反映人再写一件。"),
}
"""What a refusal tells the reader to do instead."""


def day_of(at: datetime) -> date:
    """The city's calendar day of a moment (settings.TIME_ZONE)."""
    return localdate(at)


def target(concern: Concern, verb: ConcernVerb) -> ConcernState:
    """The state the verb leads to. Raises NotItsTime, saying why and what comes next."""
    state = ConcernState(concern.state)
    try:
        return WORKFLOW.target(verb, state)
    except NotItsTime as refused:
        raise NotItsTime(f"{refused}{NEXT[state]}") from None


def may_now(concern: Concern, verb: ConcernVerb, on: date, *, by: ActorKind) -> None:
    """Raise NotItsTime unless the concern allows the verb on this day to this kind of actor."""
    target(concern, verb)
    if verb is V.REOPEN:
        _may_reopen(concern, by)
    elif verb is V.CLOSE:
        _may_close(concern, on, by)


def _may_reopen(concern: Concern, by: ActorKind) -> None:
    if concern.reopened:
        raise NotItsTime(_("这件事已经重新办理过一次，不能再重办。请反映人再写一件，注明原编号。"))
    if by is ActorKind.RESIDENT and (concern.state, concern.outcome) != (S.RATED, Outcome.NOT):
        raise NotItsTime(_("请先评价。评价为“没有解决”的，会自动重新办理一次。"))


def _may_close(concern: Concern, on: date, by: ActorKind) -> None:
    if concern.state == S.ANSWERED and not (by is ActorKind.CLOCK and rating_over(concern, on)):
        raise NotItsTime(_("反映人还可以评价，现在不能办结。评价期满会自动办结为“未评价”。"))


def rating_over(concern: Concern, on: date) -> bool:
    """Has the time for the resident's word passed?"""
    return concern.due_on is not None and concern.due_on < on


def due(concern: Concern) -> date | None:
    """The next day that counts: first contact while nobody has the matter, else the running term's end."""
    return concern.contact_on if concern.state == S.ACCEPTED else concern.due_on


def is_late(concern: Concern, on: date) -> bool:
    """Is the studio behind? Read, never stored; waiting for the resident is nobody's delay."""
    last = due(concern)
    return concern.state in STUDIO_ACTS and last is not None and last < on


def closed_as(concern: Concern) -> ClosedAs:
    """How the case ends: solved takes the office's word (A) *and* the resident's; silence is `unrated`."""
    if concern.state == S.ANSWERED:
        return ClosedAs.UNRATED
    if concern.outcome == Outcome.SOLVED:
        return ClosedAs.SOLVED if concern.result == Result.A else ClosedAs.PARTLY
    return ClosedAs(concern.outcome)
