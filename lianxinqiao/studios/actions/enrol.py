"""Members enter a studio and leave it."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor, Ref
from lianxinqiao.base.errors import Refused
from lianxinqiao.ledger import write
from lianxinqiao.organisation.actions import appoint, dismiss
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.organisation.models import Appointment, Member
from lianxinqiao.studios.enums import StudioState, StudioVerb
from lianxinqiao.studios.models import Enrolment, Studio
from lianxinqiao.studios.permissions import may_change
from lianxinqiao.studios.workflow import STUDIO


@action
def enrol(*, studio: Studio, member: Member, since: date, by: Actor, at: datetime) -> Enrolment:
    """Enter a member into a studio from `since` on and appoint them there; one line besides the appointment's.

    The line credits the studio, not the member: being enrolled is not yet taking part.
    """
    may_change(by, StudioVerb.ENROL, studio.where)
    STUDIO.target(StudioVerb.ENROL, StudioState(studio.state))
    if not studio.where.within(member.place.where):
        raise Refused(_("县级委员只能进本县区的工作室。"), field="member")
    if Enrolment.objects.filter(studio=studio, member=member, until__isnull=True).exists():
        raise Refused(_("%(name)s已在这个工作室。") % {"name": member.person.name}, field="member")
    enrolment = Enrolment.objects.create(studio=studio, member=member, since=since)
    appoint(person=member.person, role=RoleName.MEMBER, place=studio.place, since=since, by=by, at=at)
    _line("studios.enrol", enrolment, by, at, 1)
    return enrolment


@action
def leave(*, enrolment: Enrolment, until: date, by: Actor, at: datetime) -> Enrolment:
    """End an enrolment after the day `until`, and every role that the person has in the studio; one line (-1)."""
    studio, person = enrolment.studio, enrolment.member.person
    may_change(by, StudioVerb.LEAVE, studio.where)
    STUDIO.target(StudioVerb.LEAVE, StudioState(studio.state))
    if enrolment.until is not None or until < enrolment.since:
        raise Refused(_("离开不能早于入驻，也不能离开两次。"), field="until")
    enrolment.until = until
    enrolment.save(update_fields=["until"])
    for held in Appointment.objects.filter(person=person, place=studio.place, until__isnull=True):
        dismiss(appointment=held, until=max(until, held.since), by=by, at=at)
    _line("studios.leave", enrolment, by, at, -1)
    return enrolment


def _line(verb: str, enrolment: Enrolment, by: Actor, at: datetime, quantity: int) -> None:
    studio, member = enrolment.studio, enrolment.member
    write.line(
        verb=verb,
        thing=Ref("enrolment", str(enrolment.pk), f"{member.person.name} · {studio.name}"),
        by=by,
        at=at,
        where=studio.where,
        kind=member.level,
        quantity=quantity,
        credits=[write.Credited(f"studio:{studio.code}", studio.name)],
    )
