"""A small network for tests: a city, two counties, three towns, a studio with people."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import get_default_timezone

from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.rights import CONSOLE
from lianxinqiao.organisation import actions as organisation
from lianxinqiao.organisation import queries
from lianxinqiao.organisation.enums import BodyKind, Level, PlaceKind, RoleName, TownshipKind
from lianxinqiao.organisation.models import Body, Member, Person, Place
from lianxinqiao.organisation.queries import Node
from lianxinqiao.studios import actions
from lianxinqiao.studios.enums import StudioType
from lianxinqiao.studios.models import Studio

AT = datetime(2023, 6, 5, 9, tzinfo=get_default_timezone())
TODAY = AT.date()
TERM = date(2021, 6, 24)
BY = Actor(ActorKind.MACHINE, id="test", role=CONSOLE, label="测试")

LEVELS = [
    [Node("611000", "商洛市", PlaceKind.CITY, "")],
    [Node("611024", "山阳县", PlaceKind.COUNTY, "611000"), Node("611026", "柞水县", PlaceKind.COUNTY, "611000")],
    [
        Node("611024106", "漫川关镇", PlaceKind.TOWNSHIP, "611024", TownshipKind.TOWN),
        Node("611024101", "高坝店镇", PlaceKind.TOWNSHIP, "611024", TownshipKind.TOWN),
        Node("611026105", "凤凰镇", PlaceKind.TOWNSHIP, "611026", TownshipKind.TOWN),
        Node("611024400", "某林场", PlaceKind.TOWNSHIP, "611024", TownshipKind.STATISTICAL),
    ],
    [
        Node("611024106200", "古镇社区", PlaceKind.VILLAGE, "611024106"),
        Node("611024101200", "高坝店社区", PlaceKind.VILLAGE, "611024101"),
    ],
]


def lay() -> Place:
    """Lay the places; the city."""
    return organisation.lay(levels=LEVELS, by=BY, at=AT)


def body(kind: BodyKind = BodyKind.SECTOR, name: str = "教育界", place: Place | None = None) -> Body:
    """A body that is made on first use."""
    where = place or queries.root()
    old = Body.objects.filter(kind=kind, name=name, place=where).first()
    return old or organisation.found(kind=kind, name=name, place=where, by=BY, at=AT)


def studio(code: str = "S071", county: str = "611024", towns: tuple[str, ...] = ("611024106",), **told: Any) -> Studio:
    """A plated area studio of a county, serving these towns."""
    planned = told.pop("planned", False)
    made = actions.plan(
        code=code,
        name=told.pop("name", f"{code}委员工作室"),
        kind=told.pop("kind", StudioType.AREA),
        place=queries.place(county),
        townships=[queries.place(town) for town in towns],
        by=BY,
        at=AT,
        **told,
    )
    return made if planned else actions.plate(studio=made, by=BY, at=AT)


def member(number: str = "611024-0001", name: str = "方可望", county: str = "611024", **told: Any) -> Member:
    """A member of a county's committee (of the city's, for 611000)."""
    return organisation.register_member(
        number=number,
        name=name,
        level=Level.CITY if county == "611000" else Level.COUNTY,
        place=queries.place(county),
        sector=told.pop("sector", None) or body(),
        since=TERM,
        by=BY,
        at=AT,
        **told,
    )


def person(username: str, role: RoleName, place: Place, **told: Any) -> Person:
    """Somebody in a role at a place since the term began."""
    made = organisation.register_person(
        username=username, name=told.pop("name", username), place=place, by=BY, at=AT, is_invented=True
    )
    organisation.appoint(person=made, role=role, place=place, since=TERM, by=BY, at=AT, **told)
    return made


def actor(username: str, role: RoleName, place: Place) -> Actor:
    """The actor of a new person in a role at a place."""
    return queries.actors_of(person(username, role, place), TODAY)[0]
