"""A workflow is its table, and a refusal says state and verb in the reader's words."""

import pytest
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.errors import NotItsTime
from lianxinqiao.base.workflow import Move, Workflow, mermaid


class State(TextChoices):
    NEW = "new", _("新")
    DONE = "done", _("办结")


class Verb(TextChoices):
    MAKE = "make", _("新建")
    END = "end", _("结束")
    NOTE = "note", _("备注")


TABLE = Workflow(
    start=State.NEW,
    born_by=Verb.MAKE,
    moves={
        Verb.END: Move(frozenset({State.NEW}), State.DONE),
        Verb.NOTE: Move(frozenset({State.NEW, State.DONE}), None),
    },
)


def test_every_state_and_verb():
    assert TABLE.target(Verb.END, State.NEW) == State.DONE
    assert TABLE.target(Verb.NOTE, State.NEW) == State.NEW
    assert TABLE.target(Verb.NOTE, State.DONE) == State.DONE
    for verb, state in ((Verb.END, State.DONE), (Verb.MAKE, State.NEW), (Verb.MAKE, State.DONE)):
        with pytest.raises(NotItsTime) as refused:
            TABLE.target(verb, state)
        assert str(refused.value) == f"这件事现在是“{state.label}”，不能再“{verb.label}”。"


def test_verbs_ends_and_the_drawing_are_read_from_the_table():
    assert TABLE.verbs_from(State.NEW) == [Verb.END, Verb.NOTE]
    assert TABLE.verbs_from(State.DONE) == [Verb.NOTE]
    assert TABLE.ends() == {State.DONE}
    assert mermaid(TABLE).splitlines() == [
        "```mermaid",
        "stateDiagram-v2",
        "    [*] --> NEW: 新建",
        "    NEW --> DONE: 结束",
        "    NEW --> NEW: 备注",
        "    DONE --> DONE: 备注",
        "    DONE --> [*]",
        "```",
    ]
