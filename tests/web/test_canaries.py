"""The eyes of tests/canaries.py see: each leak planted here is found."""

import logging

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from lianxinqiao.concerns import actions
from tests import canaries
from tests.concerns.conftest import ADDRESS, AT, NAME, PHONE, SAID, build

CHECKED = "孩子上学要绕路"


@pytest.fixture(autouse=True)
def watched():
    """Here leaks are planted, so each test looks by itself."""


def answered(body: str, path: str = "/", actor=None, method: str = "get", told=None, **headers) -> HttpResponse:
    request = getattr(RequestFactory(), method)(path, told or {})
    if actor is not None:
        request.actor = actor
    answer = HttpResponse(body, headers=headers)
    answer.wsgi_request = request
    return answer


@pytest.mark.parametrize("word", [NAME, PHONE, ADDRESS, SAID, CHECKED])
def test_a_stranger_gets_no_planted_word(word):
    assert canaries.leaks(answered(f"<p>{word}</p>"))
    assert canaries.leaks(answered("", Location=f"/x/?q={word.encode().hex()}")) == []


def test_quoted_escaped_and_moved_words_are_seen():
    assert canaries.leaks(answered("&#x94b1;&#x6842;&#x82b1;")) == [NAME]
    assert canaries.leaks(answered("", Location="/?name=%E9%92%B1%E6%A1%82%E8%8A%B1")) == [NAME]


def test_an_echo_is_no_leak():
    assert canaries.leaks(answered(PHONE, "/say/", method="post", told={"phone": PHONE})) == []
    assert canaries.leaks(answered(PHONE, "/say/", method="post", told={"phone": "1"})) == [PHONE]


@pytest.mark.django_db(databases=["default", "traces"])
def test_on_a_case_the_table_of_rights_decides():
    city = build()
    concern = city.concern("accepted")
    at, office = f"/desk/concerns/{concern.number}/", f"/office/concerns/{concern.number}/"
    assert canaries.leaks(answered(SAID, at, city.clerk)) == []
    assert canaries.leaks(answered(f"{SAID} {PHONE}", at, city.clerk)) == [PHONE]
    assert canaries.leaks(answered(SAID, at, city.other_clerk))
    assert canaries.leaks(answered(CHECKED, office, city.county_staff)) == []
    assert canaries.leaks(answered(CHECKED, office, city.city_staff)) == [CHECKED]
    assert canaries.leaks(answered(CHECKED, "/office/concerns/", city.leader)) == [CHECKED]
    actions.reveal(concern=concern, what="phone", reason="约时间", by=city.clerk, at=AT)
    assert canaries.leaks(answered(PHONE, f"{at}reveal/", city.clerk, "post")) == []
    assert canaries.leaks(answered(PHONE, at, city.clerk)) == [PHONE]
    assert canaries.leaks(answered(PHONE, f"{at}reveal/", city.member, "post")) == [PHONE]


@pytest.mark.django_db(databases=["default", "traces"])
def test_a_case_number_on_an_open_page_is_seen():
    number = build().concern().number
    page = answered(f"<td>{number}</td> 例：山阳2001-0001", "/figures/members/")
    page.wsgi_request.resolver_match = object()
    assert canaries.numbers(page) == [number]
    assert canaries.numbers(answered(f"<b>{number}</b>", "/r/abc/")) == []


def test_a_missing_header_is_seen():
    assert "X-Content-Type-Options" in canaries.bare(answered(""))
    full = {**canaries.HEADERS, "Cache-Control": "no-store"}
    assert canaries.bare(answered("", **full)) == []
    assert canaries.bare(answered("", **{**full, "Cache-Control": "max-age=60"}))


@pytest.mark.django_db(databases=["default", "traces"])
def test_every_browser_is_watched(monkeypatch, settings):
    settings.DEMO, settings.DEMO_NOW = True, "2023-06-05T09:00:00+08:00"
    city = build()
    type(city.studio).objects.update(hours=f"找{NAME}")
    with canaries.on_every_answer(monkeypatch), pytest.raises(AssertionError, match="/studios/S071/ as nobody"):
        Client().get("/studios/S071/")


@pytest.mark.parametrize("word", [NAME, PHONE, "/r/iN8eVQdIez5OKD1EfFZ2AA/", "山阳2306-0417", "7K3M-9QXT-2BVD-H8WA"])
def test_a_planted_word_in_the_log_is_seen(word):
    assert canaries.in_log(f"something {word} happened")


def test_the_log_itself_is_read():
    with pytest.raises(AssertionError, match=NAME), canaries.on_the_log():
        logging.getLogger("django.request").warning("a word that no rule masks: %s", NAME)
    with canaries.on_the_log() as kept:
        logging.getLogger("django.request").warning("Not Found: %s", "/r/iN8eVQdIez5OKD1EfFZ2AA/")
    assert "Not Found: /r/****/" in kept.getvalue()
