import pytest

from lianxinqiao.base.actor import CLOCK
from lianxinqiao.base.errors import NotItsTime, NotYours
from lianxinqiao.concerns import actions, jobs, queries
from lianxinqiao.concerns.models import Concern
from tests.concerns.conftest import AT, City, last_line, later, lines

B = {"result": "B", "text": "列入计划。", "decided_by": "县交通局", "next_on": later(days=30).date()}


@pytest.mark.parametrize(
    ("result", "evidence", "outcome", "closed_as"),
    [
        ("A", "完工照片", "solved", "solved"),
        ("B", "", "solved", "partly"),
        ("A", "完工照片", "partly", "partly"),
        ("B", "", "partly", "partly"),
    ],
)
def test_solved_takes_the_offices_word_and_the_residents(city: City, result, evidence, outcome, closed_as):
    concern = city.concern("assigned")
    told = B if result == "B" else {"result": "A", "text": "修好了。"}
    actions.answer(concern=concern, evidence=evidence, by=city.clerk, at=AT, **told)
    actions.rate(concern=concern, outcome=outcome, by=queries.resident_of(concern), at=AT)
    actions.close(concern=concern, by=city.clerk, at=AT)
    assert (concern.state, concern.closed_as, concern.closed_at, concern.due_on) == ("closed", closed_as, AT, None)
    assert lines(concern)[-1] == "close"
    assert last_line(concern).kind == closed_as


def test_the_residents_no_is_never_closed_as_solved(city: City):
    concern = city.concern("answered")
    me = queries.resident_of(concern)
    actions.rate(concern=concern, outcome="not", by=me, at=AT)
    actions.answer(concern=concern, result="A", text="好了。", evidence="照片", by=city.member, at=AT)
    actions.rate(concern=concern, outcome="not", by=me, at=AT)
    assert actions.close(concern=concern, by=city.clerk, at=AT).closed_as == "not"


def test_silence_is_closed_by_the_clock_as_unrated_the_day_after(city: City):
    concern = city.concern("answered")
    jobs.close_unrated({}, later(days=15))
    assert Concern.objects.get().state == "answered"
    with pytest.raises(NotItsTime):
        actions.close(concern=concern, by=city.clerk, at=later(days=16))
    jobs.close_unrated({}, later(days=16))
    closed = Concern.objects.get()
    assert (closed.state, closed.closed_as) == ("closed", "unrated")
    assert (last_line(closed).kind, last_line(closed).by) == ("unrated", "clock")
    jobs.close_unrated({}, later(days=17))
    assert lines(closed).count("close") == 1


def test_the_clock_closes_nothing_that_was_rated(city: City):
    concern = city.concern("rated")
    jobs.close_unrated({}, later(days=99))
    assert Concern.objects.get(pk=concern.pk).state == "rated"


@pytest.mark.parametrize("role", ["member", "other_clerk", "county_staff", "city_staff", "administrator"])
def test_others_may_not(city: City, role: str):
    with pytest.raises(NotYours):
        actions.close(concern=city.concern("rated"), by=city.actors[role], at=AT)


def test_the_clock_does_nothing_else(city: City):
    with pytest.raises(NotYours):
        city.accept(city.concern(), by=CLOCK)


def test_the_same_key_closes_once(city: City):
    concern = city.concern("rated")
    stale = Concern.objects.get()
    actions.close(concern=concern, by=city.clerk, at=AT, once="c" * 22)
    actions.close(concern=stale, by=city.clerk, at=AT, once="c" * 22)
    assert lines(concern).count("close") == 1
