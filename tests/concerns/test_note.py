import pytest

from lianxinqiao.base.errors import NotYours, Refused
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.models import Note
from tests.concerns.conftest import AT, NAME, City, last_line, lines


def test_a_note_is_sealed_and_for_the_studio_alone(city: City):
    concern = city.concern()
    note = actions.note(concern=concern, text=f"{NAME}的儿子在外地。", by=city.member, at=AT)
    assert NAME.encode() not in bytes(note.text)
    assert lines(concern) == ["receive", "note"]
    assert last_line(concern).by == f"person:{city.people['member'].pk}"
    shown = queries.case(city.clerk, concern, AT).notes
    assert [(n.text, n.who) for n in shown] == [(f"{NAME}的儿子在外地。", city.people["member"].name)]
    for role in ("county_staff", "city_staff", "leader"):
        assert queries.case(city.actors[role], concern, AT).notes is None
    assert "note" not in [s.verb for s in queries.timeline(concern)]


def test_an_empty_note_is_refused(city: City):
    with pytest.raises(Refused):
        actions.note(concern=city.concern(), text="", by=city.clerk, at=AT)


@pytest.mark.parametrize("role", ["other_clerk", "other_member", "county_staff", "city_staff", "administrator"])
def test_others_may_not(city: City, role: str):
    with pytest.raises(NotYours):
        actions.note(concern=city.concern(), text="看看", by=city.actors[role], at=AT)


def test_the_same_key_notes_once(city: City):
    concern = city.concern()
    for _ in range(2):
        actions.note(concern=concern, text="看过了", by=city.clerk, at=AT, once="n" * 22)
    assert Note.objects.count() == 1
    assert lines(concern) == ["receive", "note"]
