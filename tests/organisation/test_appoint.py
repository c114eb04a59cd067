"""Roles for a term: who is what on a day, and who may say so."""

from datetime import date, timedelta

import pytest

from lianxinqiao.base.actor import CLOCK, Actor, ActorKind
from lianxinqiao.base.errors import NotYours, Refused
from lianxinqiao.ledger import read
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation import actions, queries
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.organisation.models import Appointment, Person
from tests.factories.network import AT, BY, TERM, TODAY, actor, lay, person, studio

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return lay()


def test_actors_of_a_person_follow_the_list_of_roles(city):
    county = queries.place("611024")
    who = person("u1", RoleName.LEADER, city)
    actions.appoint(person=who, role=RoleName.CLERK, place=studio().place, since=TERM, by=BY, at=AT)
    actions.appoint(person=who, role=RoleName.ASSESSOR, place=county, since=TERM, until=date(2022, 1, 1), by=BY, at=AT)
    found = queries.actors_of(who, TODAY)
    assert [(one.role, one.where.path) for one in found] == [
        ("clerk", "/611000/611024/S071/"),
        ("leader", "/611000/"),
    ]
    assert queries.person_of(found[0]) == who
    assert queries.people_at(city, RoleName.LEADER, TODAY) == [who]


def test_only_people_are_found_behind_actors(city):
    with pytest.raises(Person.DoesNotExist):
        queries.person_of(CLOCK)


def test_not_twice_in_the_same_role(city):
    who = person("u1", RoleName.LEADER, city)
    with pytest.raises(Refused):
        actions.appoint(person=who, role=RoleName.LEADER, place=city, since=TODAY, by=BY, at=AT)


def test_dismiss_ends_the_right_the_next_day_and_takes_back_the_count(city):
    who = person("u1", RoleName.LEADER, city)
    actions.dismiss(appointment=Appointment.objects.get(person=who), until=TODAY, by=BY, at=AT)
    assert len(queries.actors_of(who, TODAY)) == 1
    assert queries.actors_of(who, TODAY + timedelta(days=1)) == []
    assert read.total(verb="organisation.appoint") + read.total(verb="organisation.dismiss") == 0
    with pytest.raises(Refused):
        actions.dismiss(appointment=Appointment.objects.get(person=who), until=TODAY, by=BY, at=AT)


def test_county_staff_appoint_in_their_studios_only(city):
    staff = actor("staff", RoleName.COUNTY_STAFF, queries.place("611024"))
    who = actions.register_person(username="u1", name="某人", place=queries.place("611024"), by=staff, at=AT)
    here, there = studio(), studio("S080", "611026", ("611026105",))
    given = {"person": who, "since": TODAY, "by": staff, "at": AT}
    assert actions.appoint(role=RoleName.CLERK, place=here.place, **given).place == here.place
    with pytest.raises(NotYours):
        actions.appoint(role=RoleName.CLERK, place=there.place, **given)
    with pytest.raises(NotYours):
        actions.appoint(role=RoleName.CUSTODIAN, place=queries.place("611024"), **given)


def test_nobody_raises_themself(city):
    boss = person("admin", RoleName.ADMINISTRATOR, city)
    by = queries.actors_of(boss, TODAY)[0]
    with pytest.raises(NotYours):
        actions.appoint(person=boss, role=RoleName.CUSTODIAN, place=city, since=TODAY, by=by, at=AT)


@pytest.mark.parametrize("kind", [ActorKind.RESIDENT, ActorKind.HANDLER, ActorKind.MACHINE])
def test_nobody_without_a_role_changes_the_register(city, kind):
    stranger = Actor(kind, id="1", where=city.where)
    before = Line.objects.count()
    with pytest.raises(NotYours):
        actions.register_person(username="u1", name="某人", place=city, by=stranger, at=AT)
    assert Line.objects.count() == before
