"""Signing in: one answer for all who fail, a limit before the hash, a new key each time, an end to every session."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client

from lianxinqiao.base import clock
from lianxinqiao.organisation.models import Appointment
from lianxinqiao.web.parts import watch
from lianxinqiao.web.parts.doors import APPOINTMENT
from tests.concerns.conftest import SINCE
from tests.web.parts.conftest import PASSWORD

pytestmark = pytest.mark.django_db(databases=["default", "traces"])


def sign_in(client, name, password=PASSWORD, **more):
    return client.post("/sign-in/", {"login": name, "password": password, **more})


def test_a_clerk_signs_in_and_lands_at_the_desk(city):
    client = Client()
    assert client.get("/desk/").headers["Location"] == "/sign-in/?next=/desk/"
    answer = sign_in(client, "clerk")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/enter/")
    assert client.get("/enter/").headers["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_next_leads_back_but_never_away(city):
    assert sign_in(Client(), "clerk", next="/desk/inbox/").headers["Location"] == "/desk/inbox/"
    assert sign_in(Client(), "clerk", next="https://elsewhere.example/").headers["Location"] == "/enter/"
    client = Client()
    sign_in(client, "clerk")
    assert client.get("/enter/?next=//elsewhere.example/").headers["Location"] == "/desk/"


def body(answer):
    """The page without what is new each time and what was typed."""
    import re

    page = answer.content.decode()
    return re.sub(r'value="[^"]*"', "", page)


def test_nobody_learns_whether_a_name_exists(city, monkeypatch):
    city.people["other_clerk"].is_active = False
    city.people["other_clerk"].save()
    hashed = []
    plain = Argon2PasswordHasher.encode
    check = Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *a, **k: hashed.append("e") or plain(*a, **k))
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *a, **k: hashed.append("v") or check(*a, **k))
    seen, cost = set(), []
    for name, password in (
        ("clerk", "wrong"),
        ("nobody-of-that-name", "wrong"),
        ("member", "wrong"),  # has no password at all
        ("other_clerk", PASSWORD),  # closed
    ):
        hashed.clear()
        answer = sign_in(Client(), name, password)
        assert answer.status_code == 422
        seen.add(body(answer))
        cost.append(len(hashed))
    assert len(seen) == 1
    assert set(cost) == {1}


def test_ten_wrong_tries_shut_the_account_before_the_hash(city, monkeypatch):
    for _n in range(10):
        assert sign_in(Client(), "clerk", "wrong").status_code == 422
    for name in ("encode", "verify"):
        monkeypatch.setattr(Argon2PasswordHasher, name, lambda *_a, **_k: pytest.fail("hashed"))
    answer = sign_in(Client(), "clerk")
    assert answer.status_code == 429
    assert "15 分钟" in answer.content.decode()
    monkeypatch.undo()
    for _n in range(10):
        sign_in(Client(), "nobody-of-that-name", "wrong")
    same = sign_in(Client(), "nobody-of-that-name", "wrong")
    assert (same.status_code, body(same)) == (429, body(answer))
    assert sign_in(Client(), "city_staff").status_code == 302  # others of the same address are not shut out


def test_nobody_signs_up(city):
    for address in ("/accounts/signup/", "/sign-in/signup/", "/sign-in/up/"):
        assert Client().get(address).status_code == 404


def test_the_session_gets_a_new_key_at_sign_in_and_role_change(city):
    client = Client()
    client.get("/sign-in/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.cookies["session"] = before
    sign_in(client, "clerk")
    first = client.session.session_key
    assert first != before
    second = Appointment.objects.create(
        person=city.people["clerk"], role="member", place=city.studio.place, since=SINCE
    )
    answer = client.post("/enter/", {"appointment": second.pk})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
    assert client.session.session_key != first
    assert client.session[APPOINTMENT] == second.pk
    dead = Client()
    dead.cookies["session"] = first
    assert dead.get("/desk/").status_code == 302
    assert "政协委员" in client.get("/desk/").content.decode()


def test_signing_out_kills_the_session(city):
    client = Client()
    sign_in(client, "clerk")
    key = client.session.session_key
    assert client.get("/sign-in/out/").status_code == 200
    assert client.get("/desk/").status_code == 200  # opening the page is not yet leaving
    answer = client.post("/sign-in/out/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert "storage" in answer.headers["Clear-Site-Data"]
    other = Client()
    other.cookies["session"] = key
    assert other.get("/desk/").status_code == 302


@pytest.mark.parametrize(
    ("after", "alive"),
    [([29 * 60], True), ([31 * 60], False), ([20 * 60] * 3, True), ([25 * 60] * 29, False)],
)
def test_a_session_ends_after_half_an_hour_idle_or_twelve_hours(city, monkeypatch, after, alive):
    client, now = Client(), clock.real_now()
    sign_in(client, "clerk")
    assert client.get("/desk/").status_code == 200
    for seconds in after:
        now += timedelta(seconds=seconds)
        monkeypatch.setattr(watch.clock, "real_now", lambda now=now: now)
        answer = client.get("/desk/")
    assert (answer.status_code == 200) is alive


def test_an_htmx_part_leads_the_whole_page_to_sign_in(city):
    answer = Client().get("/desk/concerns/", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/sign-in/")


def test_a_closed_account_and_a_new_password_end_every_session(city):
    clerk, city_staff = Client(), Client()
    sign_in(clerk, "clerk")
    sign_in(city_staff, "city_staff")
    city.people["clerk"].is_active = False
    city.people["clerk"].save()
    assert clerk.get("/desk/").status_code == 302
    city.people["city_staff"].set_password("another-long-password")
    city.people["city_staff"].save()
    assert city_staff.get("/enter/").headers["Location"].startswith("/sign-in/")


def test_whoever_holds_no_office_is_told_so(city):
    Appointment.objects.filter(person=city.people["clerk"]).update(until=clock.today() - timedelta(days=1))
    client = Client()
    sign_in(client, "clerk")
    assert client.get("/desk/").headers["Location"].startswith("/enter/")
    answer = client.get("/enter/")
    assert answer.status_code == 403
    assert "没有任职" in answer.content.decode()


def test_an_appointment_that_ends_closes_the_door_at_once(city):
    client = Client()
    sign_in(client, "clerk")
    assert client.get("/desk/").status_code == 200
    Appointment.objects.filter(person=city.people["clerk"]).update(until=clock.today() - timedelta(days=1))
    assert client.get("/desk/").status_code == 302


def test_the_other_door_is_not_chosen_by_asking(city):
    client = Client()
    sign_in(client, "clerk")
    stranger = Appointment.objects.get(person=city.people["city_staff"])
    assert client.post("/enter/", {"appointment": stranger.pk}).status_code == 404
    assert client.post("/enter/", {"appointment": "x"}).status_code == 404


def test_unknown_names_take_as_long(city):
    """Coarse: the same hash runs for both, so the medians lie close together."""

    def median(name):
        told = []
        for n in range(5):
            start = time.perf_counter()
            sign_in(Client(), f"{name}{n}" if name != "clerk" else name, "wrong")
            told.append(time.perf_counter() - start)
        return sorted(told)[2]

    known, unknown = median("clerk"), median("nobody")
    assert 0.4 < known / unknown < 2.5
