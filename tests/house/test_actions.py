"""Verbs keep one shape: keyword-only, signed, timed, described, one transaction, one ledger line."""

import ast

import pytest

from tests.house import tree

pytestmark = pytest.mark.tree
LINE_WRITERS = {"line", "counter"}


def verbs():
    """Every action of every domain room."""
    for room in tree.domain_rooms():
        for name, (path, node) in tree.public_actions(room).items():
            yield room, name, path, node


def faults_of(node):
    """What is wrong with the shape of an action."""
    told = {each.arg: each.annotation for each in node.args.kwonlyargs}
    if node.args.posonlyargs or node.args.args or node.args.vararg:
        yield "takes positional arguments"
    for name, kind in (("by", "Actor"), ("at", "datetime")):
        if name not in told:
            yield f"has no {name}="
        elif told[name] is None or kind not in ast.unparse(told[name]):
            yield f"{name}= is not a {kind}"
    if "action" not in tree.decorators(node):
        yield "is not decorated with base.acting.action"
    if not ast.get_docstring(node):
        yield "has no docstring"
    if node.returns is None or ast.unparse(node.returns) == "None":
        yield "returns nothing"


def test_a_verb_keeps_its_shape():
    faults = [f"{room}.{name} {fault}" for room, name, _path, node in verbs() for fault in faults_of(node)]
    assert faults == []


def writes_a_line(room, node, seen):
    """True if the function, or a helper of its room that it calls, writes to the ledger."""
    verbs = tree.public_actions(room)
    helpers = {name: f for name, (_path, f) in tree.all_in_actions(room).items() if name not in verbs}
    for call in tree.calls(node):
        *before, last = tree.dotted(call.func).split(".")
        if last in LINE_WRITERS and (not before or before[-1] in {"write", "ledger"}):
            return True
        helper = helpers.get(last)
        if helper is not None and last not in seen and writes_a_line(room, helper, seen | {last}):
            return True
    return False


def test_a_verb_writes_a_line_or_is_known_to_write_none():
    lineless = tree.reviewed("lineless.txt")
    silent = {f"{room}.{name}" for room, name, _path, node in verbs() if not writes_a_line(room, node, set())}
    assert silent - set(lineless) == set()
    built = {room for room, *_rest in verbs()}
    idle = {entry for entry in lineless if entry.split(".")[0] in built} - silent
    assert idle == set(), "these stand on lineless.txt and write a line, or are gone"


def test_others_use_only_the_verbs_of_a_room():
    """What helps a room's actions stays at home."""
    strays = [
        f"{tree.inside(path)}:{line} {module}.{name}"
        for path in tree.python_files()
        for line, module, name, _as in tree.imports(path)
        for parts in [module.split(".")]
        if parts[0] == "lianxinqiao" and len(parts) > 2 and parts[2] == "actions" and parts[1] != tree.room_of(path)
        if parts[1] in tree.domain_rooms() and name not in tree.public_actions(parts[1])
    ]
    assert strays == []
