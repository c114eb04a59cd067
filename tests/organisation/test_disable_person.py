"""Closing and opening the way in."""

import pytest

from lianxinqiao.base.errors import NotYours, Refused
from lianxinqiao.ledger import read
from lianxinqiao.organisation import actions, queries
from lianxinqiao.organisation.enums import RoleName, SignIn
from lianxinqiao.organisation.models import Person
from tests.factories.network import AT, BY, TODAY, actor, lay, person, studio

pytestmark = pytest.mark.django_db
ONCE = "0123456789abcdefghijkl"


@pytest.fixture
def clerk():
    lay()
    made = person("clerk", RoleName.CLERK, studio().place)
    actions.issue_password(person=made, by=BY, at=AT, once=ONCE)
    return Person.objects.get(pk=made.pk)


def test_closed_is_closed_for_good(clerk):
    """Opened again, neither the old password nor an old session comes back."""
    session = clerk.get_session_auth_hash()
    made = actions.disable_person(person=clerk, by=BY, at=AT)
    assert queries.sign_in_state(made, AT) is SignIn.DISABLED
    assert not made.has_usable_password()
    with pytest.raises(Refused):
        actions.issue_password(person=made, by=BY, at=AT, once="x" * 22)
    made = actions.enable_person(person=made, by=BY, at=AT)
    assert queries.sign_in_state(made, AT) is SignIn.NONE
    assert made.get_session_auth_hash() != session
    assert len(queries.actors_of(made, TODAY)) == 1  # the roles stayed


def test_lines_count_the_closed_ones(clerk):
    actions.disable_person(person=clerk, by=BY, at=AT)
    assert read.total(verb="organisation.disable_person") == 1
    with pytest.raises(Refused):
        actions.disable_person(person=clerk, by=BY, at=AT)
    actions.enable_person(person=clerk, by=BY, at=AT)
    assert read.total(verb="organisation.disable_person") + read.total(verb="organisation.enable_person") == 0
    with pytest.raises(Refused):
        actions.enable_person(person=clerk, by=BY, at=AT)


def test_the_same_press_twice_is_one_act(clerk):
    for _press in range(2):
        assert not actions.disable_person(person=clerk, by=BY, at=AT, once=ONCE + "d").is_active
    assert read.total(verb="organisation.disable_person") == 1


def test_by_whom(clerk):
    county = actor("here", RoleName.COUNTY_STAFF, queries.place("611024"))
    other = actor("there", RoleName.COUNTY_STAFF, queries.place("611026"))
    assert queries.account_verbs(county, clerk, TODAY) == ["issue_password", "disable_person"]
    with pytest.raises(NotYours):
        actions.disable_person(person=clerk, by=other, at=AT)
    made = actions.disable_person(person=clerk, by=county, at=AT)
    assert queries.account_verbs(county, made, TODAY) == ["enable_person"]
    assert queries.account_verbs(other, made, TODAY) == []
    with pytest.raises(NotYours):
        actions.enable_person(person=made, by=other, at=AT)


def test_staff_close_no_office_and_nobody_themselves():
    city = lay()
    boss, staff = person("admin", RoleName.ADMINISTRATOR, city), actor("staff", RoleName.CITY_STAFF, city)
    for by in (staff, queries.actors_of(boss, TODAY)[0]):
        with pytest.raises(NotYours):
            actions.disable_person(person=boss, by=by, at=AT)


def test_people_of_an_area(clerk):
    here, there = queries.place("611024"), queries.place("611026")
    nobody = actions.register_person(username="n", name="某人", place=here, by=BY, at=AT)
    assert list(queries.people_within(here.where, TODAY)) == [clerk]
    assert list(queries.people_within(there.where, TODAY)) == []
    assert set(queries.people_within(queries.root().where, TODAY)) == {clerk, nobody}
    assert list(queries.people_within(queries.root().where, TODAY, "CLE")) == [clerk]
    assert list(queries.people_within(queries.root().where, TODAY, "某")) == [nobody]


def test_a_sign_in_name_is_one_whatever_its_case(clerk):
    for username in ("CLERK", "", "a b"):
        with pytest.raises(Refused):
            actions.register_person(username=username, name="某人", place=queries.root(), by=BY, at=AT)


def test_roles_stand_where_they_fit():
    city = lay()
    for role in (RoleName.CLERK, RoleName.CONVENER, RoleName.COUNTY_STAFF):
        with pytest.raises(Refused):
            person(f"u-{role}", role, city)
