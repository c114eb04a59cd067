"""How a try to send ended."""

from datetime import datetime

from django.db.models import F

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor
from lianxinqiao.inbox.enums import OutgoingState
from lianxinqiao.inbox.models import Outgoing

LONGEST = 80  # characters of a fault

LEFT = frozenset({OutgoingState.SENT, OutgoingState.SHOWN})
TRIED = LEFT | {OutgoingState.FAILED, OutgoingState.QUEUED}


@action
def settle(*, outgoing: Outgoing, state: OutgoingState, by: Actor, at: datetime, fault: str = "") -> Outgoing:
    """Note what became of a message that was waiting; `QUEUED` again means that another try follows.

    With any other state a resident's address and its key are gone. What is settled already stays as it is.
    Writes no line: the way of a message is no deed.
    """
    changes: dict[str, object] = {"state": state, "fault": fault[:LONGEST]}
    if state in TRIED:
        changes["tries"] = F("tries") + 1
    if state in LEFT:
        changes["sent_at"] = at
    if state != OutgoingState.QUEUED:
        changes |= {"address": b"", "key_wrapped": b""}
    Outgoing.objects.filter(pk=outgoing.pk, state=OutgoingState.QUEUED).update(**changes)
    outgoing.refresh_from_db()
    return outgoing
