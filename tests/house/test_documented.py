"""Every setting, command and make target is described where its reader looks."""

import dataclasses
import re

import pytest
from django.core.management import get_commands

from lianxinqiao.config.machine import Machine
from tests.house import tree

pytestmark = pytest.mark.tree


def page(name):
    return (tree.ROOT / "docs/operate" / name).read_text(encoding="utf-8")


def test_every_setting_is_documented():
    told = page("settings.md")
    missing = [
        field.name
        for field in dataclasses.fields(Machine)
        if f"LXQ_{field.name.upper()}" not in told or (field.name != "home" and f"`{field.name}`" not in told)
    ]
    assert missing == []


def test_no_setting_is_documented_that_is_not_there():
    known = {field.name for field in dataclasses.fields(Machine)}
    rows = re.findall(r"^\| `([a-z_]+)` \|", page("settings.md"), re.MULTILINE)
    assert set(rows) - known == set()


def test_every_variable_of_the_programs_is_documented():
    told = page("settings.md")
    files = [
        *tree.python_files(),
        *sorted((tree.ROOT / "tests").rglob("*.py")),
        *sorted((tree.ROOT / "tools").glob("*.py")),
    ]
    asked = {
        name
        for path in files
        for _line, text in tree.strings(path)
        for name in re.findall(r"LXQ_[A-Z]+(?:_[A-Z]+)*", text)
    }
    inner = {"LXQ_TEST_HOME", "LXQ_TEST_LACKS"}
    assert {name for name in asked - inner if name not in told} == set()


def test_every_command_is_documented():
    told = page("commands.md")
    ours = [name for name, app in get_commands().items() if str(app).startswith("lianxinqiao")]
    assert [name for name in ours if f"lxq {name}" not in told] == []


def test_make_help_names_every_target():
    told = (tree.ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", told, re.MULTILINE).group(1).split()
    described = set(re.findall(r"^([a-z][a-z-]*):.*## ", told, re.MULTILINE))
    assert set(phony) - described == {"build", "build-dev"}


def test_every_link_of_the_papers_leads_somewhere():
    papers = [*tree.ROOT.glob("*.md"), *(tree.ROOT / "docs").rglob("*.md")]
    dead = [
        f"{paper.relative_to(tree.ROOT)}: {link}"
        for paper in papers
        for link in re.findall(r"\]\(([^)#\s]+)", paper.read_text(encoding="utf-8"))
        if "://" not in link and not (paper.parent / link).exists()
    ]
    assert dead == []


def test_every_make_target_that_a_page_names_exists():
    made = set(re.findall(r"^([a-z][a-z-]*):", (tree.ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    variables = set(re.findall(r"^([A-Z]+) [?:]?=", (tree.ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    papers = [*tree.ROOT.glob("*.md"), *(tree.ROOT / "docs").rglob("*.md")]
    told = "\n".join(path.read_text(encoding="utf-8") for path in papers)
    assert set(re.findall(r"`make ([a-z][a-z-]*)", told)) - made == set()
    assert set(re.findall(r"`(?:make [a-z]* ?)?([A-Z]+)=[^`]*`", told)) - variables == set()
