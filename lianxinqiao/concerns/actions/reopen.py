"""An answer that did not help is worked on once more."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.concerns.actions import step
from lianxinqiao.concerns.enums import ConcernState, ConcernVerb
from lianxinqiao.concerns.models import Concern, Note
from lianxinqiao.ledger import read, write


@action
def reopen(*, concern: Concern, reason: str, by: Actor, at: datetime, once: str = "") -> Concern:
    """Send the concern back to whoever had it, once, with the rulebook's rework days.

    If it was closed, the closing line is countered: a matter is never counted as solved twice.
    """
    step.allowed(concern, ConcernVerb.REOPEN, by=by, at=at)
    reason = step.written(reason, field="reason", ask=_("请写明为什么要重新办理。"), longest=200)
    was_closed = concern.state == ConcernState.CLOSED
    step.move(
        concern,
        ConcernVerb.REOPEN,
        reopened=True,
        due_on=step.due_in(at, "concern.rework"),
        outcome="",
        rated_at=None,
        closed_as="",
        closed_at=None,
    )
    step.told(concern, ConcernVerb.REOPEN, by=by, at=at)
    _remember(concern, reason, by, at)
    if was_closed:
        closing = [x for x in read.of_thing("concern", concern.number) if x.verb == "concerns.close"][-1]
        write.counter(line=closing, by=by, at=at, why=str(_("重新办理")))
    return concern


def _remember(concern: Concern, reason: str, by: Actor, at: datetime) -> None:
    """A convener's reason stays with the case as an internal note; a resident's is the rating itself."""
    if by.kind is ActorKind.PERSON and not concern.original.erased:
        text = concern.original.seal("note", reason)
        Note.objects.create(concern=concern, person_id=int(by.id), text=text, at=at)
