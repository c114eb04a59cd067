"""Members enter a studio and leave it."""

import pytest

from lianxinqiao.base.errors import Refused
from lianxinqiao.ledger import read
from lianxinqiao.organisation import queries as people
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.studios import actions, queries
from tests.factories.network import AT, BY, TODAY, actor, lay, member, person, studio

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city():
    return lay()


def test_enrol_makes_a_colleague():
    made, who = studio(), member()
    actions.enrol(studio=made, member=who, since=TODAY, by=BY, at=AT)
    assert list(queries.members_of(made, TODAY)) == [who]
    assert queries.colleagues(made, TODAY) == [who.person]
    assert list(queries.studios_of(who, TODAY)) == [made]
    found = people.actors_of(who.person, TODAY)[0]
    assert (found.role, found.where) == ("member", made.where)
    assert read.total(verb="studios.enrol", kind="county") == 1
    assert read.distinct(holders="member") == 0, "being enrolled is not yet taking part"


def test_colleagues_are_convener_clerk_and_members():
    made = studio()
    clerk = person("clerk", RoleName.CLERK, made.place, name="甲")
    convener = person("convener", RoleName.CONVENER, made.place, name="乙")
    person("staff", RoleName.COUNTY_STAFF, people.place("611024"))
    assert set(queries.colleagues(made, TODAY)) == {clerk, convener}
    assert queries.people_of(made, RoleName.CLERK, TODAY) == [clerk]


def test_not_twice_and_not_in_another_county():
    who = member()
    made = studio()
    actions.enrol(studio=made, member=who, since=TODAY, by=BY, at=AT)
    with pytest.raises(Refused):
        actions.enrol(studio=made, member=who, since=TODAY, by=BY, at=AT)
    with pytest.raises(Refused):
        actions.enrol(studio=studio("S080", "611026", ()), member=who, since=TODAY, by=BY, at=AT)
    city_member = member("611000-0001", "苗青禾", "611000")
    actions.enrol(studio=made, member=city_member, since=TODAY, by=BY, at=AT)
    assert queries.members_of(made, TODAY).count() == 2


def test_who_sees_which_studios():
    here, there = studio(), studio("S080", "611026", ("611026105",))
    county = actor("staff", RoleName.COUNTY_STAFF, people.place("611024"))
    city = actor("city", RoleName.CITY_STAFF, people.root())
    clerk = actor("clerk", RoleName.CLERK, there.place)
    assert list(queries.within(county, TODAY)) == [here]
    assert list(queries.within(city, TODAY)) == [here, there]
    assert list(queries.within(clerk, TODAY)) == [there]
