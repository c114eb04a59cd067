"""The studio cannot take a concern on, and says why and who can."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor
from lianxinqiao.base.errors import Refused
from lianxinqiao.concerns.actions import step, told
from lianxinqiao.concerns.enums import ConcernVerb
from lianxinqiao.concerns.models import Concern
from lianxinqiao.concerns.queries import without_contact
from lianxinqiao.rulebook import current


@action
def decline(*, concern: Concern, reason: str, door: str, by: Actor, at: datetime, once: str = "") -> Concern:
    """End the concern with a reason for the resident and the right door: a code of `concern.doors`."""
    step.allowed(concern, ConcernVerb.DECLINE, by=by, at=at)
    reason = step.written(reason, field="reason", ask=_("请写明不予受理的理由，反映人会看到。"))
    if door not in {choice.code for choice in current().choices("concern.doors")}:
        raise Refused(_("请选一个该找的部门，让反映人知道接下来去哪里。"), field="door")
    step.move(
        concern,
        ConcernVerb.DECLINE,
        decline_reason=without_contact(concern, reason),
        decline_door=door,
        declined_at=at,
        due_on=None,
    )
    step.told(concern, ConcernVerb.DECLINE, by=by, at=at, kind=door)
    told.resident(concern, by=by, at=at)
    return concern
