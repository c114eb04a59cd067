"""The table of a concern's moves; docs/flows/concerns.md is drawn from it, tests/moves.csv is written by hand."""

from lianxinqiao.base.workflow import Move, Workflow
from lianxinqiao.concerns.enums import ConcernState, ConcernVerb, PublicState

S, V = ConcernState, ConcernVerb
ANY = frozenset(S)

WORKFLOW: Workflow[ConcernState, ConcernVerb] = Workflow(
    start=S.RECEIVED,
    born_by=V.RECEIVE,
    moves={
        V.ACCEPT: Move(frozenset({S.RECEIVED}), S.ACCEPTED),
        V.DECLINE: Move(frozenset({S.RECEIVED, S.ACCEPTED}), S.DECLINED),
        V.ASSIGN: Move(frozenset({S.ACCEPTED, S.ASSIGNED}), S.ASSIGNED),
        V.ANSWER: Move(frozenset({S.ACCEPTED, S.ASSIGNED}), S.ANSWERED),
        V.RATE: Move(frozenset({S.ANSWERED}), S.RATED),
        V.CLOSE: Move(frozenset({S.ANSWERED, S.RATED}), S.CLOSED),
        V.REOPEN: Move(frozenset({S.RATED, S.CLOSED}), S.ASSIGNED),
        V.NOTE: Move(ANY, None),
        V.REVEAL: Move(ANY, None),
    },
)

PUBLIC: dict[ConcernState, PublicState] = {
    S.RECEIVED: PublicState.RECEIVED,
    S.ACCEPTED: PublicState.ACCEPTED,
    S.ASSIGNED: PublicState.ASSIGNED,
    S.ANSWERED: PublicState.ANSWERED,
    S.RATED: PublicState.ANSWERED,
    S.CLOSED: PublicState.CLOSED,
    S.DECLINED: PublicState.DECLINED,
}
"""What the resident is told for each state: the only such table."""

STUDIO_ACTS = frozenset({S.RECEIVED, S.ACCEPTED, S.ASSIGNED})
"""States in which the studio's clock runs: only here can a concern be late."""

OPEN = STUDIO_ACTS | {S.ANSWERED, S.RATED}
"""States of a concern that is not finished."""
