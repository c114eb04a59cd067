"""The life of a studio as a table."""

from lianxinqiao.base.workflow import Move, Workflow
from lianxinqiao.studios.enums import StudioState, StudioVerb

PLANNED, PLATED = StudioState.PLANNED, StudioState.PLATED

STUDIO: Workflow[StudioState, StudioVerb] = Workflow(
    start=PLANNED,
    born_by=StudioVerb.PLAN,
    moves={
        StudioVerb.CORRECT: Move(frozenset({PLANNED, PLATED}), None),
        StudioVerb.PLATE: Move(frozenset({PLANNED}), PLATED),
        StudioVerb.ENROL: Move(frozenset({PLANNED, PLATED}), None),
        StudioVerb.LEAVE: Move(frozenset(StudioState), None),
        StudioVerb.REMOVE_PLATE: Move(frozenset({PLATED}), StudioState.REMOVED),
    },
)
