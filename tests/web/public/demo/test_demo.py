"""The demo's desk and banner: time is sent forward, watched, told of, and brought back; elsewhere none of it exists."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import get_resolver

from lianxinqiao.base import clock, jobs
from lianxinqiao.base.errors import NotItsTime
from lianxinqiao.base.models import Job
from lianxinqiao.ledger.models import Line
from lianxinqiao.simulation import snapshot, stepping
from lianxinqiao.simulation.happened import Happened, Notable
from lianxinqiao.simulation.mark import Mark
from lianxinqiao.web.parts.errands import COOKIE
from tests.concerns.conftest import AT, City, build

pytestmark = pytest.mark.django_db(databases=["default", "traces"])
ADDRESSES = {"/demo/", "/demo/clock/", "/demo/reset/", "/demo/step/", "/demo/see/", "/demo/again/"}
PART = {"HX-Request": "true"}


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    """A small city in a home of its own, marked as the demo's."""
    settings.DEMO, settings.DEMO_NOW = True, "2023-06-05T09:00:00+08:00"
    settings.HOME, settings.FILES = tmp_path, tmp_path / "files"
    cache.clear()
    Mark.read(tmp_path).begin(seed=1)
    return build()


@pytest.fixture
def step(monkeypatch):
    """Tell the pages how a step stands and what it brought."""

    def tell(*, happened=None, **more):
        at = clock.opening(AT.date())
        told = stepping.Stepping(False, 7, 7, at, clock.later(at, days=7), "")
        monkeypatch.setattr(stepping, "state", lambda: replace(told, **more))
        monkeypatch.setattr(stepping, "last", lambda: happened)

    return tell


def page(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def banner(client: Client, address: str = "/") -> str:
    return page(client, address).split("<aside")[1].split("</aside>")[0]


# --- only in the demo ---------------------------------------------------------------------------


def test_every_address_of_the_demo_is_on_the_list():
    found = {f"/{name}" for name in map(str, paths(get_resolver().url_patterns)) if name.startswith("demo/")}
    assert found >= ADDRESSES


def paths(patterns, before=""):
    for entry in patterns:
        if hasattr(entry, "url_patterns"):
            yield from paths(entry.url_patterns, before + str(entry.pattern))
        else:
            yield before + str(entry.pattern)


def test_outside_the_demo_there_is_no_such_address_and_no_banner(city, settings):
    settings.DEMO = False
    before = Line.objects.count()
    for name in map(str, paths(get_resolver().url_patterns)):
        if name.startswith(("demo/", "parts/", "article/")) and "<" not in name:
            for method in ("get", "post", "put", "delete"):
                answer = getattr(Client(), method)(f"/{name}", {"to": "week"} if method == "post" else None)
                assert answer.status_code == 404, (method, name)
    assert "<aside" not in page(Client(), "/")
    assert "/demo/" not in page(Client(), "/")
    assert (Line.objects.count(), Job.objects.count()) == (before, 0)


def test_demo_mode_switched_on_over_a_real_database_moves_nothing(city, settings):
    (settings.HOME / "city.json").unlink()
    client = Client()
    for address, sent in (("/demo/step/", {"to": "week"}), ("/demo/reset/", {})):
        client.post(address, sent)
        assert "不是演示建起来的" in page(client, "/demo/")
    assert Job.objects.count() == 0


# --- the banner ---------------------------------------------------------------------------------


def test_it_tells_the_moment_and_offers_the_steps(city):
    told = banner(Client())
    assert "2023年6月5日 星期一 09:00" in told
    for word in ("前进一天", "前进一周", "到下一个期限", "恢复初始"):
        assert told.count(word) == 2, word  # in a row, and folded for a phone
    assert '<details class="as-fold"><summary>时间</summary>' in told
    assert "htmx" not in page(Client(), "/")


def test_a_press_sends_the_city_forward_and_comes_back(city):
    client = Client()
    answer = client.post("/demo/step/", {"to": "week", "back": "/figures/"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/figures/")
    assert stepping.state().running
    told = banner(client, "/figures/")
    assert "第 0 天，共 7 天" in told
    assert 'hx-get="/demo/clock/"' in told
    assert 'href="">刷新' in told
    assert "前进一天" not in told
    assert page(client, "/figures/").count("htmx-2.min.js") == 1


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "evil", ""])
def test_it_never_leads_elsewhere(city, back):
    assert Client().post("/demo/step/", {"to": "day", "back": back}).headers["Location"] == "/demo/"


def test_an_unknown_step_is_none(city):
    assert Client().post("/demo/step/", {"to": "year"}).status_code == 404
    assert Client().get("/demo/step/").status_code == 405


def test_a_second_press_is_refused_in_a_sentence(city):
    client = Client()
    for _press in range(2):
        client.post("/demo/step/", {"to": "day", "back": "/"})
    assert Job.objects.filter(name__startswith="simulation").count() == 1
    assert "请等它停下再按" in page(client, "/")


def test_the_progress_asks_again_until_it_is_over(city, step):
    step(running=True, days_done=3)
    answer = Client().get("/demo/clock/", headers=PART)
    assert "第 3 天，共 7 天" in answer.content.decode()
    assert 'max="7" value="3">' in answer.content.decode()
    assert "HX-Refresh" not in answer.headers
    step(running=False)
    assert Client().get("/demo/clock/", headers=PART).headers["HX-Refresh"] == "true"
    assert Client().get("/demo/clock/").headers["Location"] == "/demo/"


def test_after_a_step_one_line_says_what_happened(city, step):
    step(happened=week(city))
    told = re.sub(r"\s+", " ", banner(Client()))
    assert "过了一周：收到 1 件，超期 2 件，重新办 1 件" in told
    step(happened=None, days_done=0)
    assert "过了" not in banner(Client())


def test_a_day_without_anything_and_a_failed_step_are_said(city, step):
    at = clock.opening(AT.date())
    step(happened=Happened(at, clock.later(at, days=1), [], []), until=clock.later(at, days=1))
    assert "过了一天：没有人来，也没有事到期" in banner(Client())
    assert "风平浪静" in page(Client(), "/demo/")
    step(fault="LookupError")
    assert "上一步没有走完" in banner(Client())
    assert "LookupError" in page(Client(), "/demo/")


def test_a_page_of_fault_shows_the_moment_and_asks_nothing_of_the_database(city):
    told = banner(Client(), "/nowhere/")
    assert "2023年6月5日" in told
    assert "前进" not in told


# --- the desk -----------------------------------------------------------------------------------


def week(city) -> Happened:
    """An overdue matter twice, one done again, one new."""
    matter = city.concern("assigned")
    since = clock.opening(AT.date())

    def one(kind, hours, role="clerk"):
        link = f"/desk/concerns/{matter.number}/"
        return Notable(kind, f"{kind}了", "S071", matter.number, clock.later(since, hours=hours), role, link)

    notable = [one("received", 90), one("overdue", 80), one("overdue", 70), one("rework", 20, "convener")]
    return Happened(since, clock.later(since, days=7), [("群众说了事", 1), ("超过期限", 2)], notable)


def test_before_the_first_step_it_says_so_and_points_on(city):
    told = page(Client(), "/demo/")
    assert "时间还没有走过" in told
    assert 'href="/enter/"' in told


def test_what_happened_is_one_press_away_in_the_right_role(city, step):
    step(happened=week(city))
    told = page(Client(), "/demo/").split("<main")[1]
    assert re.findall(r"(\w+)了 <span", told) == ["overdue", "overdue", "rework", "received"]
    assert "城关委员工作室" in told
    marks = re.findall(r'name="mark" value="(\w+)"', told)
    roles = ["clerk", "clerk", "convener", "clerk"]
    for mark, role in zip(marks, roles, strict=True):
        client = Client()
        answer = client.post("/demo/see/", {"mark": mark})
        assert answer.status_code == 303
        there = client.get(answer.headers["Location"])
        assert (there.status_code, there.wsgi_request.actor.role) == (200, role)
        assert there.wsgi_request.actor.where.path == city.studio.place.path


@pytest.mark.parametrize("mark", ["", "0" * 24])
def test_what_is_no_longer_there_leads_back(city, step, mark):
    step(happened=week(city))
    client = Client()
    assert client.post("/demo/see/", {"mark": mark}).headers["Location"] == "/demo/"
    assert "_auth_user_id" not in client.session


# --- back to the beginning ----------------------------------------------------------------------


def test_restoring_says_first_what_is_lost(city, monkeypatch):
    done = []
    monkeypatch.setattr(snapshot, "restore", lambda: done.append(True))
    client = Client()
    client.cookies[COOKIE] = "resident-1"
    assert "拿不回来" in page(client, "/demo/reset/")
    assert done == []
    answer = client.post("/demo/reset/")
    assert (answer.status_code, answer.headers["Location"], done) == (303, "/demo/", [True])
    assert client.cookies[COOKIE].value == ""
    assert "最初的样子" in page(client, "/demo/")


def test_restoring_is_refused_in_a_sentence_while_time_runs(city, monkeypatch):
    def busy():
        raise NotItsTime("城市正在往前走。")

    monkeypatch.setattr(snapshot, "restore", busy)
    client = Client()
    assert client.post("/demo/reset/").status_code == 303
    assert "城市正在往前走" in page(client, "/demo/")


def test_a_step_is_the_workers_job_and_ends_in_the_banner(city):
    client = Client()
    client.post("/demo/step/", {"to": "day"})
    jobs.discover()
    assert jobs.work_one()
    assert not stepping.state().running
    told = banner(client)
    assert "2023年6月6日 星期二 09:00" in told
    assert "过了一天：" in told
