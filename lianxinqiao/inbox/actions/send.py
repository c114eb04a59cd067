"""A message is to leave the house."""

from datetime import datetime

from lianxinqiao.base import jobs, vault
from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor, Ref
from lianxinqiao.inbox.enums import Channel
from lianxinqiao.inbox.models import Message, Outgoing
from lianxinqiao.organisation.models import Person


@action
def send(
    *,
    channel: Channel,
    subject: str,
    words: str,
    link: str,
    key: str,
    by: Actor,
    at: datetime,
    person: Person | None = None,
    address: str = "",
    office: str = "",
    about: Ref | None = None,
    copy_of: Message | None = None,
) -> Outgoing:
    """Put a message down to leave by `channel`: to `person`, or to a resident's `address` sealed for `office`.

    Whoever calls asks `queries.carries(channel)` first, and a resident's consent. To a resident the words never
    say what the matter is about and never give its number: a phone lies on a table and is shared. The same key
    gives the message of the first time. Writes no line: the act that it tells of has one.
    """
    row = Outgoing(channel=channel, person=person, subject=subject, words=words, link=link, key=key, at=at)
    row.copy_of = copy_of
    if person is None:
        row.office, row.key_wrapped = office, vault.new_record_key(office)
        row.address = row.seal(address)
    if about is not None:
        row.about_kind, row.about_what = about.kind, about.id
    Outgoing.objects.bulk_create([row], ignore_conflicts=True)
    made = Outgoing.objects.get(key=key)
    jobs.put(name="inbox.deliver", payload={"outgoing": made.pk}, at=at, key=f"inbox.deliver:{made.pk}")
    return made
