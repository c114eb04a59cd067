"""The words of docs/glossary.md are the words of the program: one thing, one word."""

import re

import pytest

from tests.house import tree

pytestmark = pytest.mark.tree
ROW = re.compile(r"^\| (?P<zh>[^|]+) \| (?P<en>[^|]+) \| (?P<idents>`[^|]+`) \| `(?P<room>\w+)` \|", re.MULTILINE)


def rows():
    return list(ROW.finditer((tree.ROOT / "docs/glossary.md").read_text(encoding="utf-8")))


def is_built(room):
    """A room that holds more than its name."""
    return any(path.name not in {"__init__.py", "apps.py"} for path in tree.python_files(tree.PACKAGE / room))


def test_the_glossary_has_rows_of_known_rooms():
    assert len(rows()) >= 30
    assert {row["room"] for row in rows()} <= set(tree.floors())


def test_every_word_is_used_in_its_room():
    texts = {}
    unused = []
    for row in rows():
        room = row["room"]
        if not is_built(room):
            continue
        if room not in texts:
            texts[room] = "\n".join(path.read_text(encoding="utf-8") for path in tree.python_files(tree.PACKAGE / room))
        unused += [
            f"{row['zh'].strip()} {ident} in {room}"
            for ident in re.findall(r"`([^`]+)`", row["idents"])
            if not re.search(rf"(?<![A-Za-z]){re.escape(ident)}(?![a-z])", texts[room])
        ]
    assert unused == []
