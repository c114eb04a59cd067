"""Pages that anybody reads, the switches, and what happens when something is wrong."""

import re

import pytest
from django.test import Client

from lianxinqiao.studios.models import Studio
from tests.web.public.conftest import told

pytestmark = pytest.mark.django_db(databases=["default", "traces"])

OPEN = [
    *("/", "/studios/", "/studios/S071/", "/s/S071/", "/say/", "/call/", "/status/"),
    *("/about/help/", "/about/privacy/", "/about/accessibility/"),
]
WRONG = ["/nowhere/", "/studios/NONE/", "/s/NONE/", "/r/x/", "/about/none/"]


@pytest.mark.parametrize("path", OPEN)
def test_open_pages(city, client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count("<h1") == 1
    assert '<html lang="zh-CN" data-size="standard" data-brand="red">' in page
    assert "user-scalable" not in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for asked in re.findall(r'<label[^>]* for="([^"]+)"', page):
        assert asked in ids


@pytest.mark.parametrize("path", [*OPEN, *WRONG, "/look/", "/static/none.css"])
def test_headers_on_every_answer(city, client, path):
    answer = client.get(path)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "Cross-Origin-Opener-Policy" in answer.headers


def test_headers_on_a_crash_and_on_a_foreign_host(city, monkeypatch):
    client = Client(raise_request_exception=False)
    monkeypatch.setattr("lianxinqiao.web.public.home.views.open_studios", lambda: 1 / 0)
    crash = client.get("/")
    assert crash.status_code == 500
    assert "我们这边出了错" in told(crash)
    assert "Traceback" not in told(crash)
    foreign = client.get("/", headers={"host": "evil.example"})
    assert foreign.status_code == 400
    for answer in (crash, foreign):
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", WRONG)
def test_a_wrong_address_says_what_to_do_next(city, client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "从首页找起" in told(answer)


def test_a_wrong_method_is_a_page_too(city, client):
    answer = client.delete("/say/")
    assert answer.status_code == 405
    assert answer.headers["Allow"]
    assert "这一步不能这样走" in told(answer)


@pytest.mark.parametrize("size", ["standard", "large", "elder"])
def test_size_is_kept(city, client, size):
    answer = client.post("/look/", {"size": size, "back": "/studios/"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/studios/")
    assert f'data-size="{size}"' in told(client.get("/"))


def test_language_is_kept_and_told(city, client):
    client.post("/look/", {"tongue": "en", "back": "/"})
    answer = client.get("/")
    assert answer.headers["Content-Language"] == "en"
    assert '<html lang="en"' in told(answer)
    client.post("/look/", {"tongue": "zh-hant", "back": "/"})
    assert '<html lang="zh-Hant"' in told(client.get("/"))


ELSEWHERE = ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example", ""]


@pytest.mark.parametrize("back", ELSEWHERE)
def test_the_switch_leads_nowhere_else(city, client, back):
    assert client.post("/look/", {"size": "elder", "back": back}).headers["Location"] == "/"


def test_nonsense_leaves_the_look_as_it_was(city, client):
    client.post("/look/", {"size": "huge", "tongue": "xx", "back": "/"})
    assert 'data-size="standard"' in told(client.get("/"))


def test_studios_are_found_by_word_county_and_type(city, client):
    assert "共 2 个工作室" in told(client.get("/studios/"))
    for query in ("q=城关", "county=611024", "q=s071", "q=城关 镇"):
        assert "城关委员工作室" in told(client.get(f"/studios/?{query}"))
    assert "镇安委员工作室" not in told(client.get("/studios/?county=611024"))
    assert "没有找到这样的工作室" in told(client.get("/studios/?type=personal"))
    assert client.get("/studios/?county=x&type=y&page=zz").status_code == 200


def test_the_list_alone_for_htmx(city, client):
    part = client.get("/studios/?q=城关", headers={"HX-Request": "true"})
    assert "<html" not in told(part)
    assert 'id="list"' in told(part)


def test_the_list_of_studios_costs_the_same_however_long(city, client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.concerns.conftest import _studio

    with CaptureQueriesContext(connection) as few:
        client.get("/studios/")
    for n in range(20):
        _studio(f"T{n:02}", f"第{n}工作室", city.county)
    with django_assert_num_queries(len(few)):
        client.get("/studios/")


def test_a_studio_shows_what_is_reported_with_its_source(city, client):
    Studio.objects.filter(pk=city.studio.pk).update(reported="读书会。<b>粗</b>", reported_source="某报 2023-06-04")
    page = client.get("/studios/S071/").content.decode()
    assert "据报道" in page
    assert "某报 2023-06-04" in page
    assert "<b>粗</b>" not in page
    assert "/s/S071/" in page
    assert "农业界" in page


def test_a_planned_studio_is_not_shown(city, client):
    Studio.objects.filter(pk=city.studio.pk).update(state="planned", plated_on=None)
    assert client.get("/studios/S071/").status_code == 404


def test_no_cookie_of_a_session_for_readers(city, client):
    for path in OPEN:
        client.get(path)
    assert "session" not in client.cookies


def test_the_demo_banner_only_in_the_demo(city, client, settings):
    assert "演示城市" in told(client.get("/"))
    settings.DEMO, settings.DEMO_NOW = False, ""
    assert "演示城市" not in told(client.get("/"))


def test_solved_matters_are_counted_by_finished_quarters_only(city, client):
    """Six closed today: the city's figure rises at once, no county's; what runs is said as one sum."""
    for _n in range(6):
        city.concern("closed")
    page = told(client.get("/figures/solved/?period=to_date"))
    assert '<p class="huge num">6</p>' in page
    assert "另有 6 件在还没有过完的季度里" in page
    assert "山阳县</td>" not in page
    assert "山阳县</td>" not in told(client.get("/figures/solved/"))


def test_people_taking_part_are_not_listed_below_five(city, client):
    city.concern("answered")
    page = told(client.get("/figures/members/?period=to_date"))
    assert "山阳县</td>" not in page
    assert "数到" in page
