"""演示信箱: everything that reached somebody, the way to its page, and none of it outside the demo."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxinqiao.base.actor import CLOCK
from lianxinqiao.concerns import actions as concerns
from lianxinqiao.concerns.jobs import remind, tell
from lianxinqiao.inbox import actions, queries
from lianxinqiao.inbox.models import Message, Outgoing
from lianxinqiao.simulation.world import CAST
from tests.concerns.conftest import AT, NAME, PHONE, City
from tests.web.public.conftest import told

pytestmark = pytest.mark.django_db(databases=["default", "traces"])
MAIL = "/demo/mail/"


@pytest.fixture
def cast(city: City) -> City:
    """The clerk of the studio is the demo's clerk, with an address."""
    clerk = city.people["clerk"]
    clerk.username, clerk.email = CAST["clerk"], "clerk@example.invalid"
    clerk.save()
    return city


def letters(page) -> list[str]:
    return [one.split("</article>")[0] for one in told(page).split("<article")[1:]]


def test_an_empty_box_says_how_it_fills(city, client):
    assert "信箱是空的" in told(client.get(MAIL))
    assert "没有这样的消息" in told(client.get(MAIL, {"by": "sms"}))


def test_who_when_what_and_by_which_way(cast, client):
    concern = cast.concern("assigned", wants_message=True)
    tell({"concern": cast.concern().pk}, AT)
    concerns.answer(concern=concern, result="A", text="桥修好了。", evidence="看过", by=cast.member, at=AT)
    page = client.get(MAIL)
    found = letters(page)
    assert len(found) == 4
    (resident,) = [one for one in found if "一位反映人" in one]
    assert "短信" in resident
    assert "请凭回执查看" in resident
    assert "收信的人凭回执上的二维码或查询码打开" in resident
    assert "href=" not in resident  # an empty form to type a code into would be a dead end here
    assert concern.number not in resident
    (clerk,) = [one for one in found if cast.people["clerk"].name in one]
    assert "站内消息" in clerk
    assert "电子邮件" in clerk
    assert "联络员 · 城关委员工作室" in clerk
    assert "今天 09:00" in clerk
    assert not [word for word in (PHONE, NAME, "clerk@example.invalid") if word in told(page)]


def test_filters(cast, client):
    tell({"concern": cast.concern().pk}, AT)
    cast.concern("answered", wants_message=True)
    n = {
        query: len(letters(client.get(f"{MAIL}?{query}")))
        for query in (
            *("", "to=residents", "to=staff", "by=site", "by=email", "by=sms", "to=residents&by=site", "to=x&by=y"),
        )
    }
    assert n == {
        "": 4,
        "to=residents": 1,
        "to=staff": 3,
        "by=site": 3,
        "by=email": 1,
        "by=sms": 1,
        "to=residents&by=site": 0,
        "to=x&by=y": 4,
    }


def test_one_press_opens_the_page_as_the_receiver_or_the_studios_clerk(cast, client):
    concern = cast.concern()
    tell({"concern": concern.pk}, AT)
    address = f"/desk/concerns/{concern.number}/"
    clerk, convener = sorted(letters(client.get(MAIL)), key=lambda one: "以这个工作室联络员的身份打开" in one)
    assert f"以{cast.people['clerk'].name}的身份打开" in clerk
    assert 'name="studio" value="S071"' in convener
    for press in ({}, {"studio": "S071"}):
        visitor = Client()
        answer = visitor.post("/enter/clerk/", {"next": address, **press})
        assert answer.status_code == 303
        assert visitor.get(answer.headers["Location"]).status_code == 200


def test_newest_first_over_pages_and_as_many_queries_for_many_as_for_few(cast, client):
    for n in range(3):
        tell({"concern": cast.concern(wants_message=True).pk}, AT + timedelta(hours=n))
    client.get(MAIL)
    with CaptureQueriesContext(connection) as few:
        client.get(MAIL)
    for n in range(12):
        tell({"concern": cast.concern(wants_message=True).pk}, AT + timedelta(days=n))
        cast.concern("answered", wants_message=True)
    with CaptureQueriesContext(connection) as many:
        page = client.get(MAIL)
    assert len(many) == len(few) <= 8
    assert len(letters(page)) == 20
    assert "第 1 页" in told(page)
    moments = [row["at"] for row in queries.letterbox()]
    assert moments == sorted(moments, reverse=True)
    assert len(moments) == Message.objects.count() + Outgoing.objects.filter(copy_of=None).count()
    assert "by=site&amp;page=2" in client.get(f"{MAIL}?by=site").content.decode()


def test_a_reminder_is_seen(cast, client):
    cast.concern()
    remind({}, AT + timedelta(days=30))
    assert "已超期" in told(client.get(MAIL))


def test_a_letter_that_leads_nowhere_has_no_press(cast, client):
    actions.post(to=cast.people["leader"], subject="请看", body="一句话", link="", key="k", by=CLOCK, at=AT)
    (one,) = letters(client.get(MAIL))
    assert "<form" not in one


def test_outside_the_demo_there_is_no_such_address_and_no_row(cast, client, settings):
    tell({"concern": cast.concern().pk}, AT)
    settings.DEMO = False
    assert client.get(MAIL).status_code == 404
    assert not queries.letterbox()
