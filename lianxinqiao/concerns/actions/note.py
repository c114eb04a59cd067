"""The studio writes something down for itself."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor
from lianxinqiao.concerns.actions import step
from lianxinqiao.concerns.enums import ConcernVerb
from lianxinqiao.concerns.models import Concern, Note


@action
def note(*, concern: Concern, text: str, by: Actor, at: datetime, once: str = "") -> Note:
    """Keep an internal note, sealed with the concern's key; the resident never sees it."""
    step.allowed(concern, ConcernVerb.NOTE, by=by, at=at)
    text = step.written(text, field="text", ask=_("请写下备注内容。"))
    kept = Note.objects.create(
        concern=concern, person_id=step.person_of(by), text=concern.original.seal("note", text), at=at
    )
    step.told(concern, ConcernVerb.NOTE, by=by, at=at)
    return kept
