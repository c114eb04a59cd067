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
REFUSED = {"", "-", "–", "—", "no", "refused"}


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


def hand_files():
    """(room, file): tests/moves.csv speaks of concerns unless a column `room` says otherwise; others have theirs."""
    yield "concerns", tree.ROOT / "tests/moves.csv"
    for file in sorted((tree.ROOT / "tests").glob("*/moves.csv")):
        yield file.parent.name, file


def written_by_hand():
    """{(room, state, verb): target or "refused"} as people wrote it down."""
    told = {}
    for room, file in hand_files():
        if not file.exists():
            continue
        with file.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(line for line in opened if not line.startswith("#")))
        columns = {key: next((c for c in rows[0] if c in known), "") for key, known in NAMES.items()}
        missing = [key for key in ("source", "verb", "target") if not columns[key]]
        assert not missing, f"{file.relative_to(tree.ROOT)}: columns state, verb, to expected, found {list(rows[0])}"
        for row in rows:
            state, verb, target = (row[columns[key]].strip() for key in ("source", "verb", "target"))
            told[row[columns["room"]] if columns["room"] else room, state, verb] = (
                "refused" if target in REFUSED else target
            )
    return told


def test_the_tables_are_what_was_written_by_hand():
    """Every state with every verb: the file says where it leads or that it is refused, and the table says the same."""
    built, in_code = {room for room, _name, _table in tables()}, {}
    by_hand = {pair: target for pair, target in written_by_hand().items() if pair[0] in built}
    for room, _name, table in tables():
        moves = {(state, verb): to.value for state, verb, to in table.edges()}
        for state, verb in itertools.product(type(table.start), type(table.born_by)):
            in_code[room, state.value, verb.value] = moves.get((state, verb), "refused")
    differing = {pair for pair in {*by_hand, *in_code} if by_hand.get(pair) != in_code.get(pair)}
    assert sorted(f"{' '.join(p)}: by hand {by_hand.get(p)}, in code {in_code.get(p)}" for p in differing) == []


def rooms_with_moves():
    return [(room, {verb.value for verb in type(table.born_by)}) for room, _name, table in tables()]


def pages_of(room, verb, listed):
    """The page of a verb: templates/<door>/<room>/<verb>.html, or what the reviewed list names; `-` = none yet."""
    told = listed.get(f"{room}.{verb}", "").split(" ")[0]
    if told == "-":
        return True
    if told:
        return (tree.ROOT / "templates" / told).exists()
    return any(path.parent.name == room and path.stem == verb for path in tree.templates())


def test_each_verb_has_an_action_and_a_page():
    listed, missing = tree.reviewed("pages.txt"), []
    doors = {path.relative_to(tree.ROOT / "templates").parts[0] for path in tree.templates()}
    for room, verbs in rooms_with_moves():
        acts = tree.public_actions(room)
        missing += [f"{room}.{verb}: no action" for verb in verbs if acts and verb not in acts]
        if {"public", "desk"} <= doors:
            missing += [f"{room}.{verb}: no page {verb}.html" for verb in verbs if not pages_of(room, verb, listed)]
    assert sorted(missing) == []


def called_in(file):
    """The names that a test file calls."""
    return {tree.dotted(call.func).split(".")[-1] for call in tree.calls(tree.parsed(file))}


def test_each_verb_of_a_table_has_a_test_file_that_calls_it():
    missing = []
    for room, verbs in rooms_with_moves():
        for verb in verbs & set(tree.public_actions(room)):
            file = tree.ROOT / "tests" / room / f"test_{verb}.py"
            if not file.exists() or verb not in called_in(file):
                missing.append(str(file.relative_to(tree.ROOT)))
    assert sorted(missing) == []


def test_each_other_action_is_called_by_a_test_of_its_room():
    idle = []
    for room in tree.domain_rooms():
        called = {name for file in (tree.ROOT / "tests" / room).glob("test_*.py") for name in called_in(file)}
        idle += [f"{room}.{name}" for name in tree.public_actions(room) if name not in called]
    assert sorted(idle) == []
