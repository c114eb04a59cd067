"""Roles at a place for a term: all rights follow from them."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor, Ref
from lianxinqiao.base.errors import Refused
from lianxinqiao.ledger import write
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.organisation.models import Appointment, Body, Person, Place
from lianxinqiao.organisation.permissions import may_set_role
from lianxinqiao.organisation.policies import fitting


def _ref(appointment: Appointment) -> Ref:
    return Ref("appointment", str(appointment.pk), f"{appointment.person} · {RoleName(appointment.role).label}")


@action
def appoint(
    *,
    person: Person,
    role: RoleName,
    place: Place,
    since: date,
    by: Actor,
    at: datetime,
    until: date | None = None,
    body: Body | None = None,
) -> Appointment:
    """Give a person a role at a place from `since` on, until `until` if that is known; one line with the role."""
    may_set_role(by, "appoint", role, person, place.where)
    fitting(role, place)
    if until is not None and until < since:
        raise Refused(_("任期的结束不能早于开始。"), field="until")
    held = Appointment.objects.filter(person=person, role=role, place=place, body=body)
    if held.filter(Q(until__isnull=True) | Q(until__gte=since)).exists():
        raise Refused(_("%(name)s已在这里担任这个角色。") % {"name": person.name}, field="role")
    appointment = Appointment.objects.create(person=person, role=role, place=place, body=body, since=since, until=until)
    write.line(verb="organisation.appoint", thing=_ref(appointment), by=by, at=at, where=place.where, kind=role)
    return appointment


@action
def dismiss(*, appointment: Appointment, until: date, by: Actor, at: datetime) -> Appointment:
    """End a role after the day `until`; one line with quantity -1, so that lines tell who is in office."""
    may_set_role(by, "dismiss", appointment.role, appointment.person, appointment.place.where)
    if appointment.until is not None and appointment.until <= until:
        raise Refused(_("这项任职已经结束。"))
    if until < appointment.since:
        raise Refused(_("任期的结束不能早于开始。"), field="until")
    appointment.until = until
    appointment.save(update_fields=["until"])
    write.line(
        verb="organisation.dismiss",
        thing=_ref(appointment),
        by=by,
        at=at,
        where=appointment.place.where,
        kind=appointment.role,
        quantity=-1,
    )
    return appointment
