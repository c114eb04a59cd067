"""The table of moves, written by hand, against the code: every state and every verb."""

import csv
from pathlib import Path

import pytest

from lianxinqiao.base.actor import CLOCK
from lianxinqiao.base.errors import NotItsTime
from lianxinqiao.base.workflow import mermaid
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.enums import ConcernState, ConcernVerb
from lianxinqiao.concerns.models import Concern
from lianxinqiao.concerns.workflow import PUBLIC, WORKFLOW
from tests.concerns.conftest import AT, City, later, lines

ROWS = list(csv.DictReader((Path(__file__).parents[1] / "moves.csv").read_text(encoding="utf-8").splitlines()))
CASES = [(row["state"], row["verb"], row["to"]) for row in ROWS if row["verb"] != "receive"]


def test_the_matrix_is_whole():
    told = {(row["state"], row["verb"]) for row in ROWS}
    assert told == {(state.value, verb.value) for state in ConcernState for verb in ConcernVerb}
    assert len(ROWS) == len(told)


def test_the_table_of_moves_is_the_one_written_by_hand():
    by_hand = {(row["state"], row["verb"], row["to"]) for row in ROWS if row["to"] != "refused"}
    assert by_hand == {(a.value, verb.value, b.value) for a, verb, b in WORKFLOW.edges()}


def test_every_state_has_a_word_for_the_resident():
    assert set(PUBLIC) == set(ConcernState)
    assert WORKFLOW.ends() == {ConcernState.DECLINED}
    assert "RECEIVED --> ACCEPTED: 受理" in mermaid(WORKFLOW)


def _do(city: City, concern: Concern, verb: str) -> None:
    told = {
        "accept": {"passed_on": "桥断了。", "topic": "roads", "kind": "help"},
        "decline": {"reason": "归法院管。", "door": "court"},
        "assign": {"to": city.people["member"]},
        "answer": {"result": "A", "text": "修好了。", "evidence": "现场看过"},
        "rate": {"outcome": "solved", "by": queries.resident_of(concern)},
        "close": {"by": CLOCK, "at": later(days=40)} if concern.state == "answered" else {},
        "reopen": {"reason": "又断了。", "by": city.convener},
        "note": {"text": "看过了。"},
        "reveal": {"what": "phone", "reason": "约时间。"},
    }[verb]
    getattr(actions, verb)(**{"concern": concern, "by": city.clerk, "at": AT, **told})


@pytest.mark.parametrize(("state", "verb", "to"), CASES)
def test_each_state_takes_or_refuses_each_verb(city: City, state: str, verb: str, to: str):
    concern = city.concern(state)
    before = lines(concern)
    if to == "refused":
        with pytest.raises(NotItsTime) as refused:
            _do(city, concern, verb)
        assert "请" in str(refused.value), "a refusal says what to do next"
        assert lines(concern) == before
    else:
        _do(city, concern, verb)
        if (state, verb) != ("closed", "reopen"):  # which also takes the closing line back
            assert lines(concern) == [*before, verb]
    assert Concern.objects.get(pk=concern.pk).state == (state if to == "refused" else to)
