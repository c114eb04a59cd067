"""The article's network as a city of the demo: laid by the same actions that the pages call, seeded, repeatable.

What the source reports of a studio stands in its `reported`; every person is invented and marked so.
Studios named after real people take no concern and have no people: the simulation leaves them alone.
"""

import random
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db import transaction

from lianxinqiao.base.actor import Actor, ActorKind, Where
from lianxinqiao.base.clock import ZONE
from lianxinqiao.base.rights import CONSOLE
from lianxinqiao.organisation import actions as organisation
from lianxinqiao.organisation import queries as register
from lianxinqiao.organisation.enums import BodyKind, Level, RoleName
from lianxinqiao.organisation.models import Body, Member, Person, Place
from lianxinqiao.studios import actions as studios
from lianxinqiao.studios.enums import StudioType
from lianxinqiao.studios.models import Studio

HERE = Path(__file__).parent / "data"
CITY = ("611000", "商洛市")
FIRST_DAY = date(2021, 6, 24)  # the rules were adopted and the members' term is counted from here
LAST_PLATE = date(2023, 5, 19)  # the last plate of the article's 92
MEMBERS = 1_126
SIZE = (10, 16)  # members in a studio
DEMO_STUDIO = "山阳漫川关镇委员工作室"
DEMO_COUNTY = "611024"
SEED = 20_210_624

CAST = MappingProxyType({role.value: f"demo-{role.value}" for role in RoleName})
"""Role → username of the demo's one-press entry."""
CLERKS = "clerk-"
"""The clerk of a studio is called so, then the studio's code in small letters; the demo studio's is in CAST."""
NO_MAIL = "{}@example.invalid"
"""An address that no server knows, whatever happens."""
SECOND_CUSTODIAN = "demo-custodian-2"

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class World:
    """What was built."""

    places: int
    studios: int
    members: int
    people: int


@dataclass
class _Site:
    """The building site: what is known so far, so that nothing is asked of the database twice."""

    chance: random.Random
    network: dict[str, Any]
    names: dict[str, Any]
    by: Actor
    progress: Progress
    done: int = 0
    used: set[str] = field(default_factory=set)
    places: dict[str, Place] = field(default_factory=dict)
    towns: dict[tuple[str, str], Place] = field(default_factory=dict)
    bodies: dict[tuple[str, str, str], Body] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    groups: dict[str, list[Body]] = field(default_factory=dict)

    @property
    def city(self) -> Place:
        return self.places[CITY[0]]

    @property
    def counties(self) -> list[Place]:
        return [place for code, place in sorted(self.places.items()) if code != CITY[0]]

    def step(self, words: str, n: int = 1) -> None:
        """Tell how far the building is."""
        self.done += n
        self.progress(self.done, MEMBERS + len(self.network["studios"]), words)


def at_hour(day: date, hour: int = 9) -> datetime:
    """A moment of a day in the city."""
    return datetime.combine(day, time(hour), ZONE)


def stands() -> bool:
    """Whether a network was already built here."""
    return Studio.objects.exists()


def _silent(_done: int, _total: int, _words: str) -> None:
    """Report nothing."""


def build(*, seed: int = SEED, progress: Progress = _silent) -> World:
    """Build the network in one transaction. Raises RuntimeError where studios already stand."""
    if stands():
        raise RuntimeError("a network stands here already; the demo is built into an empty database only")
    site = _Site(
        chance=random.Random(seed),  # noqa: S311 -- a repeatable city, not a secret
        network=tomllib.loads((HERE / "network.toml").read_text(encoding="utf-8")),
        names=tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8")),
        by=Actor(ActorKind.MACHINE, id="world", role=CONSOLE, where=Where(CITY[0], f"/{CITY[0]}/"), label="演示城市"),
        progress=progress,
    )
    with transaction.atomic():
        _lay(site)
        _found(site)
        _staff(site)
        _plate_all(site)
        _lead(site)
    return World(
        places=Place.objects.count(),
        studios=Studio.objects.count(),
        members=Member.objects.count(),
        people=Person.objects.count(),
    )


# -- places and bodies -------------------------------------------------------------------------------------------------


def _lay(site: _Site) -> None:
    folder = settings.BASE_DIR / "data" / "shangluo"
    levels = register.region(folder, code=CITY[0], name=CITY[1])
    root = organisation.lay(levels=levels, by=site.by, at=at_hour(FIRST_DAY, 8))
    site.places = {one.code: one for one in [root, *register.counties()]}
    site.towns = {(one.office_code, one.name): one for one in register.townships()}
    site.progress(0, MEMBERS + len(site.network["studios"]), "镇街和村社区")


def _found(site: _Site) -> None:
    told = site.network
    _found_at(site, BodyKind.COMMITTEE, site.city, told["committees"])
    _found_at(site, BodyKind.PARTY, site.city, told["parties"])
    _found_at(site, BodyKind.SECTOR, site.city, told["sectors"])
    _found_at(site, BodyKind.GROUP, site.city, told["city_groups"])
    for county in site.counties:
        _found_at(site, BodyKind.SECTOR, county, told["county_sectors"].get(county.code, []))
        _found_at(site, BodyKind.GROUP, county, [f"{county.name}{name}" for name in told["county_groups"]])
    for (kind, code, _name), body in site.bodies.items():
        if kind == BodyKind.GROUP:
            site.groups.setdefault(code, []).append(body)


def _found_at(site: _Site, kind: BodyKind, place: Place, names: Any) -> None:
    for name in names:
        body = organisation.found(kind=kind, name=name, place=place, by=site.by, at=at_hour(FIRST_DAY, 8))
        site.bodies[kind, place.code, name] = body


def _body(site: _Site, kind: BodyKind, code: str, name: str) -> Body:
    return site.bodies.get((kind, code, name)) or site.bodies[kind, CITY[0], name]


# -- people ------------------------------------------------------------------------------------------------------------


def _name(site: _Site) -> str:
    """A name that nobody here has yet; one in some sixty holds a rare character."""
    told, chance = site.names, site.chance
    while True:
        given = chance.choice(told["second"])
        if chance.random() < 0.8:
            given = chance.choice(told["first"]) + given
        if chance.random() < 1 / 60:
            given = given[:-1] + chance.choice(told["rare"])
        name: str = chance.choice(told["surnames"]) + given
        if name not in site.used and name not in told["never"]:
            site.used.add(name)
            return name


def _person(site: _Site, username: str, place: Place, day: date = FIRST_DAY) -> Person:
    return organisation.register_person(
        username=username,
        name=_name(site),
        place=place,
        by=site.by,
        at=at_hour(day, 8),
        is_invented=True,
        email=NO_MAIL.format(username),
    )


def _appoint(site: _Site, person: Person, role: RoleName, place: Place, day: date, body: Body | None = None) -> None:
    organisation.appoint(person=person, role=role, place=place, since=day, body=body, by=site.by, at=at_hour(day))


def _hire(site: _Site, username: str, role: RoleName, place: Place, body: Body | None = None) -> None:
    _appoint(site, _person(site, username, place), role, place, FIRST_DAY, body)


CITY_ROLES = (
    RoleName.CITY_STAFF,
    RoleName.INFORMATION_EDITOR,
    RoleName.OFFICE_HEAD,
    RoleName.SIGNER,
    RoleName.LEADER,
    RoleName.ASSESSOR,
    RoleName.CUSTODIAN,
    RoleName.CORRESPONDENT,
    RoleName.AUDITOR,
    RoleName.ADMINISTRATOR,
)


def _staff(site: _Site) -> None:
    for role in CITY_ROLES:
        _hire(site, CAST[role], role, site.city)
    _hire(site, SECOND_CUSTODIAN, RoleName.CUSTODIAN, site.city)
    for county in site.counties:
        demo = county.code == DEMO_COUNTY
        username = CAST[RoleName.COUNTY_STAFF] if demo else f"staff-{county.code}"
        _hire(site, username, RoleName.COUNTY_STAFF, county)
    committees = [body for (kind, _code, _name), body in site.bodies.items() if kind == BodyKind.COMMITTEE]
    for n, body in enumerate(committees):
        username = CAST[RoleName.COMMITTEE_LEAD] if n == 0 else f"committee-{n + 1}"
        _hire(site, username, RoleName.COMMITTEE_LEAD, site.city, body)
    for county in [site.city, *site.counties]:
        _units(site, county)


def _units(site: _Site, county: Place) -> None:
    """Handling units, named by their field only: a real bureau gets no invented handler."""
    for n, name in enumerate(site.network["departments"], start=1):
        code = f"U{county.code[-2:]}{n:02d}"
        unit = organisation.set_unit(
            code=code, name=f"{county.name}{name}（演示）", place=county, by=site.by, at=at_hour(FIRST_DAY, 8)
        )
        demo = county.code == DEMO_COUNTY and n == 1
        _hire(site, CAST[RoleName.HANDLER] if demo else f"handler-{code.lower()}", RoleName.HANDLER, unit)


def _lead(site: _Site) -> None:
    """One lead for each study group, from its own members; the demo's lead for the demo studio's group."""
    demo = Member.objects.select_related("person").get(person__username=CAST[RoleName.GROUP_LEAD])
    for body in [body for groups in site.groups.values() for body in groups]:
        last = Member.objects.select_related("person").filter(group=body).order_by("number").last()
        lead = demo if demo.group_id == body.pk else last
        if lead is not None:
            _appoint(site, lead.person, RoleName.GROUP_LEAD, body.place, FIRST_DAY, body)


# -- studios -----------------------------------------------------------------------------------------------------------


def _days(site: _Site, n: int) -> list[date]:
    """When plates went up, in order: many early, some late, none before the rules."""
    span = (LAST_PLATE - FIRST_DAY).days
    drawn = sorted(FIRST_DAY + timedelta(days=int(span * site.chance.random() ** 2)) for _ in range(n))
    return [day - timedelta(days=max(0, day.weekday() - 4)) if day > FIRST_DAY else day for day in drawn]


def _sizes(site: _Site, n: int) -> list[int]:
    """How many members each studio gets: between the bounds, together exactly MEMBERS."""
    low, high = SIZE
    sizes = [site.chance.randint(low, high) for _ in range(n)]
    while (off := sum(sizes) - MEMBERS) != 0:
        at = site.chance.randrange(n)
        if low < sizes[at] and off > 0:
            sizes[at] -= 1
        elif sizes[at] < high and off < 0:
            sizes[at] += 1
    return sizes


def _plate_all(site: _Site) -> None:
    told: list[dict[str, Any]] = site.network["studios"]
    order = list(range(len(told)))
    site.chance.shuffle(order)
    sizes: Iterator[int] = iter(_sizes(site, sum(not one.get("closed") for one in told)))
    for n, day in zip(order, _days(site, len(told)), strict=True):
        studio = _studio(site, n + 1, told[n], day)
        site.step(studio.name)
        if studio.takes_concerns:
            _people(site, studio, told[n], day, next(sizes))


def _studio(site: _Site, number: int, told: dict[str, Any], day: date) -> Studio:
    place = site.places[told.get("county", CITY[0])]
    reported = told.get("reported", "")
    groups = site.groups[place.code]
    towns = [site.towns[place.code, name] for name in told.get("towns", [])]
    studio = studios.plan(
        code=f"S{number:03d}",
        name=told["name"],
        kind=StudioType(told["type"]),
        place=place,
        sectors=[_body(site, BodyKind.SECTOR, place.code, name) for name in told.get("sectors", [])],
        townships=towns,
        leads=_body(site, BodyKind.COMMITTEE, CITY[0], site.network["committees"][number % 7]),
        group=groups[number % len(groups)],
        takes_concerns=not told.get("closed", False),
        is_invented=not reported,
        hours="" if reported else "每周三 9:00-11:30",
        address="" if reported or not towns else f"{place.name}{towns[0].name}（演示地址）",
        reported=reported,
        reported_source=site.network["source"] if reported else "",
        by=site.by,
        at=at_hour(day, 8),
    )
    return studios.plate(studio=studio, by=site.by, at=at_hour(day))


def _people(site: _Site, studio: Studio, told: dict[str, Any], day: date, size: int) -> None:
    demo = studio.name == DEMO_STUDIO
    members = [_member(site, studio, told, n, demo) for n in range(size)]
    for member in members:
        studios.enrol(studio=studio, member=member, since=day, by=site.by, at=at_hour(day))
        site.step(studio.name)
    _appoint(site, members[0].person, RoleName.CONVENER, studio.place, day)
    username = CAST[RoleName.CLERK] if demo else f"{CLERKS}{studio.code.lower()}"
    _appoint(site, _person(site, username, studio.place, day), RoleName.CLERK, studio.place, day)


DEMO_MEMBERS = (CAST[RoleName.CONVENER], CAST[RoleName.MEMBER], CAST[RoleName.GROUP_LEAD])


def _member(site: _Site, studio: Studio, told: dict[str, Any], n: int, demo: bool) -> Member:
    place = studio.place.parent
    username = DEMO_MEMBERS[n] if demo and n < len(DEMO_MEMBERS) else ""
    assert place is not None  # noqa: S101 -- a studio's node always has one
    site.numbers[place.code] = site.numbers.get(place.code, 0) + 1
    sector = _sector(site, told, place)
    post, expertise = site.names["work"].get(sector.name) or site.names["work"]["其他"]
    return organisation.register_member(
        number=f"{place.code}-{site.numbers[place.code]:04d}",
        name=told["person"] if n == 0 and "person" in told else _name(site),
        level=Level.CITY if place == site.city else Level.COUNTY,
        place=place,
        sector=sector,
        party=_party(site, sector),
        group=studio.group,
        post=post,
        expertise=expertise,
        since=FIRST_DAY,
        username=username,
        email=NO_MAIL.format(username) if username else "",
        is_invented=True,
        by=site.by,
        at=at_hour(FIRST_DAY),
    )


def _sector(site: _Site, told: dict[str, Any], place: Place) -> Body:
    names = told.get("sectors") or list(site.network["sectors"])
    return _body(site, BodyKind.SECTOR, place.code, site.chance.choice(names))


def _party(site: _Site, sector: Body) -> Body:
    """The party of a party's sector; else mostly the Party or none."""
    parties: list[str] = site.network["parties"]
    named = [name for name in parties if sector.name.startswith(name)]
    drawn = site.chance.choices(parties, weights=[40, 4, 4, 4, 4, 4, 1, 3, 1, 35])
    return _body(site, BodyKind.PARTY, CITY[0], (named or drawn)[0])
