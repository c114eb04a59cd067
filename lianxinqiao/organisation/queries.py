"""What may be seen of places, bodies, people and who is what on a day."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Q, QuerySet

from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.prepared import Prepared
from lianxinqiao.organisation.enums import TOWNSHIPS, BodyKind, PlaceKind, RoleName, TownshipKind
from lianxinqiao.organisation.models import Appointment, Body, Member, Person, Place

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


def member_by_number(number: str) -> Member | None:
    """The membership with this number, if there is one."""
    return Member.objects.select_related("person", "place").filter(number=number).first()


def office_names() -> dict[str, str]:
    """The names of the city and its counties by code."""
    return {one.code: one.name for one in [root(), *counties()]}
