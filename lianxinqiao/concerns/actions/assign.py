"""The studio gives a concern to one of its people."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor
from lianxinqiao.base.errors import Refused
from lianxinqiao.concerns import policies
from lianxinqiao.concerns.actions import step
from lianxinqiao.concerns.enums import ConcernVerb
from lianxinqiao.concerns.models import Concern
from lianxinqiao.inbox.actions import post
from lianxinqiao.organisation.models import Person
from lianxinqiao.organisation.queries import members
from lianxinqiao.studios.models import Studio
from lianxinqiao.studios.queries import colleagues


@action
def assign(
    *, concern: Concern, to: Person, by: Actor, at: datetime, helpers: Sequence[Person] = (), once: str = ""
) -> Concern:
    """Give the concern to a person of the studio; `helpers` may be members of any studio.

    The deadline stays. Whoever is newly named by somebody else gets a message.
    """
    step.allowed(concern, ConcernVerb.ASSIGN, by=by, at=at)
    _check(concern.studio, to, helpers, policies.day_of(at))
    before = {pk for pk, _name in step.workers(concern)}
    step.move(concern, ConcernVerb.ASSIGN, assignee=to, assigned_at=at)
    concern.helpers.set([p for p in helpers if p != to])
    step.told(concern, ConcernVerb.ASSIGN, by=by, at=at, members=step.workers(concern))
    for person in {p.pk: p for p in (to, *helpers) if p.pk not in before and str(p.pk) != by.id}.values():
        post(
            to=person,
            subject=str(_("有一件反映请您办理：%(number)s") % {"number": concern.number}),
            body=str(_("请打开看看，并在期限前答复反映人。")),
            link=f"/desk/concerns/{concern.number}/",
            key=f"concerns.assign:{concern.pk}:{concern.version}:{person.pk}",
            by=by,
            at=at,
        )
    return concern


def _check(studio: Studio, to: Person, helpers: Sequence[Person], day: date) -> None:
    if to not in colleagues(studio, day):
        raise Refused(_("请从本工作室的委员、召集人或联络员里选一位。别室的委员可以请来协助。"), field="to")
    able = set(members(day).filter(person__in=helpers).values_list("person_id", flat=True))
    if able != {p.pk for p in helpers}:
        raise Refused(_("协助的人要是在任的政协委员，请重新选。"), field="helpers")
