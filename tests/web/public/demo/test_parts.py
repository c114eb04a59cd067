"""The page of all parts: nothing of templates/parts that a page may use is missing, and it exists in the demo only."""

import re

import pytest

from tests.house import tree

pytestmark = pytest.mark.django_db(databases=["default", "traces"])
FRAMES = {"base.html", "demo.html", "door.html", "fault.html", "progress.html"}
"""Not parts: what pages extend, and the banner that stands on each of them."""
MACRO = re.compile(r"{%-?\s*macro ([a-z]\w*)\(")
"""A name that starts with a line below is private to its file: Jinja2 does not import it."""
CALL = r"\b{}\("


@pytest.fixture
def page(client, settings) -> str:
    settings.DEMO, settings.DEMO_NOW = True, "2023-06-05T09:00:00+08:00"
    return client.get("/parts/").content.decode()


def macros() -> set[str]:
    folder = tree.ROOT / "templates" / "parts"
    return {
        name
        for path in folder.glob("*.html")
        if path.name not in FRAMES
        for name in MACRO.findall(path.read_text(encoding="utf-8"))
    }


def test_every_part_is_shown_with_its_name_and_when_to_use_it(page):
    shown = dict(re.findall(r'data-part="(\w+)">.*?<p class="hint">(.*?)</p>', page, re.DOTALL))
    assert set(shown) == macros()
    assert all(shown.values())


def test_what_is_shown_is_the_macro_itself_not_a_copy(page):
    source = (tree.ROOT / "templates/public/demo/parts.html").read_text(encoding="utf-8")
    blocks = dict(re.findall(r'call part\("(\w+)"(.*?)(?={% call part|\Z)', source, re.DOTALL))
    assert [name for name in blocks if not re.search(CALL.format(name), blocks[name])] == []


@pytest.mark.parametrize("brand", ["red", "blue"])
@pytest.mark.parametrize("size", ["standard", "large", "elder"])
def test_the_other_looks_can_be_seen_without_changing_ones_own(client, settings, page, brand, size):
    shown = client.get("/parts/", {"brand": brand, "size": size}).content.decode()
    assert f'data-size="{size}" data-brand="{brand}"' in shown
    assert 'data-size="standard" data-brand="red"' in client.get("/").content.decode()


def test_an_installation_chooses_its_brand(client, settings):
    settings.BRAND = "blue"
    assert 'data-brand="blue"' in client.get("/about/privacy/").content.decode()


def test_outside_the_demo_there_is_no_such_page(client, settings):
    settings.DEMO = False
    assert client.get("/parts/").status_code == 404
