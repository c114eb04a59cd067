"""The plate goes up, the plate comes down."""

from datetime import datetime

from django.utils.timezone import localtime

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor
from lianxinqiao.ledger import write
from lianxinqiao.studios.enums import StudioState, StudioVerb
from lianxinqiao.studios.models import Studio
from lianxinqiao.studios.permissions import may_change
from lianxinqiao.studios.workflow import STUDIO


@action
def plate(*, studio: Studio, by: Actor, at: datetime) -> Studio:
    """Put up the plate on the day of `at`; one line (+1, kind = type), credited to the studio."""
    may_change(by, StudioVerb.PLATE, studio.where)
    studio.state = STUDIO.target(StudioVerb.PLATE, StudioState(studio.state))
    studio.plated_on = localtime(at).date()
    studio.save(update_fields=["state", "plated_on"])
    _line("studios.plate", studio, by, at, 1)
    return studio


@action
def remove_plate(*, studio: Studio, by: Actor, at: datetime) -> Studio:
    """Take down the plate on the day of `at`; one line (-1, kind = type): the sum of both verbs is what is open."""
    may_change(by, StudioVerb.REMOVE_PLATE, studio.where)
    studio.state = STUDIO.target(StudioVerb.REMOVE_PLATE, StudioState(studio.state))
    studio.removed_on = localtime(at).date()
    studio.save(update_fields=["state", "removed_on"])
    _line("studios.remove_plate", studio, by, at, -1)
    return studio


def _line(verb: str, studio: Studio, by: Actor, at: datetime, quantity: int) -> None:
    write.line(
        verb=verb,
        thing=studio.ref,
        by=by,
        at=at,
        where=studio.where,
        kind=studio.type,
        quantity=quantity,
        credits=[write.Credited(f"studio:{studio.code}", studio.name)],
    )
