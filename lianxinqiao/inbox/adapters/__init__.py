"""The port for messages that leave: one shape of letter, one adapter for each way out.

An adapter is a module with `carry(letter) -> OutgoingState`. It raises Undeliverable where another try would not
help, and anything else where it may. A way by SMS or WeChat is one more module here, one line in `adapter` and
one in `queries.carries`; there is none yet.
"""

from collections.abc import Callable

from django.conf import settings

from lianxinqiao.inbox.adapters import demo, email, none
from lianxinqiao.inbox.adapters.port import Letter, Undeliverable
from lianxinqiao.inbox.enums import Channel, OutgoingState

__all__ = ["Letter", "Undeliverable", "adapter"]


def adapter(channel: Channel) -> Callable[[Letter], OutgoingState]:
    """The way out for a channel. In demo mode there is one for all, and nothing leaves."""
    if settings.DEMO:
        return demo.carry
    if channel is Channel.EMAIL and settings.MAIL is not None:
        return email.carry
    return none.carry
