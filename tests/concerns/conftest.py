"""A small city to test concerns in: two counties, two studios, one of every role that matters."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.enums import ConcernState
from lianxinqiao.concerns.models import Concern
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation.enums import BodyKind, Level, PlaceKind, RoleName
from lianxinqiao.organisation.models import Appointment, Body, Member, Person, Place
from lianxinqiao.organisation.queries import as_actor
from lianxinqiao.studios.enums import StudioState, StudioType
from lianxinqiao.studios.models import Enrolment, Studio

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2023, 6, 5, 9, 0, tzinfo=ZONE)  # a Monday
SINCE = date(2022, 1, 1)
RESIDENT = Actor(ActorKind.RESIDENT, label="反映人")
NAME, PHONE, ADDRESS = "钱桂花", "13991412345", "下河村三组二十七号"
SAID = f"我叫{NAME}，住{ADDRESS}，村口的桥断了两个月，孩子上学要绕五里路。电话{PHONE}。"


def later(**delta: float) -> datetime:
    return AT + timedelta(**delta)


@dataclass
class City:
    """People and places by name; `actors` holds one actor per role."""

    county: Place
    other_county: Place
    village: Place
    studio: Studio
    other: Studio
    actors: dict[str, Actor] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        return self.actors[name]

    def receive(self, **more: Any) -> Concern:
        told = {"studio": self.studio, "place": self.village, "text": SAID, "channel": "web", "by": RESIDENT, "at": AT}
        return actions.receive(**{**told, **more})

    def concern(self, state: str = "received", **more: Any) -> Concern:
        """A concern led to `state` by the same actions that pages call."""
        concern = self.receive(**{"name": NAME, "phone": PHONE, "address": ADDRESS, **more})
        return self.lead(concern, state)

    def lead(self, concern: Concern, state: str) -> Concern:
        clerk, me = self.clerk, queries.resident_of(concern)
        steps = {
            "accepted": lambda: self.accept(concern),
            "assigned": lambda: actions.assign(concern=concern, to=self.people["member"], by=clerk, at=AT),
            "answered": lambda: actions.answer(
                concern=concern, result="A", text="桥修好了。", evidence="现场看过", by=self.member, at=AT
            ),
            "rated": lambda: actions.rate(concern=concern, outcome="solved", by=me, at=AT),
            "closed": lambda: actions.close(concern=concern, by=clerk, at=AT),
        }
        if state == "declined":
            return actions.decline(concern=concern, reason="正在打官司。", door="court", by=clerk, at=AT)
        order = list(steps)
        for name in order[: order.index(state) + 1] if state in order else []:
            steps[name]()
        assert concern.state == state
        return concern

    def accept(self, concern: Concern, **more: Any) -> Concern:
        told = {"passed_on": "村口的桥断了两个月，孩子上学要绕路。", "topic": "roads", "kind": "help"}
        return actions.accept(**{"concern": concern, "by": self.clerk, "at": AT, **told, **more})


def _place(code: str, name: str, kind: PlaceKind, parent: Place | None, office: str, **more: Any) -> Place:
    path = f"{parent.path if parent else '/'}{code}/"
    return Place.objects.create(code=code, name=name, kind=kind, parent=parent, path=path, office_code=office, **more)


def _studio(code: str, name: str, parent: Place) -> Studio:
    place = _place(code, name, PlaceKind.STUDIO, parent, parent.office_code)
    return Studio.objects.create(
        place=place,
        code=code,
        name=name,
        type=StudioType.AREA,
        state=StudioState.PLATED,
        plated_on=SINCE,
        phone="0914-0",
    )


@pytest.fixture
def city(db: None) -> City:
    return build()


def build() -> City:
    root = _place("611000", "商洛市", PlaceKind.CITY, None, "611000")
    county = _place("611024", "山阳县", PlaceKind.COUNTY, root, "611024")
    other_county = _place("611025", "镇安县", PlaceKind.COUNTY, root, "611025")
    town = _place("611024100", "城关镇", PlaceKind.TOWNSHIP, county, "611024", township_kind="town")
    village = _place("611024100201", "下河村", PlaceKind.VILLAGE, town, "611024")
    studio, other = _studio("S071", "城关委员工作室", county), _studio("S080", "镇安委员工作室", other_county)
    made = City(county, other_county, village, studio, other)
    sector = Body.objects.create(kind=BodyKind.SECTOR, name="农业界", place=root)
    where = {
        "clerk": (RoleName.CLERK, studio.place),
        "convener": (RoleName.CONVENER, studio.place),
        "member": (RoleName.MEMBER, studio.place),
        "colleague": (RoleName.MEMBER, studio.place),
        "other_clerk": (RoleName.CLERK, other.place),
        "other_member": (RoleName.MEMBER, other.place),
        "other_county_staff": (RoleName.COUNTY_STAFF, other_county),
        "county_staff": (RoleName.COUNTY_STAFF, county),
    }
    at_city = set(RoleName) - {role for role, _where in where.values()}
    where |= {role.value: (role, root) for role in at_city}
    for name, (role, place) in where.items():
        person = Person.objects.create(username=name, name=f"{role.label}{name}", is_invented=True)
        appointment = Appointment.objects.create(person=person, role=role, place=place, since=SINCE)
        made.people[name], made.actors[name] = person, as_actor(appointment)
        if role is RoleName.MEMBER:
            member = Member.objects.create(
                number=name, person=person, level=Level.COUNTY, place=county, sector=sector, since=SINCE
            )
            home = other if name.startswith("other") else studio
            Enrolment.objects.create(studio=home, member=member, since=SINCE)
    return made


def lines(concern: Concern) -> list[str]:
    """The verbs of the concern's ledger lines, oldest first."""
    return [x.verb.removeprefix("concerns.") for x in Line.objects.filter(thing_id=concern.number).order_by("pk")]


def last_line(concern: Concern) -> Line:
    return Line.objects.filter(thing_id=concern.number).order_by("-pk")[0]


STATES = list(ConcernState.values)
__all__ = ["ADDRESS", "AT", "NAME", "PHONE", "RESIDENT", "SAID", "STATES", "UTC", "City"]
