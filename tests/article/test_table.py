"""The table is whole and honest to read: every row once, every name in it something that is there."""

import importlib
import inspect

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.urls import resolve
from django.utils.module_loading import import_string

from lianxinqiao.figures.measures import MEASURES
from lianxinqiao.simulation.world import CAST
from lianxinqiao.upkeep.article import evidence, proofs, table
from lianxinqiao.web.parts.doors import door_of
from tests.house import tree

ROWS = table.read(tree.ROOT)
RECORDS = [(row.row, one) for row in ROWS for one in row.records]
NOT_RUN_EVERYWHERE = {"browser", "measure", "drill", "postgres"}

pytestmark = pytest.mark.tree


def test_every_row_stands_once_in_the_articles_order():
    assert [row.row for row in ROWS] == [*range(1, 49), *MEASURES, table.PERIOD]


def test_every_row_stands_under_a_heading():
    told = table.grouped(ROWS)
    assert [len(under) for _words, under in told] == [15, 13, 5, 15, 11]
    assert [row for _words, under in told for row in under] == ROWS


def test_words_are_there_in_both_languages():
    for row in ROWS:
        for text in (row.mechanism, row.does, *row.lacks):
            assert tree.HAN.search(text.zh), row.row
            assert text.en, row.row
            assert not tree.HAN.search(text.en), row.row


def test_a_row_that_lacks_nothing_names_all_that_would_prove_it():
    for row in ROWS:
        assert row.lacks or (row.page and row.records and row.tests), row.row


def test_every_named_test_exists():
    assert {name for row in ROWS for name in row.tests if not proofs.exists(tree.ROOT, name)} == set()


def test_every_named_test_is_run_wherever_the_core_is_installed():
    """Neither left out by a mark nor in need of a tool of development; so each is run in the suite, too."""
    for name in {name for row in ROWS for name in row.tests}:
        file, _, function = name.partition("::")
        module = importlib.import_module(file.removesuffix(".py").replace("/", "."))
        marks = [*marks_on(module), *marks_on(getattr(module, function))]
        assert not NOT_RUN_EVERYWHERE & {mark.name for mark in marks}, name
        foreign = {told.split(".")[0] for _line, told, _name, _as in tree.imports(tree.ROOT / file)}
        assert not foreign & {"hypothesis", "playwright", "httpx", "time_machine"}, name


def marks_on(thing):
    """The marks on a module or a function."""
    told = getattr(thing, "pytestmark", [])
    return told if isinstance(told, list) else [told]


@pytest.mark.parametrize("row", [row for row in ROWS if row.page], ids=lambda row: str(row.row))
def test_every_named_page_has_an_address_that_the_role_may_open(row):
    path = evidence.STUDIO.sub("S001", row.page).partition("?")[0]
    assert resolve(path).func
    assert not row.role or (row.role in CAST and path.startswith(f"/{door_of(row.role)}/"))


@pytest.mark.parametrize(("row", "what"), RECORDS, ids=lambda told: str(told))
def test_every_named_verb_model_field_and_figure_exists(row, what):
    assert sum(map(bool, (what.verb, what.model, what.figure))) == 1
    if what.verb:
        room, _, verb = what.verb.partition(".")
        assert verb in tree.public_actions(room)
    elif what.figure:
        assert what.figure in MEASURES
    else:
        model = apps.get_model(what.model)
        for field in {*what.where, *what.without}:
            try:
                model._meta.get_field(field.partition("__")[0])
            except FieldDoesNotExist:
                pytest.fail(f"row {row}: {what.model} has no {field}")


def test_every_named_check_takes_a_day():
    for row in ROWS:
        if row.check:
            assert len(inspect.signature(import_string(row.check)).parameters) == 1, row.row


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ('row = 1\nmechanism = "一"', "row 1"),
        ('row = 1\nstate = "works"', "unknown"),
        ('row = 2\nmechanism = "一"\nmechanism_en = "a"\ndoes = "二"\ndoes_en = "b"\nlacks = ["三"]', "row 2"),
        ("row =", "mechanisms.toml"),
    ],
)
def test_a_wrong_row_is_named_and_a_state_cannot_be_written(tmp_path, told, says):
    (tmp_path / "tests/article").mkdir(parents=True)
    (tmp_path / table.FILE).write_text(f"[[rows]]\n{told}\n", encoding="utf-8")
    with pytest.raises(table.Fault, match=says):
        table.read(tmp_path)
