"""The demo city's way out: none. What would have left is seen in its letterbox."""

from lianxinqiao.inbox.adapters.port import Letter
from lianxinqiao.inbox.enums import OutgoingState


def carry(letter: Letter) -> OutgoingState:
    """Leave it where it is."""
    return OutgoingState.SHOWN
