"""What every way out takes and says."""

from dataclasses import dataclass

from lianxinqiao.inbox.enums import Channel


@dataclass(frozen=True, slots=True)
class Letter:
    """What an adapter gets: `to` in clear, `link` a path of this site, `key` the same at every try."""

    channel: Channel
    to: str
    subject: str
    words: str
    link: str
    key: str


class Undeliverable(Exception):
    """It will not arrive, however often it is tried. The words hold nothing of the letter."""
