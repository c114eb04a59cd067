"""A small city, one browser for every role."""

import csv
from collections.abc import Callable
from html import unescape
from pathlib import Path
from re import findall
from urllib.parse import unquote

import pytest
from django.test import Client

from lianxinqiao.concerns.models import Concern
from lianxinqiao.organisation.enums import BodyKind
from lianxinqiao.organisation.models import Appointment, Body
from lianxinqiao.studios.models import Studio
from tests.concerns.conftest import City, build

NOW = "2023-06-05T09:00:00+08:00"
PAGES = Path(__file__).with_name("pages.csv")


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.DEMO, settings.DEMO_NOW = True, NOW
    settings.FILES = tmp_path / "files"
    made = build()
    body = Body.objects.create(kind=BodyKind.COMMITTEE, name="经济委员会", place=made.county.parent)
    Appointment.objects.filter(role="committee_lead").update(body=body)
    Studio.objects.filter(pk=made.studio.pk).update(leads=body)
    return made


@pytest.fixture
def matter(city) -> Concern:
    """A matter that went all the way, of the first county."""
    return city.concern("closed")


@pytest.fixture
def foreign(city) -> Concern:
    """A matter of the other county."""
    return city.receive(studio=city.other)


@pytest.fixture
def browser(city) -> Callable[[str], Client]:
    """A browser signed in as one of the city's people, who has one appointment."""

    def enter(name: str) -> Client:
        client = Client()
        client.force_login(city.people[name])
        return client

    return enter


def pages() -> dict[str, dict[str, bool]]:
    """The table written by hand: role → page → seen."""
    with PAGES.open(encoding="utf-8", newline="") as told:
        return {row.pop("role"): {page: said == "yes" for page, said in row.items()} for row in csv.DictReader(told)}


def told(answer) -> str:
    """The page as people read it, its addresses too."""
    return unquote(unescape(answer.content.decode(errors="replace")))


def hidden(answer) -> dict[str, str]:
    """The hidden fields of the page's main part."""
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    pairs = findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main)
    return {unescape(name): unescape(value) for name, value in pairs if name != "csrfmiddlewaretoken"}
