from datetime import date

import pytest

from lianxinqiao.base.errors import NotYours, Refused
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.models import Concern
from tests.concerns.conftest import AT, PHONE, City, last_line, lines


def _answer(city: City, concern: Concern, **more):
    told = {"concern": concern, "result": "A", "text": "桥修好了。", "evidence": "现场看过", "by": city.clerk, "at": AT}
    return actions.answer(**{**told, **more})


def test_the_resident_reads_it_and_may_rate_for_fifteen_days(city: City):
    concern = _answer(city, city.concern("assigned"), evidence="完工照片")
    assert (concern.state, concern.answered_at, concern.due_on) == ("answered", AT, date(2023, 6, 20))
    assert lines(concern)[-1] == "answer"
    assert last_line(concern).kind == "A"
    assert f"member:{city.people['member'].pk}" in {c.holder for c in last_line(concern).credits.all()}
    told = queries.status(concern, AT)
    assert (told.answer, told.can_rate, told.state) == ("桥修好了。", True, "answered")


@pytest.mark.parametrize("result", ["B", "C"])
def test_what_is_not_solved_says_who_decided_and_when_the_next_word_comes(city: City, result: str):
    concern = city.concern("assigned")
    for more, field in [
        ({}, "decided_by"),
        ({"decided_by": "县交通局"}, "next_on"),
        ({"decided_by": "县交通局", "next_on": AT.date()}, "next_on"),
    ]:
        with pytest.raises(Refused) as refused:
            _answer(city, concern, result=result, **more)
        assert refused.value.field == field
    _answer(city, concern, result=result, decided_by="县交通局", next_on=date(2023, 9, 1))
    told = queries.status(concern, AT)
    assert (told.decided_by, told.next_on) == ("县交通局", date(2023, 9, 1))
    assert "9月1日" in told.next_words


@pytest.mark.parametrize(
    ("told", "field"), [({"text": " "}, "text"), ({"result": "D"}, "result"), ({"evidence": " "}, "evidence")]
)
def test_bad_input_is_refused(city: City, told: dict[str, str], field: str):
    with pytest.raises(Refused) as refused:
        _answer(city, city.concern("accepted"), **told)
    assert refused.value.field == field


def test_numbers_are_masked(city: City):
    assert PHONE not in _answer(city, city.concern("accepted"), text=f"打{PHONE}").answer


def test_a_member_answers_what_was_assigned_to_them_and_nothing_else(city: City):
    with pytest.raises(NotYours):
        _answer(city, city.concern("accepted"), by=city.member)
    concern = city.concern("assigned")
    with pytest.raises(NotYours):
        _answer(city, concern, by=city.colleague)
    assert _answer(city, concern, by=city.member).state == "answered"


@pytest.mark.parametrize("role", ["other_clerk", "county_staff", "city_staff", "handler", "administrator"])
def test_others_may_not(city: City, role: str):
    with pytest.raises(NotYours):
        _answer(city, city.concern("assigned"), by=city.actors[role])


def test_the_same_key_answers_once(city: City):
    concern = city.concern("assigned")
    stale = Concern.objects.get()
    _answer(city, concern, once="w" * 22)
    _answer(city, stale, once="w" * 22)
    assert lines(concern).count("answer") == 1
