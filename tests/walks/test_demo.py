"""Time in a real browser: a press, progress that moves by itself, the news; and the same without scripts."""

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from lianxinqiao.base import jobs
from lianxinqiao.simulation import world
from lianxinqiao.simulation.mark import Mark
from lianxinqiao.web.parts import errands
from tests.concerns.conftest import build
from tests.web.public.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "traces"])]


@pytest.fixture
def city(settings, tmp_path):
    settings.DEMO, settings.DEMO_NOW = True, NOW
    settings.HOME, settings.FILES = tmp_path, tmp_path / "files"
    cache.clear()
    Mark.read(tmp_path).begin(seed=1)
    made = build()
    for role, username in world.CAST.items():
        made.people[role].username = username
        made.people[role].save()
    jobs.discover()
    return made


def test_a_day_passes_before_the_visitors_eyes(city, phone: Page):
    wrong = []
    phone.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    phone.goto("/studios/")
    phone.click(".demo summary")
    phone.click(".demo details button[value=day]")
    expect(phone.locator(".demo")).to_contain_text("第 0 天，共 1 天")
    with phone.expect_request("**/demo/clock/"):
        pass
    assert jobs.work_one()
    expect(phone.locator(".demo")).to_contain_text("过了一天")
    expect(phone.locator(".demo")).to_contain_text("6月6日")
    assert phone.url.endswith("/studios/")
    assert wrong == []


def test_without_scripts_a_link_asks_again(city, phone_without_scripts: Page):
    phone = phone_without_scripts
    phone.goto("/figures/")
    phone.click(".demo summary")
    phone.click(".demo details button[value=day]")
    assert jobs.work_one()
    phone.click(".demo .running a")
    expect(phone.locator(".demo")).to_contain_text("过了一天")
    assert phone.url.endswith("/figures/")


@pytest.mark.parametrize("size", ["standard", "elder"])
@pytest.mark.parametrize("path", ["/enter/", "/demo/", "/demo/reset/"])
def test_the_pages_of_the_demo_fit_a_phone(city, live_server, phone: Page, path: str, size: str):
    phone.context.add_cookies([{"name": "size", "value": size, "url": str(live_server)}])
    phone.goto(path)
    assert phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    small = phone.evaluate(
        "[...document.querySelectorAll('main button, main a.btn')].map(e => e.getBoundingClientRect().height)"
    )
    assert min(small) >= 44


def test_an_errand_is_ticked_where_it_was_done(city, office: Page):
    office.goto("/enter/")
    words = str(next(user for user in errands.USERS if user.key == "leader").errands[0].words)
    office.click(f"text={words}")
    office.wait_for_url("**/office/")
    office.goto("/enter/")
    expect(office.locator(".errand.done")).to_have_text([f"{words} 做过了"])
