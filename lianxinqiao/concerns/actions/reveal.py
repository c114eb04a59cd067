"""Somebody opens what is closed, with a reason that the resident can read."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor
from lianxinqiao.base.errors import NotYours, Refused, TooMany
from lianxinqiao.concerns import permissions
from lianxinqiao.concerns.actions import step
from lianxinqiao.concerns.enums import ConcernVerb, RevealWhat
from lianxinqiao.concerns.models import Concern, Reveal
from lianxinqiao.concerns.queries import without_contact
from lianxinqiao.organisation.models import Person

A_DAY = 20  # reveals of one person in 24 hours (reliability P9)
LONGEST = 200  # characters of a reason


@action
def reveal(*, concern: Concern, what: str, reason: str, by: Actor, at: datetime, once: str = "") -> Reveal:
    """Record who opens what and why; `queries.opened(reveal, by, at)` then gives the value to them, for a day.

    More than twenty in 24 hours are refused.
    """
    step.allowed(concern, ConcernVerb.REVEAL, by=by, at=at)
    if what not in RevealWhat.values:
        raise Refused(_("请选要看的内容。"), field="what")
    if not permissions.may_reveal(by, concern, RevealWhat(what)):
        raise NotYours(_("您的角色不能看这一项。确有需要，请商请该工作室处理。"))
    reason = step.written(reason, field="reason", ask=_("请写明为什么要看，反映人能看到这个理由。"), longest=LONGEST)
    person = step.person_of(by)
    Person.objects.select_for_update().get(pk=person)  # of many at once, too, only twenty
    if Reveal.objects.filter(person_id=person, at__gt=at - timedelta(days=1)).count() >= A_DAY:
        raise TooMany(_("24 小时内最多看 20 次，已经用完。请明天再看，或请同事处理。"))
    made = Reveal.objects.create(
        concern=concern,
        person_id=person,
        role=by.role,
        what=RevealWhat(what),
        reason=without_contact(concern, reason)[:LONGEST],
        at=at,
    )
    step.told(concern, ConcernVerb.REVEAL, by=by, at=at, kind=made.what)
    return made
