"""Members: entered, corrected, released."""

from datetime import timedelta

import pytest

from lianxinqiao.base.errors import Refused
from lianxinqiao.ledger import read
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation import actions, queries
from lianxinqiao.organisation.enums import Level
from tests.factories.network import AT, BY, TERM, TODAY, body, lay, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    return lay()


def test_register_member_makes_the_person_without_a_way_in(city):
    made = member(name="龚䶮")
    assert (made.person.name, made.person.username) == ("龚䶮", "m-611024-0001")
    assert not made.person.has_usable_password()
    line = read.of_thing("member", "611024-0001")[0]
    assert (line.verb, line.kind, line.quantity, line.path) == (
        "organisation.register_member",
        "county",
        1,
        "/611000/611024/",
    )


def test_a_number_stands_once(city):
    member()
    with pytest.raises(Refused) as told:
        member()
    assert told.value.field == "number"


def test_the_level_fits_the_place(city):
    with pytest.raises(Refused):
        actions.register_member(
            number="1",
            name="某人",
            level=Level.CITY,
            place=queries.place("611024"),
            sector=body(),
            since=TERM,
            by=BY,
            at=AT,
        )


def test_correct_member(city):
    made = member()
    actions.correct_member(member=made, name="方可期", values={"post": "教师"}, by=BY, at=AT)
    made.refresh_from_db()
    assert (made.person.name, made.post) == ("方可期", "教师")
    assert Line.objects.get(verb="organisation.correct_member").quantity == 2
    with pytest.raises(TypeError):
        actions.correct_member(member=made, values={"number": "2"}, by=BY, at=AT)


def test_release_member(city):
    made = member()
    actions.release_member(member=made, until=TODAY, by=BY, at=AT)
    assert list(queries.members(TODAY)) == [made]
    assert not queries.members(TODAY + timedelta(days=1)).exists()
    assert read.total(verb="organisation.register_member") + read.total(verb="organisation.release_member") == 0
    with pytest.raises(Refused):
        actions.release_member(member=made, until=TODAY, by=BY, at=AT)
