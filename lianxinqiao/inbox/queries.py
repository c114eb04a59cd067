"""What is in somebody's inbox, and what leaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, SmallIntegerField, Value

from lianxinqiao.base.actor import Actor, ActorKind, Ref
from lianxinqiao.inbox.enums import Channel, OutgoingState
from lianxinqiao.inbox.models import Message, Outgoing
from lianxinqiao.organisation.models import Person


def for_person(actor: Actor) -> QuerySet[Message]:
    """This person's messages, newest first; nobody else's ever."""
    if actor.kind is not ActorKind.PERSON:
        return Message.objects.none()
    return Message.objects.filter(to_id=int(actor.id))


def unread(actor: Actor) -> int:
    """How many messages this person has not read."""
    return for_person(actor).filter(read_at__isnull=True).count()


def told(keys: Iterable[str]) -> set[tuple[int, str]]:
    """Of messages with these keys, those that are posted already: (person's key, message's key), in one query."""
    return set(Message.objects.filter(key__in=list(keys)).values_list("to_id", "key").order_by())


def carries(channel: Channel) -> bool:
    """Has this installation a way out by this channel? The demo has every one, and none of them leaves."""
    if settings.DEMO:
        return True
    return channel is Channel.EMAIL and settings.MAIL is not None


def waiting(pk: int) -> Outgoing | None:
    """The message, if it still waits to leave."""
    return Outgoing.objects.select_related("person").filter(pk=pk, state=OutgoingState.QUEUED).first()


WAITS = 7  # days after which what has not left must not leave any more: it would surprise, and its address is kept


def stale(at: datetime) -> QuerySet[Outgoing]:
    """What waits in vain."""
    return Outgoing.objects.filter(state=OutgoingState.QUEUED, at__lt=at - timedelta(days=WAITS))


def waiting_about(about: Ref) -> QuerySet[Outgoing]:
    """What waits to leave about a thing."""
    return Outgoing.objects.filter(about_kind=about.kind, about_what=about.id, state=OutgoingState.QUEUED)


# --- the demo's letterbox ---------------------------------------------------------------------


class To(StrEnum):
    """To whom a letter of the letterbox goes."""

    RESIDENTS = "residents"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Seen:
    """A letter as the letterbox shows it. `to` is None for a resident: nobody there has a name or a number."""

    to: Person | None
    channels: list[Channel]
    state: OutgoingState | None
    at: datetime
    subject: str
    words: str
    link: str


def letterbox(*, to: str = "", channel: str = "") -> QuerySet[Any, Any]:
    """All that reached somebody or would have, newest first, as rows for `letters`; empty outside the demo.

    A message of the site and its copy by mail are one row. `to` is a To, `channel` a Channel; empty means all.
    """
    if not settings.DEMO:
        return Message.objects.none().values()
    posted = Message.objects.annotate(posted=Value(1, SmallIntegerField()))
    left = Outgoing.objects.filter(copy_of=None).annotate(posted=Value(0, SmallIntegerField()))
    if to == To.RESIDENTS:
        posted, left = posted.none(), left.filter(person=None)
    elif to == To.STAFF:
        left = left.exclude(person=None)
    if channel == Channel.SITE:
        left = left.none()
    elif channel:
        left = left.filter(channel=channel)
        posted = posted.filter(mirrored__channel=channel)
    rows = [one.order_by().values("at", "posted", "id") for one in (posted, left)]
    return rows[0].union(rows[1], all=True).order_by("-at", "-posted", "-id")


def letters(rows: Iterable[Mapping[str, Any]]) -> list[Seen]:
    """The letters of these rows, in two queries."""
    told = list(rows)
    posted = Message.objects.select_related("to", "mirrored").in_bulk([row["id"] for row in told if row["posted"]])
    left = Outgoing.objects.select_related("person").in_bulk([row["id"] for row in told if not row["posted"]])
    return [_posted(posted[row["id"]]) if row["posted"] else _left(left[row["id"]]) for row in told]


def _posted(one: Message) -> Seen:
    copy: Outgoing | None = getattr(one, "mirrored", None)
    channels = [Channel.SITE, *([Channel(copy.channel)] if copy else [])]
    state = OutgoingState(copy.state) if copy else None
    return Seen(one.to, channels, state, one.at, one.subject, one.body, one.link)


def _left(one: Outgoing) -> Seen:
    state = OutgoingState(one.state)
    return Seen(one.person, [Channel(one.channel)], state, one.at, one.subject, one.words, one.link)
