"""Only actions write, and upkeep.rows, and the engines of base and ledger; nobody else saves, updates or sends SQL."""

import ast
import re

import pytest
from django.apps import apps

from tests.house import tree

pytestmark = pytest.mark.tree

WRITES = {
    *("save", "create", "create_user", "create_superuser", "bulk_create", "bulk_update"),
    *("get_or_create", "update_or_create", "delete", "save_m2m", "executemany", "executescript"),
    "insert_rows",
}
WRITES |= {f"a{name}" for name in WRITES}
RELATION_WRITES = {"add", "set", "remove", "clear", "aadd", "aset", "aremove", "aclear"}
QUERY_WORDS = {
    "objects",
    "_default_manager",
    "_base_manager",
    "filter",
    "exclude",
    "all",
    "select_for_update",
    "order_by",
}
QUERY_WORDS |= {"select_related", "using", "distinct", "in_bulk"}
SQL = re.compile(
    r"^\s*(INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|TRUNCATE\s"
    r"|(DROP|ALTER|CREATE)\s+(UNIQUE\s+)?(TABLE|INDEX|VIEW|TRIGGER))",
    re.IGNORECASE,
)


def may_write(path):
    """Where writing lives."""
    inside = tree.inside(path)
    return inside.startswith(("base/", "ledger/", "upkeep/rows")) or tree.file_of(path) == "actions"


def relation_names():
    """The names under which one model's rows reach others: `studio.townships`, `place.children`."""
    names = set()
    for model in apps.get_models():
        if model.__module__.startswith("lianxinqiao."):
            names |= {field.name for field in model._meta.many_to_many}
            names |= {relation.get_accessor_name() for relation in model._meta.related_objects}
    return names - {None}


def holds_a_query(value):
    """True if an expression is made from a manager or a query."""
    return value is not None and bool(QUERY_WORDS & set(tree.dotted(value).split(".")))


def query_variables(function):
    """Names of a function that hold a query: assigned from one, or said to be a QuerySet."""
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.AnnAssign) and holds_a_query(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names |= {target.id for target in targets if isinstance(target, ast.Name)}
        if isinstance(node, ast.arg) and node.annotation is not None and "QuerySet" in ast.unparse(node.annotation):
            names.add(node.arg)
    return names


def writing_calls(path, relations):
    """(line, words) of every call that writes."""
    module = tree.parsed(path)
    holders = {name for node in ast.walk(module) if isinstance(node, tree.FUNCTIONS) for name in query_variables(node)}
    for call in tree.calls(module):
        if not isinstance(call.func, ast.Attribute):
            continue
        before, verb = tree.dotted(call.func.value).split("."), call.func.attr
        if verb == "save" and any(keyword.arg == "format" for keyword in call.keywords):
            continue  # a picture into memory
        if verb in WRITES:
            yield call.lineno, f".{verb}()"
        elif verb in RELATION_WRITES and len(before) > 1 and before[-1] in relations:
            yield call.lineno, f".{before[-1]}.{verb}()"
        elif verb in {"update", "aupdate"} and (QUERY_WORDS & set(before) or {before[0]} & holders):
            yield call.lineno, f".{verb}() on a query"


def test_only_actions_write():
    relations = relation_names()
    strays = [
        f"{tree.inside(path)}:{line} {words}"
        for path in tree.python_files()
        if not may_write(path)
        for line, words in writing_calls(path, relations)
    ]
    assert strays == []


def test_no_sql_that_writes():
    strays = [
        f"{tree.inside(path)}:{line} {text.strip()[:40]}"
        for path in tree.python_files()
        if not may_write(path)
        for line, text in tree.strings(path)
        if SQL.match(text)
    ]
    assert strays == []


def test_doors_ask_and_never_query():
    """`web` calls queries and actions; it does not build queries of its own on the house's models."""
    strays = [
        f"{tree.inside(path)}:{node.lineno} {tree.dotted(node)}"
        for path in tree.python_files(tree.PACKAGE / "web")
        for ours in [{told for _line, module, _name, told in tree.imports(path) if module.startswith("lianxinqiao.")}]
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
        if tree.dotted(node).split(".")[0] in ours
    ]
    assert strays == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f(x):\n    x.save()", 1),
        ("def f(x):\n    Thing.objects.filter(a=1).update(b=2)", 1),
        ("def f(x):\n    rows = Thing.objects.all()\n    rows.update(b=2)", 1),
        ("def f(rows: 'QuerySet[Thing]'):\n    rows.update(b=2)", 1),
        ("def f(studio):\n    studio.townships.add(1)", 1),
        ("def f(studio):\n    seen = set()\n    seen.add(1)\n    told = {}\n    told.update(a=1)", 0),
        ("def f():\n    digest = sha256()\n    digest.update(b'')", 0),
    ],
)
def test_the_eye_for_writes(source, found, tmp_path):
    file = tmp_path / "some.py"
    file.write_text(source)
    assert len(list(writing_calls(file, {"townships"}))) == found
