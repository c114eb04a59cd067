"""No way out: the channel was configured when the message was put down, and is not any more."""

from lianxinqiao.inbox.adapters.port import Letter, Undeliverable
from lianxinqiao.inbox.enums import OutgoingState


def carry(letter: Letter) -> OutgoingState:
    """Raise Undeliverable."""
    raise Undeliverable("no channel")
