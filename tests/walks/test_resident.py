"""A resident in a real browser: says a matter on a phone, with and without scripts, in every letter size."""

import pytest

from lianxinqiao.concerns.models import Concern
from tests.concerns.conftest import build
from tests.web.public.conftest import NOW, picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "traces"])]

PAGES = ["/", "/say/", "/s/S071/", "/call/", "/status/", "/studios/", "/studios/S071/", "/about/help/"]
TOO_SMALL = """(least) => [...document.querySelectorAll(
    'main .btn, main select, main textarea, main input:not([type=hidden]), main .rows a, main .rows button')]
    .filter(e => e.offsetParent)
    .filter(e => (e.closest('label') || e).getBoundingClientRect().height < least).map(e => e.outerHTML)"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def city(settings, tmp_path):
    settings.DEMO, settings.DEMO_NOW, settings.FILES = True, NOW, tmp_path
    made = build()
    made.studio.townships.add(made.village.parent)
    return made


def say(page, words="桥断了，要绕路。"):
    page.goto("/")
    page.fill("#text", words)
    page.click("main form .btn >> nth=0")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    page.set_input_files("#id_photos", [photo])
    page.click("main form .btn >> nth=-1")
    for name in ("山阳县", "城关镇", "下河村"):
        page.click(f"main .rows button:has-text('{name}') >> nth=0")
    page.click("main button[value=send]")
    page.wait_for_url("**/r/*/")


@pytest.mark.parametrize("who", ["phone", "phone_without_scripts", "office"])
def test_said_and_found_again_by_code(city, request, who):
    page = request.getfixturevalue(who)
    wrong = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
    say(page)
    assert Concern.objects.get().photos.count() == 1
    receipt, code = page.url, page.inner_text(".code")
    page.goto("/status/")
    page.fill("#id_code", code)
    page.click("main .btn")
    page.wait_for_url("**/r/*/")
    assert page.url == receipt
    assert wrong == []


def test_a_draft_survives_a_reload_and_goes_when_sent(city, phone):
    phone.goto("/say/")
    phone.fill("#id_text", "写了一半")
    phone.reload()
    assert phone.input_value("#id_text") == "写了一半"
    say(phone)
    phone.goto("/say/")
    assert phone.input_value("#id_text") == ""


def test_sizes_fit_the_phone_and_the_finger(city, phone):
    for size, least in (("standard", 44), ("large", 44), ("elder", 60)):
        phone.goto("/")
        phone.click(f"header button[value={size}]")
        for path in PAGES:
            phone.goto(path)
            assert phone.get_attribute("html", "data-size") == size
            assert phone.evaluate(TOO_WIDE) <= 0, (size, path)
            assert phone.evaluate(TOO_SMALL, least) == [], (size, path)
    assert phone.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 30


def test_the_wide_page_fits_too(city, office):
    for path in PAGES:
        office.goto(path)
        assert office.evaluate(TOO_WIDE) <= 0, path


def test_the_list_narrows_while_typing(city, office):
    office.goto("/studios/")
    office.fill("#id_q", "镇安")
    office.wait_for_selector("#list >> text=共 1 个工作室")
    assert "q=" in office.url


def test_the_keyboard_reaches_the_form_past_the_frame(city, office):
    office.goto("/say/")
    office.keyboard.press("Tab")
    assert office.evaluate("document.activeElement.className") == "skip"
    office.keyboard.press("Enter")
    assert office.evaluate("document.activeElement.id") == "main"


def test_a_refused_form_starts_at_the_summary(city, phone):
    phone.goto("/say/")
    phone.click("main form .btn >> nth=-1")
    assert phone.evaluate("document.activeElement.className") == "errors tight"
