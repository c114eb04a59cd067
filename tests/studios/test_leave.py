"""A member leaves a studio, with every role there."""

from datetime import timedelta

import pytest

from lianxinqiao.base.errors import NotYours, Refused
from lianxinqiao.ledger import read
from lianxinqiao.organisation import actions as organisation
from lianxinqiao.organisation import queries as people
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.studios import actions, queries
from tests.factories.network import AT, BY, TERM, TODAY, actor, lay, member, studio

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city():
    return lay()


def test_leave_ends_every_role_in_the_studio():
    made, who = studio(), member()
    enrolment = actions.enrol(studio=made, member=who, since=TERM, by=BY, at=AT)
    organisation.appoint(person=who.person, role=RoleName.CONVENER, place=made.place, since=TERM, by=BY, at=AT)
    actions.leave(enrolment=enrolment, until=TODAY, by=BY, at=AT)
    tomorrow = TODAY + timedelta(days=1)
    assert not queries.members_of(made, tomorrow).exists()
    assert people.actors_of(who.person, tomorrow) == []
    assert read.total(verb="studios.enrol") + read.total(verb="studios.leave") == 0
    with pytest.raises(Refused):
        actions.leave(enrolment=enrolment, until=TODAY, by=BY, at=AT)


def test_only_staff_of_the_area_end_an_enrolment():
    enrolment = actions.enrol(studio=studio(), member=member(), since=TERM, by=BY, at=AT)
    other = actor("staff", RoleName.COUNTY_STAFF, people.place("611026"))
    with pytest.raises(NotYours):
        actions.leave(enrolment=enrolment, until=TODAY, by=other, at=AT)
