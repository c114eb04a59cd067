"""A message is sent to a person."""

from datetime import datetime

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.inbox.actions.send import send
from lianxinqiao.inbox.enums import Channel
from lianxinqiao.inbox.models import Message
from lianxinqiao.inbox.queries import carries
from lianxinqiao.organisation.models import Person


@action
def post(*, to: Person, subject: str, body: str, link: str, key: str, by: Actor, at: datetime) -> Message:
    """Put a message into somebody's inbox; the same key to the same person gives the message of the first time.

    It goes to their e-mail address as well, where they have given one and the installation sends mail.
    Writes no line: the act that it tells of has one.
    """
    sender = by.label if by.kind is ActorKind.PERSON else ""  # nobody knows a colleague called Clock
    row = Message(to=to, subject=subject, body=body, link=link, key=key, by_label=sender, at=at)
    Message.objects.bulk_create([row], ignore_conflicts=True)
    made = Message.objects.get(to=to, key=key)
    if to.email and to.is_active and carries(Channel.EMAIL):
        _mirror(made, to, by)
    return made


def _mirror(message: Message, to: Person, by: Actor) -> None:
    send(
        channel=Channel.EMAIL,
        person=to,
        subject=message.subject,
        words=message.body,
        link=message.link,
        key=f"inbox.mirror:{message.pk}",
        copy_of=message,
        by=by,
        at=message.at,
    )
