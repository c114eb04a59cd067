"""A concern is finished."""

from datetime import datetime

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor
from lianxinqiao.concerns import policies
from lianxinqiao.concerns.actions import step
from lianxinqiao.concerns.enums import ConcernVerb
from lianxinqiao.concerns.models import Concern


@action
def close(*, concern: Concern, by: Actor, at: datetime, once: str = "") -> Concern:
    """Close the concern as the resident's word and the office's say; silence closes as `unrated`.

    The studio closes what was rated; the clock closes what was not when the time for rating is over.
    """
    step.allowed(concern, ConcernVerb.CLOSE, by=by, at=at)
    how = policies.closed_as(concern)
    step.move(concern, ConcernVerb.CLOSE, closed_as=how, closed_at=at, due_on=None)
    step.told(concern, ConcernVerb.CLOSE, by=by, at=at, kind=how)
    return concern
