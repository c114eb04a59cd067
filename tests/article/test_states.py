"""From what was found to a state: everything must speak for `works`, nothing at all is `not_built`."""

from dataclasses import replace

import pytest

from lianxinqiao.rulebook.values import Text
from lianxinqiao.upkeep.article.proofs import FAILED, MISSING, PASSED, SKIPPED, UNKNOWN
from lianxinqiao.upkeep.article.states import Found, State, judge
from lianxinqiao.upkeep.article.table import Records, Row

pytestmark = pytest.mark.tree
TEST = "tests/a.py::test_b"
WHOLE = Row(1, Text("一", "a"), Text("二", "b"), page="/x/", records=(Records(verb="a.b"),), tests=(TEST,), check="c.d")
GOOD = Found(page="/x/", status=200, records=(("a.b", 3),), checked=1, tests=((TEST, PASSED),))


def test_all_of_it_is_works():
    one = judge(WHOLE, GOOD)
    assert (one.state, one.records, one.words) == (State.WORKS, 3, [])


@pytest.mark.parametrize(
    ("row", "found", "code"),
    [
        (WHOLE, replace(GOOD, status=500), "page"),
        (WHOLE, replace(GOOD, status=302), "page"),
        (WHOLE, replace(GOOD, page="", status=0), "page"),
        (WHOLE, replace(GOOD, records=(("a.b", 3), ("a.c", 0))), "records"),
        (WHOLE, replace(GOOD, checked=0), "check"),
        (WHOLE, replace(GOOD, checked=None), "check"),
        (WHOLE, replace(GOOD, differs="92 · 91"), "figure"),
        (WHOLE, replace(GOOD, demo=False), "no_demo"),
        *((WHOLE, replace(GOOD, tests=((TEST, told),)), told) for told in (FAILED, SKIPPED, UNKNOWN, MISSING)),
        (replace(WHOLE, page=""), GOOD, "no_page"),
        (replace(WHOLE, records=()), replace(GOOD, records=()), "no_records"),
        (replace(WHOLE, tests=()), replace(GOOD, tests=()), "no_test"),
        (replace(WHOLE, label_only=True), GOOD, "label"),
    ],
)
def test_one_thing_amiss_is_partly_and_says_which(row, found, code):
    one = judge(row, found)
    assert one.state is State.PARTLY
    assert [gap.code for gap in one.gaps] == [code]
    assert all(one.words)


def test_what_is_said_to_be_lacking_is_believed():
    one = judge(replace(WHOLE, lacks=(Text("缺", "lack"),)), GOOD)
    assert (one.state, one.words) == (State.PARTLY, ["缺"])


def test_a_name_on_a_record_alone_is_partly():
    one = judge(Row(1, WHOLE.mechanism, WHOLE.does, records=WHOLE.records), Found(records=(("a.b", 3),)))
    assert (one.state, one.row.is_label) == (State.PARTLY, True)
    assert "label" in [gap.code for gap in one.gaps]


def test_without_any_trace_it_is_not_built_and_says_so_once():
    one = judge(Row(1, WHOLE.mechanism, WHOLE.does, lacks=(Text("缺", "lack"),)), Found())
    assert (one.state, one.words) == (State.NOT_BUILT, ["缺"])
    assert judge(Row(1, WHOLE.mechanism, WHOLE.does), Found()).state is State.NOT_BUILT
    broken = judge(WHOLE, replace(GOOD, status=500, records=(("a.b", 0),), tests=((TEST, FAILED),)))
    assert broken.state is State.NOT_BUILT
    assert len(broken.gaps) == 3
