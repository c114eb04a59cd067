import pytest

from lianxinqiao.base.errors import NotYours, Refused
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.models import Concern
from tests.concerns.conftest import AT, PHONE, City, last_line, lines


def test_a_reason_and_the_right_door_are_told(city: City):
    concern = city.concern("declined")
    assert (concern.state, concern.decline_door, concern.due_on, concern.declined_at) == ("declined", "court", None, AT)
    assert lines(concern) == ["receive", "decline"]
    assert last_line(concern).kind == "court"
    told = queries.status(concern, AT)
    assert told.decline_reason == "正在打官司。"
    assert told.door.phone == "12368"


def test_a_number_in_the_reason_is_masked(city: City):
    concern = city.concern()
    actions.decline(concern=concern, reason=f"给{PHONE}说过了", door="court", by=city.clerk, at=AT)
    assert PHONE not in concern.decline_reason


@pytest.mark.parametrize(("reason", "door", "field"), [(" ", "court", "reason"), ("不归我们", "moon", "door")])
def test_without_reason_or_door_it_is_refused(city: City, reason: str, door: str, field: str):
    concern = city.concern()
    with pytest.raises(Refused) as refused:
        actions.decline(concern=concern, reason=reason, door=door, by=city.clerk, at=AT)
    assert refused.value.field == field


@pytest.mark.parametrize("role", ["member", "other_clerk", "county_staff", "city_staff", "custodian", "administrator"])
def test_others_may_not(city: City, role: str):
    with pytest.raises(NotYours):
        actions.decline(concern=city.concern(), reason="不归我们", door="court", by=city.actors[role], at=AT)


def test_the_same_key_declines_once(city: City):
    concern = city.concern()
    for _ in range(2):
        actions.decline(
            concern=Concern.objects.get(), reason="不归我们", door="court", by=city.clerk, at=AT, once="d" * 22
        )
    assert lines(concern) == ["receive", "decline"]
