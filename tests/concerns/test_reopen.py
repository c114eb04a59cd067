from datetime import date

import pytest

from lianxinqiao.base.errors import NotItsTime, NotYours, Refused
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.models import Concern
from lianxinqiao.ledger import read
from tests.concerns.conftest import AT, City, lines


def _reopen(city: City, concern: Concern, **more):
    return actions.reopen(**{"concern": concern, "reason": "桥又断了。", "by": city.convener, "at": AT, **more})


def test_the_convener_sends_it_back_to_whoever_had_it(city: City):
    concern = _reopen(city, city.concern("rated"))
    assert (concern.state, concern.assignee, concern.due_on) == ("assigned", city.people["member"], date(2023, 6, 14))
    assert (concern.outcome, concern.rated_at) == ("", None)
    assert [n.text for n in queries.case(city.member, concern, AT).notes] == ["桥又断了。"]
    assert lines(concern)[-1] == "reopen"


def test_a_closed_one_is_never_counted_as_solved_twice(city: City):
    concern = city.concern("closed")
    assert read.total(verb="concerns.close", kind="solved") == 1
    _reopen(city, concern)
    assert read.total(verb="concerns.close", kind="solved") == 0
    assert lines(concern)[-2:] == ["reopen", "close"]
    actions.answer(concern=concern, result="A", text="又修好了。", evidence="现场看过", by=city.member, at=AT)
    actions.rate(concern=concern, outcome="solved", by=queries.resident_of(concern), at=AT)
    actions.close(concern=concern, by=city.clerk, at=AT)
    assert read.total(verb="concerns.close", kind="solved") == 1
    assert [s.verb for s in queries.timeline(concern)].count("close") == 2


def test_only_once(city: City):
    concern = _reopen(city, city.concern("rated"))
    actions.answer(concern=concern, result="A", text="好了。", evidence="现场看过", by=city.member, at=AT)
    actions.rate(concern=concern, outcome="partly", by=queries.resident_of(concern), at=AT)
    with pytest.raises(NotItsTime, match="重新办理过一次"):
        _reopen(city, concern)


def test_a_reason_is_needed(city: City):
    with pytest.raises(Refused) as refused:
        _reopen(city, city.concern("rated"), reason="")
    assert refused.value.field == "reason"


def test_the_resident_reopens_by_rating_only(city: City):
    concern = city.concern("rated")
    with pytest.raises(NotItsTime, match="没有解决"):
        _reopen(city, concern, by=queries.resident_of(concern))


@pytest.mark.parametrize("role", ["clerk", "member", "county_staff", "city_staff", "leader"])
def test_others_may_not(city: City, role: str):
    with pytest.raises(NotYours):
        _reopen(city, city.concern("rated"), by=city.actors[role])


def test_the_same_key_reopens_once(city: City):
    concern = city.concern("rated")
    stale = Concern.objects.get()
    _reopen(city, concern, once="o" * 22)
    _reopen(city, stale, once="o" * 22)
    assert lines(concern).count("reopen") == 1
