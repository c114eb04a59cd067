"""A studio enters the register as planned."""

import pytest

from lianxinqiao.base.errors import Refused
from lianxinqiao.ledger import read
from lianxinqiao.organisation import queries as organisation
from lianxinqiao.studios import actions, queries
from lianxinqiao.studios.enums import StudioState, StudioType
from tests.factories.network import AT, BY, lay, studio

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city():
    return lay()


def test_a_planned_studio_has_its_own_place_and_no_plate():
    made = actions.plan(
        code="S071", name="甲", kind=StudioType.AREA, place=organisation.place("611024"), by=BY, at=AT, hours="每周三"
    )
    assert (made.state, made.plated_on, made.hours) == (StudioState.PLANNED, None, "每周三")
    assert made.place.parent == organisation.place("611024")
    assert made.place.office_code == "611024"
    assert not queries.open_studios().exists()
    assert read.total(verb="studios.plan", kind="area") == 1
    assert read.total(verb="studios.plate") == 0


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
