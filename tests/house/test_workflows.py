"""Every table of moves is whole, equals what was written by hand, and each of its verbs has an act, a page, a test."""

import csv
import itertools

import pytest

from lianxinqiao.base.errors import NotItsTime
from tests.house import tree
from tools import draw

pytestmark = pytest.mark.tree
NAMES = {
    "room": {"room", "app", "workflow"},
    "source": {"source", "from", "from_state", "state"},
    "verb": {"verb"},
    "target": {"target", "to", "to_state"},
}
REFUSED = {"", "-", "–", "—", "no", "refused"}  # noqa: RUF001 -- both dashes are what a hand writes


def tables():
    """room, name, table of every workflow."""
    return [(room, name, table) for room, named in draw.workflows().items() for name, table in named.items()]


def test_every_state_is_reached_and_every_verb_decided():
    for room, name, table in tables():
        states, verbs = set(type(table.start)), set(type(table.born_by))
        reached = {table.start} | {to for _source, _verb, to in table.edges()}
        assert reached == states, f"{room}.{name}"
        assert set(table.moves) | {table.born_by} == verbs, f"{room}.{name}"
        assert table.ends(), f"{room}.{name}"


def test_every_pair_of_state_and_verb_is_a_move_or_refused():
    for _room, _name, table in tables():
        for state, verb in itertools.product(type(table.start), type(table.born_by)):
            if verb in table.verbs_from(state):
                assert table.target(verb, state) in type(table.start)
            else:
                with pytest.raises(NotItsTime):
                    table.target(verb, state)


def written_by_hand():
    """(room, source, verb, target) of tests/moves.csv; a pair that is written as refused is left out."""
    file = tree.ROOT / "tests/moves.csv"
    if not file.exists():
        return set()
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(line for line in opened if not line.startswith("#")))
    columns = {key: next((c for c in rows[0] if c in known), "") for key, known in NAMES.items()}
    assert all(columns.values()), f"tests/moves.csv: columns room, source, verb, target expected, found {list(rows[0])}"
    told = {tuple(row[columns[key]].strip() for key in NAMES) for row in rows}
    return {(room, source, verb, target) for room, source, verb, target in told if target not in REFUSED}


def test_the_tables_are_what_was_written_by_hand():
    """Compared room by room; the first verb, which makes the thing, may stand with an empty source."""
    by_hand = written_by_hand()
    in_code = {
        (room, source.value, verb.value, target.value)
        for room, _name, table in tables()
        for source, verb, target in table.edges()
    }
    births = {(room, "", t.born_by.value, t.start.value) for room, _name, t in tables()}
    assert by_hand - births == in_code


def rooms_with_moves():
    return [(room, {verb.value for verb in type(table.born_by)}) for room, _name, table in tables()]


def test_each_verb_has_an_action_and_a_page():
    pages = {(path.parent.name, path.stem) for path in tree.templates()}
    missing = []
    for room, verbs in rooms_with_moves():
        acts = tree.public_actions(room)
        missing += [f"{room}.{verb}: no action" for verb in verbs if verb not in acts]
        if any(folder == room for folder, _page in pages):
            missing += [
                f"{room}.{verb}: no page templates/*/{room}/{verb}.html" for verb in verbs if (room, verb) not in pages
            ]
    assert sorted(missing) == []


def test_each_action_has_a_test_of_its_name():
    missing = [
        f"tests/{room}/test_{name}.py"
        for room in tree.domain_rooms()
        for name in tree.public_actions(room)
        if not (tree.ROOT / "tests" / room / f"test_{name}.py").exists()
    ]
    assert missing == []


def test_each_action_of_a_room_with_moves_is_called_by_its_test():
    """A file of the right name that never calls the verb proves nothing."""
    idle = []
    for room, _verbs in rooms_with_moves():
        for name in tree.public_actions(room):
            file = tree.ROOT / "tests" / room / f"test_{name}.py"
            if file.exists() and name not in {
                tree.dotted(c.func).split(".")[-1] for c in tree.calls(tree.parsed(file))
            }:
                idle.append(str(file.relative_to(tree.ROOT)))
    assert idle == []
