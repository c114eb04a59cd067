"""A person has read a message."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.errors import NotYours
from lianxinqiao.inbox.models import Message


@action
def read(*, message: Message, by: Actor, at: datetime) -> Message:
    """Note when a message was first read, by the one it is for. Writes no line: reading is nobody's business."""
    if by.kind is not ActorKind.PERSON or by.id != str(message.to_id):
        raise NotYours(_("这条消息是给别人的。请回到您自己的消息。"))
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=at)
    message.refresh_from_db()
    return message
