"""What import contracts cannot see: keys written as strings, private files, signals, who asks the time."""

import ast

import pytest
from django.apps import apps

from tests.house import tree

pytestmark = pytest.mark.tree
PRIVATE = {"workflow", "policies", "permissions"}
FACE = {"enums", "models", "queries", "actions"}


def our_relations():
    """(model, field, target) of every relation between two models of the house."""
    for model in apps.get_models():
        if model.__module__.startswith("lianxinqiao."):
            for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
                target = field.related_model if field.is_relation else None
                if target is not None and target.__module__.startswith("lianxinqiao."):
                    yield model, field, target


def test_foreign_keys_look_down():
    height = tree.floors()
    upward = [
        f"{model._meta.label}.{field.name} -> {target._meta.label}"
        for model, field, target in our_relations()
        if model._meta.app_label != target._meta.app_label
        and height[target._meta.app_label] >= height[model._meta.app_label]
    ]
    assert upward == []


def test_an_app_shows_only_its_face():
    """Others may use a domain room's enums, models, queries and actions; its rules stay at home."""
    strays = []
    for path in tree.python_files():
        for line, module, name, _as in tree.imports(path):
            parts = [*module.split("."), name]
            if parts[0] != "lianxinqiao" or len(parts) < 3 or parts[1] not in tree.domain_rooms():
                continue
            if parts[1] != tree.room_of(path) and parts[2] and parts[2] not in FACE:
                strays.append(f"{tree.inside(path)}:{line} {'.'.join(parts)}")
    assert strays == []


def test_there_are_no_signals():
    strays = [
        f"{tree.inside(path)}:{line} {module}"
        for path in tree.python_files()
        for line, module, name, _as in tree.imports(path)
        if "signals" in f"{module}.{name}".split(".") or module == "django.dispatch"
    ]
    assert strays == []


def may_ask_the_time(path):
    """Web, the job runner, the simulation and management commands pass `at=` on; the ledger stamps its lines
    with machine time beside the city's (`written_at`), which no caller may choose.
    """
    inside = tree.inside(path)
    return (
        inside.startswith(("web/", "base/jobs", "base/clock", "ledger/write", "simulation/", "config/"))
        or "/management/" in inside
    )


ASKING = {"now", "real_now", "today"}
CLOCKS = {"datetime", "date", "clock", "timezone", "time"}


def test_only_doors_ask_the_time():
    strays = []
    for path in tree.python_files():
        if may_ask_the_time(path):
            continue
        strays += [
            f"{tree.inside(path)}:{line} {module}.{name}"
            for line, module, name, _as in tree.imports(path)
            if module == "lianxinqiao.base.clock" and name in ASKING
        ]
        for call in tree.calls(tree.parsed(path)):
            if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name | ast.Attribute):
                asked = f"{tree.dotted(call.func.value).split('.')[-1]}.{call.func.attr}"
                if asked == "time.time" or (asked.split(".")[0] in CLOCKS and call.func.attr in {*ASKING, "utcnow"}):
                    strays.append(f"{tree.inside(path)}:{call.lineno} {asked}()")
    assert strays == []
