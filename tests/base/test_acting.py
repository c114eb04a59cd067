"""An action: keyword-only, atomic, and one effect however often it is sent."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connections

from lianxinqiao.base import acting
from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import NOWHERE, Actor, ActorKind, Where
from lianxinqiao.base.errors import NotItsTime, Refused, SentBefore
from lianxinqiao.base.models import Sent
from lianxinqiao.organisation.enums import PlaceKind
from lianxinqiao.organisation.models import Place

AT = datetime(2026, 3, 5, 4, tzinfo=UTC)
CLERK = Actor(ActorKind.PERSON, id="7")
OTHER = Actor(ActorKind.PERSON, id="8")


@action
def found(*, code: str, name: str = "", by: Actor, at: datetime, once: str = "") -> Place:
    """Found a place."""
    return Place.objects.create(code=code, name=name, kind=PlaceKind.CITY, path=f"/{code}/", office_code=code)


@action
def rename(*, place: Place, name: str, by: Actor, at: datetime, once: str = "") -> Place:
    """Rename a place, once in its life."""
    if not Place.objects.filter(pk=place.pk, name="").update(name=name):
        raise NotItsTime("已经有名字")
    place.name = name
    return place


def test_sent_twice_it_happens_once_and_gives_the_same_thing(db):
    first = found(code="1", by=CLERK, at=AT, once="k" * 22)
    assert found(code="1", by=CLERK, at=AT, once="k" * 22) == first
    assert Place.objects.count() == Sent.objects.count() == 1


def test_a_default_told_or_untold_is_the_same_form(db):
    first = found(code="1", by=CLERK, at=AT, once="k")
    assert found(code="1", name="", by=CLERK, at=AT, once="k") == first


def test_the_same_key_with_other_content_is_refused(db):
    found(code="1", by=CLERK, at=AT, once="k")
    with pytest.raises(SentBefore):
        found(code="2", by=CLERK, at=AT, once="k")
    assert Place.objects.count() == 1


def test_the_same_key_of_another_actor_is_another_key(db):
    found(code="1", by=CLERK, at=AT, once="k")
    assert found(code="2", by=OTHER, at=AT, once="k").code == "2"


def test_without_a_key_nothing_is_kept(db):
    found(code="1", by=CLERK, at=AT)
    with pytest.raises(IntegrityError):
        found(code="1", by=CLERK, at=AT)
    assert not Sent.objects.exists()


def test_a_refused_act_leaves_neither_effect_nor_key(db):
    @action
    def half(*, by: Actor, at: datetime, once: str = "") -> Place:
        """Found, then think better of it."""
        found(code="9", by=by, at=at)
        raise Refused("不行")

    with pytest.raises(Refused, match="不行"):
        half(by=CLERK, at=AT, once="k")
    assert not Place.objects.exists()
    assert not Sent.objects.exists()


def test_a_second_sending_that_meets_the_firsts_effect_gets_the_firsts_thing(db, monkeypatch):
    """Both looked the key up before either had committed."""
    place = found(code="1", by=CLERK, at=AT)
    recall, asked = acting._recall, []

    def late(*told):
        asked.append(told)
        return None if len(asked) == 2 else recall(*told)

    monkeypatch.setattr(acting, "_recall", late)
    assert rename(place=place, name="甲", by=CLERK, at=AT, once="k") == place
    assert rename(place=place, name="甲", by=CLERK, at=AT, once="k") == place
    with pytest.raises(NotItsTime):
        rename(place=place, name="甲", by=CLERK, at=AT, once="another form")


def test_a_thing_deleted_since_is_told_in_a_sentence(db):
    found(code="1", by=CLERK, at=AT, once="k").delete()
    with pytest.raises(SentBefore, match="删除"):
        found(code="1", by=CLERK, at=AT, once="k")


@pytest.mark.parametrize("key", ["k" * 65, "汉" * 10, "k\0", "k\n"])
def test_a_key_that_no_form_of_ours_has_is_refused(db, key):
    with pytest.raises(Refused):
        found(code="1", by=CLERK, at=AT, once=key)


def test_an_action_must_be_keyword_only_and_say_who_and_when():
    def loose(place, *, by, at): ...
    def clockless(*, by): ...
    def nobodys(*, at): ...

    for wrong in (loose, clockless, nobodys):
        with pytest.raises(TypeError, match="action"):
            action(wrong)


def test_the_digest_is_keyed_and_does_not_depend_on_order_or_process():
    @dataclass(frozen=True)
    class Photo:
        jpeg: bytes

    told = {"text": "x", "photos": (Photo(b"a" * 99),), "tags": {"b", "a", "c"}, "more": {"y": 1, "x": [Place(pk=3)]}}
    again = {"more": {"x": [Place(pk=3)], "y": 1}, "tags": {"c", "b", "a"}, "photos": (Photo(b"a" * 99),), "text": "x"}
    assert acting._digest("v", told) == acting._digest("v", again)
    for change in ({"text": "y"}, {"photos": (Photo(b"b"),)}, {"tags": {"a"}}, {"more": {}}):
        assert acting._digest("v", told | change) != acting._digest("v", told)
    assert acting._digest("w", told) != acting._digest("v", told)
    assert acting._digest("v", {"text": "x", "by": 1, "at": 2, "once": 3}) == acting._digest("v", {"text": "x"})


@pytest.mark.django_db(transaction=True)
def test_eight_sendings_at_once_make_one():
    gate, made, faults = threading.Barrier(8), [], []

    def send():
        try:
            gate.wait()
            made.append(found(code="1", by=CLERK, at=AT, once="k").pk)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(8)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert not faults
    assert len(set(made)) == 1
    assert len(made) == 8
    assert Place.objects.count() == Sent.objects.count() == 1


def test_nothing_lies_within_nowhere():
    studio = Where("611024", "/611000/611024/S071/")
    assert studio.within(Where("611024", "/611000/611024/"))
    assert not studio.within(Where("611025", "/611000/611025/"))
    assert not studio.within(NOWHERE)
    assert not NOWHERE.within(NOWHERE)
