"""Every page of the site under axe, at 1280 px in Chinese and at 390 px for elders in English; none is forgotten.

The pages are made from the addresses themselves, as in tests/web/test_every_address.py. Each is loaded once in each
look; at 1280 px also by everybody who sees it otherwise; on the phone its forms are sent empty as well, and it is
measured for content that runs out of the screen and for targets that a finger misses, in elder and in standard size.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from re import search
from typing import Any
from urllib.parse import quote

import axe_playwright_python
import pytest
from django.test import Client
from playwright.sync_api import Browser, Page

from lianxinqiao.base import photos
from lianxinqiao.concerns.models import Concern
from tests.concerns.conftest import City, build
from tests.concerns.test_photos import picture
from tests.house.test_doors import addresses
from tests.walks.conftest import OFFICE, PHONE
from tests.web.desk.conftest import browser as client_of
from tests.web.parts.conftest import PASSWORD
from tests.web.parts.test_second import code_of
from tests.web.parts.test_sign_in import sign_in
from tests.web.test_every_address import NOW, ONCE, every

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "traces"])]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = """async () => (await axe.run(document, {
  resultTypes: ['violations'], rules: {'target-size': {enabled: true}},
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'],
})).violations.flatMap(found => found.nodes.map(node => found.id + ' ' + node.html.slice(0, 160)))"""
TOO_WIDE = """size => {
  document.documentElement.dataset.size = size;
  const root = document.documentElement, over = root.scrollWidth - root.clientWidth;
  if (over <= 0) return [];
  const far = [...document.querySelectorAll('main *, header *, footer *')]
    .filter(one => one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest("thead"));
  return [size + ': ' + over + ' px too wide ' + far.slice(0, 2).map(one => one.outerHTML.slice(0, 120)).join(' ')];
}"""
TOO_SMALL = """([size, least]) => {
  document.documentElement.dataset.size = size;
  const pressed = 'a, button, summary, select, textarea, input:not([type=hidden]), label.check, .rows label';
  return [...document.querySelectorAll(pressed)]
    .filter(one => one.offsetParent && getComputedStyle(one).display !== 'inline' && !one.closest('.skip, .sr'))
    .filter(one => !(one.closest('label') && one.tagName === 'INPUT') && getComputedStyle(one).position !== 'absolute')
    .map(one => [one, (getComputedStyle(one, '::after').position === 'absolute' ? one.closest('tr') : one)
      .getBoundingClientRect()])
    .filter(([one, box]) => Math.min(box.width, box.height) < least - .5)
    .map(([one, box]) => `${size}: ${Math.round(box.width)}×${Math.round(box.height)} ` + one.outerHTML.slice(0, 120));
}"""
"""Links in a sentence are free, as in WCAG 2.5.8; what stands alone is at least so large (interface.md 4.1)."""
REFUSED = """() => {
  const form = document.querySelector('main form[method=post]:has([required])');
  if (!form) return false;
  form.noValidate = true;
  form.reset();
  form.requestSubmit();
  return true;
}"""
"""Sends the form of the page as it is, empty."""
STATES = ("received", "accepted", "assigned", "answered", "rated", "closed", "declined")
EYES = {
    "desk": ("clerk", "convener", "member"),
    "office": ("city_staff", "county_staff", "administrator", "auditor"),
    "sign-in": ("", "clerk", "fresh", "armed", "halfway"),
    "": ("", "clerk"),
}
"""Who tries a page behind which first part of the address; the first who may sees it. "" is nobody, `fresh` has just
typed a password, `armed` has a second factor and has shown it, `halfway` is asked for it."""
SHOWN_TO_ALL = {"desk", "desk_concern", "office", "office_concern", "office_studio", "enter"}
"""Pages that look otherwise for each of them."""
NO_PAGE = {
    "receipt_qr": "a picture",
    "receipt_photo": "a picture",
    "demo_clock": "a piece of the banner, looked at in tests/walks/test_demo.py",
    "desk_concern_photo": "a picture",
    "office_concern_photo": "a picture",
    "office_import_template": "a workbook",
    "mfa_reauthenticate_webauthn": "wants a real key; the same parts as mfa_add_webauthn and mfa_reauthenticate",
    "mfa_remove_webauthn": "likewise; the same parts as mfa_deactivate_totp",
}
FAULTS = (("not found", "/nowhere/", ""), ("forbidden", "/office/", "clerk"))
SENT: dict[str, tuple[str, str, dict[str, str], str]] = {
    "where": ("", "/say/", {"text": "桥断了"}, "main form .btn >> nth=-1"),
    "check": ("", "/s/S071/", {"text": "桥断了", "place": ""}, "main form .btn >> nth=-1"),
    "found nothing": ("", "/studios/?q=xyz", {}, ""),
    "no list": ("clerk", "/desk/concerns/?q=xyz", {}, ""),
    "revealed": ("clerk", "desk_concern_reveal", {"what": "phone", "reason": "回电问地方"}, "main form .btn"),
    "opened": ("county_staff", "office_concern_reveal", {"what": "", "reason": "核对办理情况"}, "main form .btn"),
    "preview": (
        "clerk",
        "desk_concern_answer",
        {"result": "A", "text": "修好了", "evidence": "看过"},
        "[name=preview]",
    ),
    "password slip": ("administrator", "office_person", {}, "form[action*=issue_password] .btn"),
}
"""Pages that only a sent form leads to: who, where (address or name of a page), what is filled in, what is pressed."""
LEAST = {"standard": 44, "elder": 60}
"""CSS pixels of what stands alone and is pressed."""


@dataclass(frozen=True)
class Seen:
    """One page: its name, its address and whose eyes look at it."""

    name: str
    address: str
    who: str


@pytest.fixture
def city(settings, tmp_path) -> City:
    settings.DEMO, settings.DEMO_NOW, settings.FILES = True, NOW, tmp_path
    made = build()
    made.studio.townships.add(made.village.parent)
    return made


def matters(city: City) -> list[Concern]:
    """One in each state; the first is the one of `every`."""
    first = city.lead(city.concern(once=ONCE, photos=[photos.clean(picture())]), "answered")
    return [first, *(city.lead(city.concern(), state) for state in STATES)]


def clients(city: City) -> dict[str, Client]:
    """A signed-in client for each pair of eyes."""
    for name in ("convener", "auditor"):
        city.people[name].set_password(PASSWORD)
        city.people[name].save()
    made = {who: client_of(city, who) for who in {one for all_ in EYES.values() for one in all_} & set(city.people)}
    fresh, armed, halfway = Client(), Client(), Client()
    for client, name in ((fresh, "convener"), (armed, "auditor")):
        sign_in(client, name)
        client.post("/sign-in/password/", {"password": PASSWORD})
    page = armed.get("/sign-in/factors/code/").content.decode()
    secret = search(r'translate="no">([A-Z2-7]{20,})<', page)
    assert secret
    armed.post("/sign-in/factors/code/", {"code": code_of(secret.group(1))})
    sign_in(halfway, "auditor")
    return made | {"": Client(), "fresh": fresh, "armed": armed, "halfway": halfway}


def is_page(client: Client, address: str) -> bool:
    answer = client.get(address)
    return answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")


def found(eyes: dict[str, Client], known: list[Concern], *, by_all: bool) -> Iterator[Seen]:
    """Each page once; `by_all`: what everybody sees differently for each who does, and in several states."""
    for name, address in every(known[0]):
        part = address.split("/")[1]
        turns = dict.fromkeys(address.replace(quote(known[0].number), quote(one.number)) for one in known)
        for who in EYES.get(part, EYES[""]):
            fitting = [one for one in turns if is_page(eyes[who], one)]
            yield from (Seen(name, one, who) for one in fitting[: 3 if by_all and name == "desk_concern" else 1])
            if fitting and not (by_all and name in SHOWN_TO_ALL):
                break


def forgotten(seen: list[Seen]) -> set[str]:
    """Names of pages that nobody sees: what only acts and what is no page set aside."""
    acting = {entry.name for _address, entry in addresses() if getattr(entry.callback, "methods", ()) == ("POST",)}
    return {entry.name for _address, entry in addresses()} - acting - set(NO_PAGE) - {one.name for one in seen}


class Looker:
    """A browser window for each pair of eyes, in one look; what was found wrong, in words."""

    def __init__(self, browser: Browser, at: str, eyes: dict[str, Client], size: str, tongue: str, **window: Any):
        self._browser, self._at, self._eyes, self._window = browser, at, eyes, window
        self._cookies, self._pages = {"size": size, "tongue": tongue}, dict[str, Page]()
        self.wrong: list[str] = []

    def page(self, who: str) -> Page:
        """The window of these eyes; opened once. axe comes as an init script, which no content policy stops."""
        if who not in self._pages:
            context = self._browser.new_context(base_url=self._at, reduced_motion="reduce", **self._window)
            told = self._cookies | {name: one.value for name, one in self._eyes[who].cookies.items() if one.value}
            context.add_cookies([{"name": name, "value": value, "url": self._at} for name, value in told.items()])
            context.add_init_script(AXE)
            self._pages[who] = context.new_page()
        return self._pages[who]

    def look(self, page: Page, words: str, *, measured: bool) -> None:
        """Run axe; on a phone measure too."""
        told: list[str] = page.evaluate(RUN)
        for size, least in LEAST.items() if measured else ():
            told += page.evaluate(TOO_WIDE, size) + page.evaluate(TOO_SMALL, [size, least])
        self.wrong += [f"{words}: {one}" for one in told]

    def close(self) -> None:
        for page in self._pages.values():
            page.context.close()


def fill(page: Page, told: dict[str, str]) -> None:
    """Fill fields; of rows the one with this value, or the first."""
    for name, value in told.items():
        field = page.locator(f"main [name={name}]")
        if field.first.get_attribute("type") in {"radio", "checkbox"}:
            (page.locator(f"main [name={name}][value='{value}']") if value else field.first).check(force=True)
        else:
            field.first.fill(value)


def walk(looker: Looker, seen: list[Seen], *, phone: bool) -> None:
    """Every page; on the phone its refused form too; then what only a sent form shows."""
    for one in seen:
        page = looker.page(one.who)
        page.goto(one.address)
        words = f"{one.name} ({one.who or 'nobody'})"
        looker.look(page, words, measured=phone)
        if phone and page.evaluate(REFUSED):
            page.wait_for_selector("main .errors")
            looker.look(page, words + " refused", measured=True)
    for words, address, who in FAULTS:
        looker.page(who).goto(address)
        looker.look(looker.page(who), words, measured=phone)
    for words, (who, where, told, pressed) in SENT.items():
        page = looker.page(who)
        page.goto(next((one.address for one in seen if one.name == where), where))
        fill(page, told)
        if pressed:
            with page.expect_navigation():
                page.click(pressed)
        looker.look(page, words, measured=phone)


LOOKS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "elder in English on a phone": ("elder", "en", {"viewport": PHONE, "is_mobile": True, "has_touch": True}),
    "standard in Chinese at 1280 px": ("standard", "zh-hans", {"viewport": OFFICE}),
}


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_any_page(city, browser: Browser, live_server, look):
    known, eyes = matters(city), clients(city)
    phone = "phone" in look
    seen = list(found(eyes, known, by_all=not phone))
    assert forgotten(seen) == set()
    size, tongue, window = LOOKS[look]
    looker = Looker(browser, str(live_server), eyes, size, tongue, **window)
    walk(looker, seen, phone=phone)
    looker.close()
    assert looker.wrong == []
