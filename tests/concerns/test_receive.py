import threading
from datetime import date

import pytest
from django.db import connections

from lianxinqiao.base import receipts
from lianxinqiao.base.errors import NotItsTime, NotYours, Refused, SentBefore
from lianxinqiao.base.models import Job, Sent
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.actions.receive import CALL_ME
from lianxinqiao.concerns.models import Concern, Original, Photo, Receipt
from lianxinqiao.studios.queries import by_code
from tests.concerns.conftest import AT, NAME, PHONE, RESIDENT, SAID, City, build, last_line, lines

ONCE = "k" * 22


def test_a_concern_is_taken_in_with_its_receipt_and_one_line(city: City):
    concern = city.receive(name=NAME, phone="139-9141 2345", once=ONCE)
    assert concern.number.startswith("山阳2306-")
    assert (concern.state, concern.due_on, concern.channel) == ("received", date(2023, 6, 6), "web")
    assert lines(concern) == ["receive"]
    line = last_line(concern)
    assert (line.kind, line.by, line.path) == ("web", "resident", "/611000/611024/S071/")
    assert [c.holder for c in line.credits.all()] == ["studio:S071"]
    assert queries.by_token(receipts.token_of(ONCE)) == concern
    assert Job.objects.get(name="concerns.tell").payload == {"concern": concern.pk}


def test_the_original_is_sealed_and_the_masked_text_kept(city: City):
    concern = city.receive(name=NAME, phone=PHONE)
    original = Original.objects.get(concern=concern)
    assert original.unseal("text") == SAID
    assert (original.unseal("name"), original.unseal("phone")) == (NAME, PHONE)
    assert concern.passed_on == "", "nothing that nobody has checked lies in clear"
    draft = queries.passable(concern)
    assert PHONE not in draft
    assert NAME not in draft
    assert "村口的桥断了两个月" in draft


def test_a_typed_code_leads_to_the_token(city: City):
    city.receive(once=ONCE)
    token = receipts.token_of(ONCE)
    code = receipts.code_of(token)
    assert queries.token_by_code(code.lower().replace("-", " ")) == token
    assert queries.token_by_code("0000-0000-0000-0000") is None


def test_a_call_back_needs_a_number_and_nothing_else(city: City):
    concern = city.receive(text=" ", phone=PHONE, wants_call=True)
    assert queries.passable(concern) == CALL_ME
    assert concern.original.wants_call
    with pytest.raises(Refused) as refused:
        city.receive(wants_call=True)
    assert refused.value.field == "phone"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "长" * 3001}, "text"),
        ({"phone": "call me"}, "phone"),
        ({"phone": "12"}, "phone"),
    ],
)
def test_bad_input_is_refused_with_its_field(city: City, told: dict[str, str], field: str):
    with pytest.raises(Refused) as refused:
        city.receive(**told)
    assert refused.value.field == field
    assert not Concern.objects.exists()


def test_six_photos_are_refused(city: City):
    with pytest.raises(Refused):
        city.receive(photos=[b""] * 6)


def test_a_studio_without_plate_takes_nothing(city: City):
    city.studio.takes_concerns = False
    with pytest.raises(NotItsTime):
        city.receive()


@pytest.mark.parametrize("role", ["clerk", "convener", "member"])
def test_the_studios_own_people_may_fill_in_for_a_resident(city: City, role: str):
    concern = city.receive(by=city.actors[role], channel="desk")
    assert last_line(concern).kind == "desk"


@pytest.mark.parametrize("role", ["other_clerk", "county_staff", "city_staff", "leader", "administrator"])
def test_others_may_not(city: City, role: str):
    with pytest.raises(NotYours):
        city.receive(by=city.actors[role], channel="desk")


def test_the_same_key_makes_one_concern(city: City):
    one, two = city.receive(once=ONCE), city.receive(once=ONCE)
    assert one == two
    assert lines(one) == ["receive"]
    with pytest.raises(SentBefore):
        city.receive(once=ONCE, text="另一件事。")
    assert (Concern.objects.count(), Receipt.objects.count(), Sent.objects.count()) == (1, 1, 1)


def test_a_full_month_gets_longer_numbers(city: City, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("secrets.randbelow", lambda _n: 7)
    assert [city.receive().number for _ in range(3)] == ["山阳2306-0007", "山阳2306-00007", "山阳2306-000007"]


def test_receiving_is_cheap(city: City, django_assert_max_num_queries):
    city.receive(once="w" * 22)
    studio = by_code("S071")
    with django_assert_max_num_queries(12):  # SAVEPOINT and RELEASE stand for BEGIN and COMMIT
        city.receive(studio=studio, once=ONCE, name=NAME, phone=PHONE)


@pytest.mark.django_db(transaction=True)
def test_eight_double_sends_at_once_make_one_concern():
    city = build()
    gate, got = threading.Barrier(8), []

    def send() -> None:
        try:
            gate.wait()
            got.append(
                actions.receive(
                    studio=city.studio, place=city.village, text=SAID, channel="web", by=RESIDENT, at=AT, once=ONCE
                ).number
            )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 8
    assert len(set(got)) == 1
    assert Concern.objects.count() == 1
    assert lines(Concern.objects.get()) == ["receive"]
    assert Photo.objects.count() == 0
