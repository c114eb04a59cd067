"""A studio's life: planned, plated, its plate removed."""

import pytest

from lianxinqiao.base.errors import NotItsTime, NotYours, Refused
from lianxinqiao.ledger import read
from lianxinqiao.organisation import queries as organisation
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.studios import actions, queries
from lianxinqiao.studios.enums import StudioState, StudioType, StudioVerb
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


def test_remove_plate_takes_it_back():
    made = actions.remove_plate(studio=studio(), by=BY, at=AT)
    assert read.total(verb="studios.plate") + read.total(verb="studios.remove_plate") == 0
    assert not queries.open_studios().exists()
    with pytest.raises(NotItsTime):
        actions.plate(studio=made, by=BY, at=AT)


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


def test_plan_refuses_a_used_code_a_used_name_and_a_village():
    studio()
    given = {"kind": StudioType.AREA, "place": organisation.place("611024"), "by": BY, "at": AT}
    for told in ({"code": "S071", "name": "另一个"}, {"code": "S072", "name": "S071委员工作室"}):
        with pytest.raises(Refused):
            actions.plan(**told, **given)
    given["place"] = organisation.place("611024106200")
    with pytest.raises(Refused):
        actions.plan(code="S073", name="村里的", **given)
    assert queries.register().count() == 1


def test_a_report_needs_its_source():
    with pytest.raises(Refused):
        studio(reported="围绕文化旅游开展履职活动。")


def test_correct_keeps_the_type_that_was_counted():
    made = studio()
    actions.correct(studio=made, values={"name": "漫川关镇委员工作室", "hours": "每周三"}, by=BY, at=AT)
    made.refresh_from_db()
    assert (made.name, made.place.name, made.hours) == ("漫川关镇委员工作室", "漫川关镇委员工作室", "每周三")
    with pytest.raises(Refused):
        actions.correct(studio=made, values={"type": StudioType.SECTOR}, by=BY, at=AT)


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
