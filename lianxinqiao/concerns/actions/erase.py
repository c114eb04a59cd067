"""What a resident said, and who they are, is forgotten."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import files, search
from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.errors import NotItsTime
from lianxinqiao.concerns import permissions
from lianxinqiao.concerns.actions import step
from lianxinqiao.concerns.models import Concern, Original
from lianxinqiao.inbox.actions import settle
from lianxinqiao.inbox.enums import OutgoingState
from lianxinqiao.inbox.queries import waiting_about

EMPTY = {"key_wrapped": b"", "text": b"", "name": b"", "phone": b"", "address": b"", "outcome_words": b""}


@action
def erase(*, concern: Concern, by: Actor, at: datetime, once: str = "") -> Concern:
    """Discard the concern's key and all it sealed: original, contact, notes, photos.

    By the resident at any time, by the clock when the rulebook's time after closing is over. Number,
    topic, state, dates, the checked text and every figure stay.
    """
    permissions.need(by, concern, "erase")
    gone = Original.objects.filter(pk=concern.pk, erased_at__isnull=True).update(
        **EMPTY, wants_call=False, wants_message=False, erased_at=at
    )
    if not gone:
        raise NotItsTime(_("这件事的个人信息已经删除过了，不用再删。"))
    if concern.accepted_at is None:  # a page opened before holds the words: it is told, not taken
        Concern.objects.filter(pk=concern.pk).update(version=F("version") + 1)
        concern.version += 1
    search.drop(kind="concern", thing_id=concern.number)
    for photo in concern.photos.all():
        transaction.on_commit(partial(files.discard, photo.file))
    concern.photos.all().delete()
    concern.notes.update(text=b"")
    for letter in waiting_about(concern.ref):
        settle(outgoing=letter, state=OutgoingState.DROPPED, by=by, at=at)
    step.told(concern, "erase", by=by, at=at, kind="term" if by.kind is ActorKind.CLOCK else "wish")
    return concern
