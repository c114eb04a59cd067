"""A studio's life: planned, plated, its plate removed."""

import pytest

from lianxinqiao.base.errors import NotItsTime, NotYours
from lianxinqiao.ledger import read
from lianxinqiao.organisation import queries as organisation
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.studios import actions, queries
from lianxinqiao.studios.enums import StudioState, StudioVerb
from lianxinqiao.studios.workflow import STUDIO
from tests.factories.network import AT, BY, TODAY, actor, lay, studio

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city():
    return lay()


def test_plate_counts_one_of_its_type():
    made = studio()
    assert (made.state, made.plated_on, made.where.path) == ("plated", TODAY, "/611000/611024/S071/")
    assert read.total(verb="studios.plate", kind="area") == 1
    assert read.total(verb="studios.plate", kind="sector") == 0
    assert list(queries.open_studios()) == [made]
    assert queries.by_code("s071") == made
    assert queries.by_code("S999") is None


@pytest.mark.parametrize("state", StudioState)
@pytest.mark.parametrize("verb", [StudioVerb.PLATE, StudioVerb.REMOVE_PLATE])
def test_every_state_and_verb(state, verb):
    made = studio(planned=True)
    if state != StudioState.PLANNED:
        actions.plate(studio=made, by=BY, at=AT)
    if state == StudioState.REMOVED:
        actions.remove_plate(studio=made, by=BY, at=AT)
    act = {StudioVerb.PLATE: actions.plate, StudioVerb.REMOVE_PLATE: actions.remove_plate}[verb]
    if verb in STUDIO.verbs_from(state):
        assert act(studio=made, by=BY, at=AT).state == STUDIO.target(verb, state)
    else:
        with pytest.raises(NotItsTime):
            act(studio=made, by=BY, at=AT)


def test_county_staff_plate_in_their_county():
    staff = actor("staff", RoleName.COUNTY_STAFF, organisation.place("611026"))
    made = studio(planned=True)
    with pytest.raises(NotYours):
        actions.plate(studio=made, by=staff, at=AT)
    city = actor("city", RoleName.CITY_STAFF, organisation.root())
    assert actions.plate(studio=made, by=city, at=AT).state == StudioState.PLATED
    clerk = actor("clerk", RoleName.CLERK, made.place)
    with pytest.raises(NotYours):
        actions.remove_plate(studio=made, by=clerk, at=AT)
