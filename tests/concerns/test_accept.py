from datetime import date, timedelta

import pytest

from lianxinqiao.base.errors import NotItsTime, NotYours, Refused
from lianxinqiao.base.models import SearchRow
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.models import Concern
from tests.concerns.conftest import AT, PHONE, City, last_line, lines


def test_the_checked_text_and_the_terms_are_set(city: City):
    concern = city.accept(city.concern())
    assert (concern.state, concern.topic, concern.kind, concern.accepted_at) == ("accepted", "roads", "help", AT)
    assert (concern.contact_on, concern.due_on) == (date(2023, 6, 7), date(2023, 6, 27))  # Dragon Boat 22-24, 25 worked
    assert lines(concern) == ["receive", "accept"]
    assert last_line(concern).kind == "roads"


def test_a_simple_matter_has_the_shorter_term(city: City):
    assert city.accept(city.concern(), simple=True).due_on == date(2023, 6, 14)


def test_a_number_left_in_the_checked_text_is_masked_all_the_same(city: City):
    assert PHONE not in city.accept(city.concern(), passed_on=f"桥断了，找{PHONE}").passed_on


def test_the_checked_text_can_be_found_and_only_now(city: City):
    concern = city.concern()
    assert not SearchRow.objects.exists()
    city.accept(concern)
    assert list(queries.find(city.clerk, "村口的桥")) == [concern]
    assert list(queries.find(city.county_staff, "村口的桥")) == [concern]
    for nobody in (city.other_clerk, city.other_county_staff, city.city_staff, city.administrator):
        assert not queries.find(nobody, "村口的桥")


@pytest.mark.parametrize(
    ("told", "field"), [({"passed_on": " "}, "passed_on"), ({"topic": "gold"}, "topic"), ({"kind": "riot"}, "kind")]
)
def test_bad_input_is_refused(city: City, told: dict[str, str], field: str):
    concern = city.concern()
    with pytest.raises(Refused) as refused:
        city.accept(concern, **told)
    assert refused.value.field == field
    assert Concern.objects.get().state == "received"


@pytest.mark.parametrize("role", ["member", "other_clerk", "county_staff", "city_staff", "leader", "administrator"])
def test_only_clerk_and_convener_of_the_studio_may(city: City, role: str):
    concern = city.concern()
    with pytest.raises(NotYours):
        city.accept(concern, by=city.actors[role])
    assert lines(concern) == ["receive"]
    assert city.accept(concern, by=city.convener).state == "accepted"


def test_the_same_key_accepts_once(city: City):
    concern = city.concern()
    stale = Concern.objects.get()
    first = city.accept(concern, once="a" * 22)
    assert city.accept(stale, once="a" * 22) == first
    assert lines(concern) == ["receive", "accept"]


def test_of_two_at_once_one_wins_and_the_other_is_told(city: City):
    concern = city.concern()
    stale = Concern.objects.select_related("studio__place").get()
    city.accept(concern)
    with pytest.raises(NotItsTime, match="刚才有人先办了"):
        actions.decline(concern=stale, reason="不归我们。", door="court", by=city.convener, at=AT)
    assert Concern.objects.get().state == "accepted"
    assert lines(concern) == ["receive", "accept"]


def test_what_came_after_its_day_stays_told_once_it_is_mended(city: City):
    in_time = queries.case(city.clerk, city.concern("assigned"), AT)
    assert in_time.came_late == []
    concern = city.concern()
    city.accept(concern, at=AT + timedelta(days=3))  # to be accepted within one working day
    actions.assign(concern=concern, to=city.people["member"], by=city.clerk, at=AT + timedelta(days=10))
    told = queries.case(city.clerk, concern, AT + timedelta(days=10)).came_late
    assert [words[:4] for words in told] == ["受理晚了", "分派晚了"]
    assert told[0] == "受理晚了 2 天"
