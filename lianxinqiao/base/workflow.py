"""State is a table: which verb leads from which states to which state. Buttons, checks and diagrams read it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.errors import NotItsTime

S = TypeVar("S", bound=TextChoices)
V = TypeVar("V", bound=TextChoices)


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """From these states to that one; `to=None` leaves the state as it is (a note, a reveal)."""

    sources: frozenset[S]
    to: S | None


@dataclass(frozen=True)
class Workflow(Generic[S, V]):
    """The whole table of one kind of thing. `start` is the state that its first verb, `born_by`, leads to."""

    start: S
    born_by: V
    moves: Mapping[V, Move[S]]

    def target(self, verb: V, state: S) -> S:
        """Where `verb` leads from `state`. Raises NotItsTime with the reason."""
        move = self.moves.get(verb)
        if move is None or state not in move.sources:
            raise NotItsTime(
                _("这件事现在是“%(state)s”，不能再“%(verb)s”。") % {"state": state.label, "verb": verb.label}
            )
        return move.to if move.to is not None else state

    def verbs_from(self, state: S) -> list[V]:
        """The verbs that are legal in `state`, in the table's order."""
        return [verb for verb, move in self.moves.items() if state in move.sources]

    def ends(self) -> frozenset[S]:
        """The states that no state-changing verb leaves."""
        states: list[S] = list(type(self.start))
        leaving = {s for move in self.moves.values() if move.to is not None for s in move.sources}
        return frozenset(s for s in states if s not in leaving)

    def edges(self) -> Iterator[tuple[S, V, S]]:
        """Every (from, verb, to) of the table, in the states' order."""
        states: list[S] = list(type(self.start))
        for verb, move in self.moves.items():
            for source in states:
                if source in move.sources:
                    yield source, verb, move.to if move.to is not None else source


def mermaid(workflow: Workflow[S, V]) -> str:
    """The table as a Mermaid state diagram; tools/draw.py writes it to docs/flows."""
    rows = ["```mermaid", "stateDiagram-v2", f"    [*] --> {workflow.start.name}: {workflow.born_by.label}"]
    rows += [f"    {a.name} --> {b.name}: {verb.label}" for a, verb, b in workflow.edges()]
    rows += [f"    {end.name} --> [*]" for end in type(workflow.start) if end in workflow.ends()]
    return "\n".join([*rows, "```", ""])
