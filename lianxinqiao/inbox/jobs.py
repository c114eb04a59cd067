"""Background work: hand what waits to its way out."""

from datetime import datetime
from typing import Any

from lianxinqiao.base import jobs
from lianxinqiao.base.actor import CLOCK
from lianxinqiao.inbox import actions, queries
from lianxinqiao.inbox.adapters import Letter, Undeliverable, adapter
from lianxinqiao.inbox.enums import Channel, OutgoingState
from lianxinqiao.inbox.models import Outgoing

A_RUN = 500  # messages a run looks after; the next run takes the rest


@jobs.handler("inbox.deliver", atomic=False)
def deliver(payload: dict[str, Any], at: datetime) -> None:
    """Hand one message over, outside any transaction: a slow server holds nobody up.

    What fails waits and is tried again, as every job; after the last try the message has failed.
    """
    outgoing = queries.waiting(payload["outgoing"])
    if outgoing is None:
        return
    try:
        state = adapter(Channel(outgoing.channel))(_letter(outgoing))
    except Undeliverable as wrong:
        actions.settle(outgoing=outgoing, state=OutgoingState.FAILED, fault=str(wrong), by=CLOCK, at=at)
    except Exception as wrong:
        last = outgoing.tries + 1 >= jobs.MAX_TRIES
        state = OutgoingState.FAILED if last else OutgoingState.QUEUED
        actions.settle(outgoing=outgoing, state=state, fault=type(wrong).__name__, by=CLOCK, at=at)
        raise
    else:
        actions.settle(outgoing=outgoing, state=state, by=CLOCK, at=at)


def _letter(outgoing: Outgoing) -> Letter:
    to = outgoing.to()
    if not to or (outgoing.person is not None and not outgoing.person.is_active):
        raise Undeliverable("no address any more")
    return Letter(
        channel=Channel(outgoing.channel),
        to=to,
        subject=outgoing.subject,
        words=outgoing.words,
        link=outgoing.link,
        key=outgoing.key,
    )


@jobs.handler("inbox.drop_stale")
def drop_stale(_payload: dict[str, Any], at: datetime) -> None:
    """What could not leave for a week leaves no more, and its address is forgotten."""
    for outgoing in queries.stale(at)[:A_RUN]:
        actions.settle(outgoing=outgoing, state=OutgoingState.DROPPED, by=CLOCK, at=at)


jobs.every("inbox.drop_stale", "20 3 * * *")
