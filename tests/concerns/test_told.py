"""The resident hears that there is an answer: only if asked for, and in words that give nothing away."""

import pytest
from django.utils import translation

from lianxinqiao.base.errors import Refused
from lianxinqiao.concerns import actions, queries
from lianxinqiao.inbox.enums import OutgoingState
from lianxinqiao.inbox.models import Outgoing
from tests.concerns.conftest import ADDRESS, AT, NAME, PHONE, City


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("state", ["answered", "declined"])
def test_an_answer_is_told_to_who_asked(city: City, state):
    concern = city.concern(state, wants_message=True)
    (one,) = Outgoing.objects.all()
    assert one.to() == PHONE
    assert one.link == "/status/"
    words = one.subject + one.words
    assert "凭回执" in words
    assert not [w for w in (concern.number, NAME, ADDRESS, "桥", "城关", "受理") if w in words]
    assert (one.about_kind, one.about_what, one.person) == ("concern", concern.number, None)


@pytest.mark.parametrize("state", ["received", "accepted", "assigned"])
def test_what_is_no_answer_is_not_told(city: City, state):
    city.concern(state, wants_message=True)
    assert not Outgoing.objects.exists()


def test_who_did_not_ask_hears_nothing(city: City):
    city.concern("answered")
    assert not Outgoing.objects.exists()


def test_without_a_way_out_nothing_is_put_down(city: City, settings):
    settings.DEMO = False
    city.concern("answered", wants_message=True)
    assert not Outgoing.objects.exists()


@pytest.mark.parametrize("phone", ["", "09142312345"])
def test_a_message_needs_a_mobile_phone(city: City, phone):
    with pytest.raises(Refused) as refused:
        city.receive(phone=phone, wants_message=True)
    assert refused.value.field == "phone"


def test_it_is_the_citys_language_not_that_of_whoever_answers(city: City):
    with translation.override("en"):
        city.concern("answered", wants_message=True)
    assert Outgoing.objects.get().words == "您反映的事有了答复，请凭回执查看。"


def test_answered_again_after_rework_told_again(city: City):
    concern = city.concern("answered", wants_message=True)
    actions.rate(concern=concern, outcome="not", by=queries.resident_of(concern), at=AT)
    actions.answer(concern=concern, result="A", text="好了。", evidence="看过", by=city.member, at=AT)
    assert Outgoing.objects.count() == 2


def test_who_erases_is_forgotten_by_what_waits_to_leave(city: City):
    concern = city.concern("answered", wants_message=True)
    actions.erase(concern=concern, by=queries.resident_of(concern), at=AT)
    one = Outgoing.objects.get()
    assert (one.state, bytes(one.address), bytes(one.key_wrapped)) == (OutgoingState.DROPPED, b"", b"")
    concern.original.refresh_from_db()
    assert not concern.original.wants_message
