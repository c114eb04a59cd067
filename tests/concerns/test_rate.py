from datetime import date

import pytest

from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.errors import NotYours, Refused
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.models import Concern
from tests.concerns.conftest import AT, City, last_line, lines


def _rate(concern: Concern, outcome: str = "solved", **more):
    told = {"concern": concern, "outcome": outcome, "by": queries.resident_of(concern), "at": AT}
    return actions.rate(**{**told, **more})


@pytest.mark.parametrize("outcome", ["solved", "partly"])
def test_the_residents_word_moves_the_case_and_is_a_line(city: City, outcome: str):
    concern = _rate(city.concern("answered"), outcome, words="谢谢钱桂花家隔壁的委员")
    assert (concern.state, concern.outcome, concern.rated_at, concern.due_on) == ("rated", outcome, AT, None)
    assert lines(concern)[-1] == "rate"
    assert last_line(concern).kind == outcome
    assert queries.case(city.clerk, concern, AT).outcome_words == "谢谢钱桂花家隔壁的委员"
    assert queries.case(city.county_staff, concern, AT).outcome_words is None


def test_not_solved_goes_back_once_with_a_fresh_term(city: City):
    concern = _rate(city.concern("answered"), "not")
    assert (concern.state, concern.reopened, concern.due_on) == ("assigned", True, date(2023, 6, 14))
    assert lines(concern)[-2:] == ["rate", "reopen"]
    actions.answer(concern=concern, result="A", text="又修了一次。", evidence="现场看过", by=city.member, at=AT)
    _rate(concern, "not")
    assert (concern.state, concern.outcome) == ("rated", "not")
    assert lines(concern)[-1] == "rate"


def test_bad_input_is_refused(city: City):
    concern = city.concern("answered")
    for told, field in [({"outcome": "great"}, "outcome"), ({"words": "长" * 201}, "words")]:
        with pytest.raises(Refused) as refused:
            _rate(concern, **told)
        assert refused.value.field == field


def test_nobody_but_the_resident_may(city: City):
    concern, another = city.concern("answered"), city.receive()
    stranger = [queries.resident_of(another), Actor(ActorKind.RESIDENT), *city.actors.values()]
    for by in stranger:
        with pytest.raises(NotYours):
            _rate(concern, by=by)


def test_the_same_key_rates_once(city: City):
    concern = city.concern("answered")
    stale = Concern.objects.get()
    _rate(concern, "not", once="r" * 22)
    assert _rate(stale, "not", once="r" * 22).state == "assigned"
    assert lines(concern).count("rate") == 1
