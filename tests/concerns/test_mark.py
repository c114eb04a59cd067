from datetime import date

import pytest

from lianxinqiao.base.errors import NotItsTime, NotYours, Refused
from lianxinqiao.base.models import Sent
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.models import Mark, Receipt
from lianxinqiao.ledger.models import Line
from tests.concerns.conftest import AT, City

JUNE, JULY = date(2023, 6, 1), date(2023, 7, 1)


def _mark(concern, word: str = "satisfied", **more):
    return actions.mark(**{"concern": concern, "word": word, "by": queries.resident_of(concern), "at": AT, **more})


def test_a_mark_is_counted_apart_from_case_and_time(city: City):
    concern = city.concern("answered")
    before = (Line.objects.count(), Sent.objects.count())
    assert _mark(concern).marked
    assert (Line.objects.count(), Sent.objects.count()) == before
    (mark,) = Mark.objects.all()
    assert (mark.studio, mark.month, mark.word, mark.n) == (city.studio, JUNE, "satisfied", 1)
    assert {f.name for f in Mark._meta.get_fields()} == {"id", "studio", "month", "word", "n"}
    assert not queries.status(queries.visible_to(city.clerk).get(), AT).can_mark


def test_one_mark_a_matter(city: City):
    concern = city.concern("answered")
    _mark(concern)
    with pytest.raises(NotItsTime):
        _mark(concern, "unsatisfied")
    assert [m.n for m in Mark.objects.all()] == [1]


def test_released_from_five_up_and_when_the_month_is_over(city: City):
    for word in ["satisfied"] * 3 + ["unsatisfied"]:
        _mark(city.concern("answered"), word)
    assert queries.marks(city.studio, JUNE, JULY) is None
    _mark(city.concern("answered"), "basic")
    assert queries.marks(city.studio, JUNE, date(2023, 6, 30)) is None
    assert queries.marks(city.studio, JUNE, JULY) == {"satisfied": 3, "basic": 1, "unsatisfied": 1}
    assert queries.marks(city.other, JUNE, JULY) is None


def test_refused_before_the_answer_with_a_wrong_word_and_by_others(city: City):
    with pytest.raises(NotItsTime):
        _mark(city.concern("assigned"))
    concern = city.concern("closed")
    with pytest.raises(Refused):
        _mark(concern, "superb")
    for by in city.actors.values():
        with pytest.raises(NotYours):
            _mark(concern, by=by)
    assert not Receipt.objects.filter(marked=True).exists()
