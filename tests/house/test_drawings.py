"""What is drawn equals what it is drawn from; nobody edits a drawing."""

import pytest

from tools import draw

pytestmark = pytest.mark.tree


def test_flows_rights_and_map_are_what_the_tables_say():
    assert draw.differing(draw.drawings()) == [], "make draw"


def test_the_words_of_the_rights_table_are_known():
    file = draw.ROOT / "tests/rights.csv"
    if not file.exists():
        return
    _head, *rows = [line.split(",") for line in file.read_text(encoding="utf-8").splitlines() if line]
    assert {cell for row in rows for cell in row[2:]} - set(draw.REACH) == set()
