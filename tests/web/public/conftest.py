"""A resident's browser in a small city at the demo's moment."""

from html import unescape
from io import BytesIO
from re import findall, search

import pytest
from django.core.cache import caches
from django.test import Client
from PIL import Image

from tests.concerns.conftest import City, build

NOW = "2023-06-05T09:00:00+08:00"


@pytest.fixture
def city(db, transactional_traces, settings) -> City:
    settings.DEMO, settings.DEMO_NOW = True, NOW
    made = build()
    made.studio.townships.add(made.village.parent)
    return made


@pytest.fixture
def transactional_traces(request):
    """Counters live in `traces`; tests that touch them are marked for both databases."""
    return caches


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    return settings.FILES


def picture(width=640, height=480, kind="JPEG", exif=False) -> bytes:
    image, file = Image.effect_noise((width, height), 40).convert("RGB"), BytesIO()
    told = {}
    if exif:
        marks = Image.Exif()
        marks[0x010E] = "SECRET-PLACE"
        told["exif"] = marks
    image.save(file, kind, **told)
    return file.getvalue()


def hidden(answer) -> dict[str, str]:
    """The hidden fields of the page's main part, as a browser would send them again."""
    page = answer.content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    pairs = findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', main)
    return {unescape(name): unescape(value) for name, value in pairs if name != "csrfmiddlewaretoken"}


def told(answer) -> str:
    return unescape(answer.content.decode())


def token_in(answer) -> str:
    return search(r"/r/([A-Za-z0-9_-]+)/", answer.headers["Location"]).group(1)


class Resident:
    """Walks the pages as a browser without scripts does."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=False)

    def check(self, city, **more):
        once = hidden(self.client.get("/say/"))["once"]
        sent = {"step": "check", "once": once, "text": "村口的桥栏杆断了。", "place": city.village.code}
        return self.client.post("/say/", sent | more)

    def send(self, page, **more):
        return self.client.post("/say/", hidden(page) | {"step": "send"} | more)

    def said(self, city, **more) -> str:
        """The token of a concern sent through all steps."""
        return token_in(self.send(self.check(city, **more)))


@pytest.fixture
def resident() -> Resident:
    return Resident()
