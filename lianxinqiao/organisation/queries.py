"""What may be seen of places, bodies, people and who is what on a day."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.contrib.auth.hashers import check_password
from django.db.models import Prefetch, Q, QuerySet

from lianxinqiao.base import receipts, vault
from lianxinqiao.base.actor import Actor, ActorKind, Where
from lianxinqiao.base.errors import NotYours
from lianxinqiao.base.prepared import Prepared
from lianxinqiao.organisation.enums import TOWNSHIPS, BodyKind, PlaceKind, RoleName, SignIn, TownshipKind
from lianxinqiao.organisation.models import Appointment, Body, Member, Person, Place
from lianxinqiao.organisation.permissions import Held, may_keep_account
from lianxinqiao.organisation.policies import outdated

_with_code = Prepared(lambda code: Place.objects.filter(code=code))


def place(code: str) -> Place:
    """The place with this code. Raises Place.DoesNotExist."""
    found = _with_code.first(code)
    if found is None:
        raise Place.DoesNotExist(code)
    return found


def root() -> Place:
    """The city: the one place without a parent. Raises Place.DoesNotExist before places are laid."""
    return Place.objects.get(parent=None)


def counties() -> QuerySet[Place]:
    """The counties in the order of their codes."""
    return Place.objects.filter(kind=PlaceKind.COUNTY)


def townships(county: Place | None = None, *, statistical: bool = False) -> QuerySet[Place]:
    """Streets and towns of a county (of the whole city without one); with `statistical` parks and forest farms too."""
    found = Place.objects.filter(kind=PlaceKind.TOWNSHIP)
    if not statistical:
        found = found.filter(township_kind__in=TOWNSHIPS)
    return found if county is None else found.filter(parent=county)


def villages(township: Place) -> QuerySet[Place]:
    """Villages and communities of a township."""
    return Place.objects.filter(kind=PlaceKind.VILLAGE, parent=township)


def units(county: Place) -> QuerySet[Place]:
    """Handling units directly under the city or a county."""
    return Place.objects.filter(kind=PlaceKind.UNIT, parent=county)


def chain(below: Place) -> list[Place]:
    """The places from the root down to this one, in one query."""
    return list(Place.objects.filter(code__in=below.path.strip("/").split("/")).order_by("path"))


def office_of(below: Place) -> Place:
    """The city or county whose office answers for a place."""
    return place(below.office_code)


KINDS = {"街道": TownshipKind.STREET, "镇": TownshipKind.TOWN, "其他": TownshipKind.STATISTICAL}


@dataclass(frozen=True, slots=True)
class Node:
    """One place to be laid; `parent` is a code, empty for the root."""

    code: str
    name: str
    kind: PlaceKind
    parent: str
    township_kind: str = ""


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as told:
        yield from csv.DictReader(told)


def region(folder: Path, *, code: str, name: str) -> list[list[Node]]:
    """Read counties.csv, townships.csv and villages.csv of a region, one list a level, the root first."""
    return [
        [Node(code, name, PlaceKind.CITY, "")],
        [Node(row["code"], row["name"], PlaceKind.COUNTY, code) for row in _rows(folder / "counties.csv")],
        [
            Node(row["code"], row["name"], PlaceKind.TOWNSHIP, row["county_code"], KINDS[row["kind"]])
            for row in _rows(folder / "townships.csv")
        ],
        [
            Node(row["code"], row["name"], PlaceKind.VILLAGE, row["township_code"])
            for row in _rows(folder / "villages.csv")
        ],
    ]


def bodies(kind: BodyKind, within: Place | None = None) -> QuerySet[Body]:
    """Committees, groups, parties or sectors: all of them, or those that this place and the city know."""
    found = Body.objects.filter(kind=kind).select_related("place")
    return found if within is None else found.filter(Q(place=within) | Q(place__parent=None))


def running(day: date) -> Q:
    """The condition that a term (`since`, `until`) runs on a day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def appointments(day: date) -> QuerySet[Appointment]:
    """Who is what and where on a day."""
    return Appointment.objects.filter(running(day)).select_related("person", "place", "body")


def as_actor(appointment: Appointment) -> Actor:
    """The actor that an appointment makes of a person."""
    return Actor(
        ActorKind.PERSON,
        id=str(appointment.person_id),
        role=appointment.role,
        where=appointment.place.where,
        label=appointment.person.name,
    )


def actors_of(person: Person, day: date) -> list[Actor]:
    """One actor per running appointment of the person, in the order of the roles' list."""
    order = {name: at for at, name in enumerate(RoleName.values)}
    found = sorted(appointments(day).filter(person=person), key=lambda a: (order[a.role], a.place.path))
    return [as_actor(one) for one in found]


def person_of(actor: Actor) -> Person:
    """The person behind a person-actor. Raises Person.DoesNotExist for anybody else."""
    if actor.kind is not ActorKind.PERSON:
        raise Person.DoesNotExist(str(actor))
    return Person.objects.get(pk=actor.id)


def people_at(where: Place, role: RoleName, day: date) -> list[Person]:
    """Who holds a role exactly at this place on a day, by name."""
    found = Person.objects.filter(
        pk__in=appointments(day).filter(place=where, role=role).values("person"), is_active=True
    )
    return list(found.order_by("name", "pk"))


def members(day: date, *, within: Place | None = None) -> QuerySet[Member]:
    """Members whose term runs on a day, of all committees or of those at and below a place."""
    found = Member.objects.filter(running(day)).select_related("person", "place", "sector", "party", "group")
    return found if within is None else found.filter(place__path__startswith=within.path)


def office_names() -> dict[str, str]:
    """The names of the city and its counties by code."""
    return {one.code: one.name for one in [root(), *counties()]}


# --- who signs in -----------------------------------------------------------------------------

ACCOUNT_VERBS = ("issue_password", "disable_person", "enable_person")


def person_by_username(username: str) -> Person | None:
    """The person with this sign-in name, whose case does not matter."""
    return Person.objects.filter(username__iexact=username.strip()).first()


def _lasting(day: date) -> Q:
    """The condition that a term runs on a day or will: what is promised counts when an account is handed out."""
    return Q(until__isnull=True) | Q(until__gte=day)


def people_within(where: Where, day: date, words: str = "") -> QuerySet[Person]:
    """Whoever holds or will hold something at or below a place, by name; from the root, everybody.

    `words` is part of a name or sign-in name. Each person comes with `appointments` and `memberships` that last.
    """
    lasting = Appointment.objects.filter(_lasting(day)).select_related("place", "body").order_by("place__path")
    sitting = Member.objects.filter(_lasting(day)).select_related("place").order_by("place__path")
    found = Person.objects.order_by("name", "pk").prefetch_related(
        Prefetch("appointments", lasting), Prefetch("memberships", sitting)
    )
    if not Place.objects.filter(parent=None, path=where.path).exists():
        held = [some.filter(place__path__startswith=where.path).values("person") for some in (lasting, sitting)]
        found = (
            found.filter(Q(pk__in=held[0].order_by()) | Q(pk__in=held[1].order_by())) if where.path else found.none()
        )
    return found.filter(Q(name__icontains=words) | Q(username__icontains=words)) if words else found


def held_by(person: Person, day: date) -> list[Held]:
    """Roles and memberships that last on a day with where they are held; a member's at the root when there is none."""
    lasting = person.appointments.filter(_lasting(day)).select_related("place").order_by("place__path")
    sitting = person.memberships.filter(_lasting(day)).select_related("place").order_by("place__path")
    found = [(one.role, one.place.where) for one in lasting]
    found += [(RoleName.MEMBER.value, one.place.where) for one in sitting]
    return found or [(RoleName.MEMBER.value, root().where)]


def account_verbs(actor: Actor, person: Person, day: date) -> list[str]:
    """What this actor may do to the person's way in now, in the order of ACCOUNT_VERBS."""
    held = held_by(person, day)
    fitting = ("enable_person",) if not person.is_active else ("issue_password", "disable_person")
    return [verb for verb in ACCOUNT_VERBS if verb in fitting and _may(actor, verb, person, held)]


def _may(actor: Actor, verb: str, person: Person, held: list[Held]) -> bool:
    try:
        may_keep_account(actor, verb, person, held)
    except NotYours:
        return False
    return True


def sign_in_state(person: Person, at: datetime) -> SignIn:
    """How far a person's way in is."""
    if not person.is_active:
        return SignIn.DISABLED
    if not person.password or not person.has_usable_password():
        return SignIn.NONE
    if not person.must_change:
        return SignIn.OWN
    return SignIn.OUTDATED if outdated(person, at) else SignIn.ISSUED


def spelled_password(person: Person, once: str) -> str:
    """The one-time password that belongs to a form's once key and the person's present term (80 bit, in fours).

    An HMAC under the master key: whoever knows the form learns nothing, and the same press sent twice, its answer
    perhaps lost on the way, shows the same slip. A later term gives another, also for the same form.
    """
    if person.password_until is None:
        raise ValueError("no one-time password was issued")
    told = f"{person.pk}|{person.password_until.timestamp():.6f}|{once}"
    return receipts.spelled(vault.mac("password.once", told.encode())[:10])


def one_time_password(person: Person, once: str, at: datetime) -> str:
    """The password of the slip that was issued under this once key; empty when it was used, replaced or is outdated."""
    if person.password_until is None or outdated(person, at):
        return ""
    word = spelled_password(person, once)
    return word if check_password(word, person.password) else ""


def as_issued(username: str, typed: str) -> str:
    """What was typed as a password; of somebody with a one-time password, as it was printed.

    There case, dashes, spaces and O for 0 do not matter: it is read from paper.
    """
    person = person_by_username(username)
    if person is None or not person.must_change:
        return typed
    try:
        return receipts.grouped(receipts.normalise(typed))
    except receipts.NotACode:
        return typed
