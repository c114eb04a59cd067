"""May this actor? One table from role to reach; tests/rights.csv is its hand-written twin (reliability.md §3.3)."""

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.errors import NotYours
from lianxinqiao.base.rights import Reach, Table, reach
from lianxinqiao.concerns.enums import ConcernVerb, RevealWhat
from lianxinqiao.concerns.models import Concern
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.studios.models import Studio

R = RoleName
RESIDENT = "resident"
STUDIO = (R.CLERK, R.CONVENER)


def _row(*groups: tuple[Reach, tuple[str, ...]]) -> dict[str, Reach]:
    return {str(role): far for far, roles in groups for role in roles}


OWN, REVEAL, CUSTODIANS = Reach.OWN, Reach.REVEAL, Reach.CUSTODIANS
ROOM = (*STUDIO, R.MEMBER)

DATA: Table = {
    "number_and_state": _row(
        (OWN, (RESIDENT, *ROOM, R.GROUP_LEAD, R.COMMITTEE_LEAD, R.COUNTY_STAFF, R.CITY_STAFF, R.OFFICE_HEAD, R.LEADER)),
    ),
    "passed_on": _row((OWN, (RESIDENT, *ROOM, R.COUNTY_STAFF)), (REVEAL, (R.CITY_STAFF,))),
    "original": _row((OWN, (RESIDENT, *ROOM)), (REVEAL, (R.COUNTY_STAFF,)), (CUSTODIANS, (R.CITY_STAFF, R.CUSTODIAN))),
    "name": _row((OWN, (RESIDENT,)), (REVEAL, ROOM), (CUSTODIANS, (R.COUNTY_STAFF, R.CITY_STAFF, R.CUSTODIAN))),
    "phone": _row((OWN, (RESIDENT,)), (REVEAL, ROOM), (CUSTODIANS, (R.COUNTY_STAFF, R.CITY_STAFF, R.CUSTODIAN))),
    "address": _row((OWN, (RESIDENT,)), (REVEAL, ROOM), (CUSTODIANS, (R.CITY_STAFF, R.CUSTODIAN))),
    "photos": _row((OWN, (RESIDENT, *ROOM, R.COUNTY_STAFF)), (REVEAL, (R.CITY_STAFF,))),
    "answer_text": _row((OWN, (RESIDENT, *ROOM, R.COUNTY_STAFF, R.CITY_STAFF))),
    "notes": _row((OWN, ROOM)),
    "outcome": _row((OWN, (RESIDENT, *ROOM, R.COUNTY_STAFF, R.CITY_STAFF))),
    "reveals": _row((OWN, (RESIDENT, R.CITY_STAFF, R.CUSTODIAN, R.AUDITOR))),
}
"""What of a concern a role may read. `reveal` = with a reason that the resident can read."""

VERBS: Table = {
    ConcernVerb.RECEIVE: _row((Reach.YES, (RESIDENT,)), (OWN, ROOM)),
    ConcernVerb.ACCEPT: _row((OWN, STUDIO)),
    ConcernVerb.DECLINE: _row((OWN, STUDIO)),
    ConcernVerb.ASSIGN: _row((OWN, STUDIO)),
    ConcernVerb.ANSWER: _row((OWN, STUDIO), (Reach.ASSIGNED, (R.MEMBER,))),
    ConcernVerb.RATE: _row((OWN, (RESIDENT,))),
    ConcernVerb.REOPEN: _row((OWN, (RESIDENT, R.CONVENER))),
    ConcernVerb.CLOSE: _row((OWN, STUDIO)),
    ConcernVerb.NOTE: _row((OWN, ROOM)),
    ConcernVerb.REVEAL: _row((OWN, (*ROOM, R.COUNTY_STAFF, R.CITY_STAFF)), (CUSTODIANS, (R.CUSTODIAN,))),
    "mark": _row((OWN, (RESIDENT,))),
    "erase": _row((OWN, (RESIDENT,))),
}
"""What a role may do with a concern. Of `reveal`, DATA says what each may open."""

CLOCK_VERBS = frozenset({ConcernVerb.CLOSE.value, "erase"})
"""What happens by itself when a term is over."""


def as_role(actor: Actor) -> Actor:
    """A resident's role is being the resident; a person's is the appointment's."""
    if actor.kind is ActorKind.RESIDENT:
        return Actor(actor.kind, actor.id, RESIDENT, actor.where, actor.label)
    return actor


def helps(actor: Actor, concern: Concern) -> bool:
    """Is the matter assigned to this person, or are they helping?"""
    return str(concern.assignee_id) == actor.id or concern.helpers.filter(pk=actor.id).exists()


def of_studio(actor: Actor, studio: Studio) -> bool:
    """Is this one of the studio's people? Enrolling a member appoints them at the studio's place."""
    return bool(actor.where.path) and actor.role in ROOM and studio.place.path == actor.where.path


def holds(actor: Actor, concern: Concern) -> bool:
    """Is the concern this actor's own: their matter, their studio's, their area's?"""
    if actor.kind is ActorKind.RESIDENT:
        return bool(actor.id) and actor.id == str(concern.pk)
    if actor.kind is not ActorKind.PERSON or not actor.where.path:
        return False
    if actor.role in ROOM:
        return of_studio(actor, concern.studio) or (actor.role == R.MEMBER and helps(actor, concern))
    return concern.where.within(actor.where)


def _reaches(far: Reach, actor: Actor, concern: Concern) -> bool:
    if far is Reach.ASSIGNED:
        return helps(actor, concern)
    return far is Reach.YES or (far in {Reach.OWN, Reach.REVEAL} and holds(actor, concern))


def may(actor: Actor, concern: Concern, verb: str) -> bool:
    """May this actor do the verb with this concern?"""
    if actor.kind is ActorKind.CLOCK:
        return verb in CLOCK_VERBS
    return _reaches(reach(VERBS, as_role(actor), verb), actor, concern)


def reads(actor: Actor, concern: Concern, datum: str) -> bool:
    """May this actor read the datum outright?"""
    far = reach(DATA, as_role(actor), datum)
    return far is Reach.OWN and holds(actor, concern)


def inside(actor: Actor) -> bool:
    """Is this the resident or somebody of a studio? What the desk has not let out stays with them."""
    return actor.kind is ActorKind.RESIDENT or (actor.kind is ActorKind.PERSON and actor.role in ROOM)


def may_reveal(actor: Actor, concern: Concern, what: RevealWhat) -> bool:
    """May this actor open the datum by giving a reason? The text to pass on only once the desk has checked it."""
    if what is RevealWhat.PASSED_ON and concern.accepted_at is None:
        return False
    return reach(DATA, actor, what) is Reach.REVEAL and holds(actor, concern)


def need(actor: Actor, concern: Concern, verb: str) -> None:
    """Raise NotYours unless the actor may."""
    if not may(actor, concern, verb):
        raise NotYours(_("您的角色不能办这一步。请联系这个工作室的召集人或联络员。"))
