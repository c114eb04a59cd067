"""What is in somebody's inbox."""

from django.db.models import QuerySet

from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.inbox.models import Message


def for_person(actor: Actor) -> QuerySet[Message]:
    """This person's messages, newest first; nobody else's ever."""
    if actor.kind is not ActorKind.PERSON:
        return Message.objects.none()
    return Message.objects.filter(to_id=int(actor.id))


def unread(actor: Actor) -> int:
    """How many messages this person has not read."""
    return for_person(actor).filter(read_at__isnull=True).count()
