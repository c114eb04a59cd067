"""What is in somebody's inbox, and what leaves."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from lianxinqiao.base.actor import Actor, ActorKind, Ref
from lianxinqiao.inbox.enums import Channel, OutgoingState
from lianxinqiao.inbox.models import Message, Outgoing


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
