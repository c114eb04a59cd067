"""The first walk in a real browser: said on a phone, worked at the desk, rated, closed, found in the figure."""

import re

import pytest
from playwright.sync_api import Page, expect

from lianxinqiao.ledger.models import Line
from lianxinqiao.simulation import world
from tests.web.public.conftest import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "traces"])]


@pytest.fixture
def city(settings, tmp_path):
    settings.DEMO, settings.DEMO_NOW, settings.FILES = True, NOW, tmp_path
    world.build()


def enter(page: Page, role: str) -> None:
    page.goto("/enter/")
    page.click(f"form[action='/enter/{role}/'] button")
    page.wait_for_url(re.compile(r"/(desk|office)/"))


def say(phone: Page) -> tuple[str, str]:
    phone.goto("/studios/?q=漫川关")
    phone.click("a.card >> nth=0")
    phone.click("text=向这个工作室说一件事")
    phone.fill("#id_text", "村口小桥的栏杆断了四米，娃娃上学从那儿过，看着心慌。")
    phone.click("main .rows label >> nth=0")
    phone.click("main form .btn >> nth=-1")
    phone.click("main button[value=send]")
    phone.wait_for_url("**/r/*/")
    number = re.search(r"山阳2306-\d+", phone.inner_text("main"))
    assert number
    return phone.url, number.group(0)


def step(page: Page, number: str, verb: str, **told: str) -> None:
    """One verb's page: fill it, send it, and come back to the case."""
    page.goto(f"/desk/concerns/{number}/{verb}/")
    for name, value in told.items():
        field = page.locator(f"main [name={name}]")
        kind = field.first.get_attribute("type")
        if kind == "radio":
            page.locator(f"main [name={name}][value='{value}']").check(force=True)
        elif field.first.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value=value)
        else:
            field.first.fill(value)
    page.click("main form[method=post] .btn >> nth=-1")
    expect(page).to_have_url(re.compile(r"/desk/concerns/[^/]+/$"))


def figure(page: Page) -> int:
    page.goto("/figures/solved/?period=to_date")
    found = re.search(r"\d+", page.inner_text("main .huge"))
    return int(found.group(0)) if found else 0


def test_from_the_phone_to_a_closed_case_and_its_line(city, phone: Page, office: Page):
    before = figure(phone)
    receipt, number = say(phone)
    enter(office, "clerk")
    expect(office.locator("main")).to_contain_text("栏杆")
    step(office, number, "accept", passed_on="村口小桥栏杆断了，娃娃上学不安全。", topic="roads", kind="help")
    office.goto(f"/desk/concerns/{number}/assign/")
    office.locator("main [name=to]").first.check(force=True)
    office.click("main form .btn >> nth=0")
    step(office, number, "answer", result="A", text="栏杆已换新，全桥加了反光条。", evidence="委员现场看过")
    phone.goto(receipt)
    expect(phone.locator("main")).to_contain_text("栏杆已换新")
    phone.locator("main form[action$='/rate/'] [value=solved]").first.click()
    if phone.locator("main form[action$='/rate/'] .btn:visible").count():
        phone.locator("main form[action$='/rate/'] .btn").last.click()
    step(office, number, "close")
    phone.goto(receipt)
    expect(phone.locator("main")).to_contain_text("已办结")
    line = Line.objects.get(verb="concerns.close", thing_id=number)
    assert (line.kind, line.quantity) == ("solved", 1)
    assert figure(phone) == before + 1


@pytest.mark.parametrize("role", ["member", "convener", "county_staff", "city_staff", "leader", "administrator"])
def test_every_role_gets_in_and_sees_its_door(city, office: Page, role: str):
    enter(office, role)
    expect(office.locator("h1")).to_be_visible()
    assert office.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
