"""From the one-time password to an own one, and changing it later."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from lianxinqiao.base import clock
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.rights import CONSOLE
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation import actions, queries
from lianxinqiao.organisation.models import Person
from tests.web.parts.conftest import PASSWORD
from tests.web.parts.test_sign_in import body, sign_in

pytestmark = pytest.mark.django_db(databases=["default", "traces"])
BY = Actor(ActorKind.MACHINE, id="test", role=CONSOLE, label="测试")
OWN = "/sign-in/password/own/"
NEW = "steinbruecke ueber den bach"


def issue(city, name="clerk", ago=timedelta(0), once="0123456789abcdefghijkl") -> str:
    at = clock.now() - ago
    made = actions.issue_password(person=city.people[name], by=BY, at=at, once=once)
    return queries.one_time_password(made, once, at)


def own(client, password=NEW, again=None):
    return client.post(OWN, {"password": password, "again": password if again is None else again})


def test_nothing_opens_before_the_own_password(city):
    client = Client()
    assert sign_in(client, "clerk", issue(city)).headers["Location"] == "/enter/"
    for address in ("/enter/", "/desk/", "/desk/inbox/", "/", "/sign-in/factors/", "/office/people/", "/nowhere/"):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, OWN), address
    assert client.post("/enter/", {"appointment": "1"}).headers["Location"] == OWN
    part = client.get("/desk/concerns/", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["HX-Redirect"]) == (204, OWN)
    page = client.get(OWN)
    assert page.status_code == 200
    assert "先设一个自己的密码" in page.content.decode()
    assert client.get("/sign-in/out/").status_code == 200
    assert client.post("/look/", {"size": "large", "back": OWN}).status_code == 303


def test_with_the_own_password_the_doors_open(city):
    client, word = Client(), issue(city)
    sign_in(client, "clerk", word)
    before = client.session.session_key
    answer = own(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/enter/")
    assert client.session.session_key != before
    assert "密码改好了" in client.get("/desk/", follow=True).content.decode()
    assert sign_in(Client(), "clerk", word).status_code == 422
    assert sign_in(Client(), "clerk", NEW).status_code == 302


def test_typed_as_people_read_it(city):
    word = issue(city)
    for typed in (word.lower(), word.replace("-", " "), word.replace("-", "")):
        assert sign_in(Client(), "clerk", typed).status_code == 302


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("", "", "请写新密码"),
        ("kurz", "kurz", "至少 12 个字符"),
        (NEW, "anders", "两次写的不一样"),
        (PASSWORD * 9, None, "128"),
    ],
)
def test_what_is_wrong_stands_on_the_form_and_nothing_typed_comes_back(city, password, again, says):
    client = Client()
    sign_in(client, "clerk", issue(city))
    answer = own(client, password, again)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert NEW not in page
    assert Person.objects.get(pk=city.people["clerk"].pk).must_change


def test_an_old_slip_is_said_only_to_its_holder(city):
    word = issue(city, ago=timedelta(days=15))
    answer = sign_in(Client(), "clerk", word)
    assert answer.status_code == 422
    assert "已经过期" in answer.content.decode()
    told = {body(sign_in(Client(), name, "AAAA-BBBB-CCCC-DDDD")) for name in ("clerk", "nobody-of-that-name", "member")}
    assert len(told) == 1
    assert "过期" not in told.pop()


def test_a_slip_that_grows_old_meanwhile_sets_nothing(city, monkeypatch):
    client = Client()
    sign_in(client, "clerk", issue(city, ago=timedelta(days=13, hours=23, minutes=59)))
    then = clock.now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "now", lambda: then)
    answer = own(client)
    assert answer.status_code == 422
    assert "过期" in answer.content.decode()


def test_a_change_asks_for_the_present_one_first(city):
    client, elsewhere = Client(), Client()
    sign_in(client, "clerk")
    sign_in(elsewhere, "clerk")
    for answer in (client.get(OWN), own(client)):
        assert answer.headers["Location"] == "/sign-in/password/?next=%2Fsign-in%2Fpassword%2Fown%2F"
    assert not any(NEW in str(value) for value in client.session.items())  # never kept over that step
    assert client.post("/sign-in/password/", {"password": "wrong", "next": OWN}).status_code == 422
    assert client.post("/sign-in/password/", {"password": PASSWORD, "next": OWN}).headers["Location"] == OWN
    assert "改密码" in client.get(OWN).content.decode()
    assert own(client, PASSWORD).status_code == 422  # the same again
    assert own(client).status_code == 303
    assert client.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").headers["Location"].startswith("/sign-in/")
    assert Line.objects.filter(verb="organisation.set_password").count() == 1


def test_a_new_slip_ends_the_sessions(city):
    client = Client()
    sign_in(client, "clerk")
    assert client.get("/desk/").status_code == 200
    issue(city)
    assert client.get("/desk/").headers["Location"].startswith("/sign-in/")
    assert sign_in(Client(), "clerk").status_code == 422


def test_a_closed_account_stays_out_also_when_opened_again(city):
    client = Client()
    sign_in(client, "clerk")
    made = actions.disable_person(person=city.people["clerk"], by=BY, at=clock.now())
    assert client.get("/desk/").headers["Location"].startswith("/sign-in/")
    actions.enable_person(person=made, by=BY, at=clock.now())
    assert client.get("/desk/").headers["Location"].startswith("/sign-in/")
    assert sign_in(Client(), "clerk").status_code == 422


def test_it_may_not_be_tried_for_ever(city):
    client = Client()
    sign_in(client, "clerk", issue(city))
    assert {own(client, "kurz").status_code for _n in range(20)} == {422}
    answer = own(client)
    assert answer.status_code == 429
    assert "试的次数太多" in answer.content.decode()


def test_a_stranger_sets_nothing(city):
    assert Client().get(OWN).headers["Location"].startswith("/sign-in/?next=")
    assert own(Client()).status_code == 302


def test_office_roles_go_on_to_the_second_factor(city):
    client = Client()
    sign_in(client, "city_staff", issue(city, "city_staff"))
    assert client.get("/office/").headers["Location"] == OWN
    own(client)
    assert client.get("/office/").headers["Location"].startswith("/sign-in/factors/code/")
    page = client.get("/sign-in/factors/code/")  # the password was shown a moment ago
    assert page.status_code == 200
    assert re.search(r"[A-Z2-7]{20,}", page.content.decode())


def test_one_press_in_the_demo_owes_nothing(city, settings):
    settings.DEMO, settings.DEMO_NOW = True, "2023-06-05T09:00:00+08:00"
    word, client = issue(city), Client()
    client.force_login(Person.objects.get(username="clerk"))
    assert client.get("/desk/").status_code == 200
    client = Client()
    sign_in(client, "clerk", word)
    assert client.get("/desk/").headers["Location"] == OWN
