"""The studio takes a concern on."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import search
from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor
from lianxinqiao.base.errors import Refused
from lianxinqiao.concerns.actions import step
from lianxinqiao.concerns.enums import ConcernVerb
from lianxinqiao.concerns.models import Concern, Photo
from lianxinqiao.concerns.queries import without_contact
from lianxinqiao.language import search_tokens
from lianxinqiao.rulebook import current


@action
def accept(
    *,
    concern: Concern,
    passed_on: str,
    topic: str,
    kind: str,
    by: Actor,
    at: datetime,
    simple: bool = False,
    photos: Sequence[Photo] = (),
    once: str = "",
) -> Concern:
    """Take the concern on: the desk has checked the text that others may read, and says topic and kind.

    `photos` are those of the concern that may leave the room, without face or plate; the others never do.

    From now on the studio has the rulebook's days to get in touch, and to answer a simple or a
    complex matter.
    """
    step.allowed(concern, ConcernVerb.ACCEPT, by=by, at=at)
    passed_on = without_contact(
        concern, step.written(passed_on, field="passed_on", ask=_("请写好可以转述的文字，不带姓名、电话和门牌。"))
    )
    step.move(
        concern,
        ConcernVerb.ACCEPT,
        passed_on=passed_on,
        topic=_known("concern.topics", topic, field="topic"),
        kind=_known("concern.kinds", kind, field="kind"),
        contact_on=step.due_in(at, "concern.contact"),
        due_on=step.due_in(at, "concern.simple" if simple else "concern.complex"),
        accepted_at=at,
    )
    concern.photos.filter(pk__in=[photo.pk for photo in photos]).update(passed_on=True)
    search.put(kind="concern", thing_id=concern.number, path=concern.where.path, tokens=search_tokens(passed_on))
    step.told(concern, ConcernVerb.ACCEPT, by=by, at=at, kind=concern.topic)
    return concern


def _known(key: str, code: str, *, field: str) -> str:
    choices = current().choices(key)
    if code not in {choice.code for choice in choices}:
        raise Refused(
            _("请从这些里面选一个：%(choices)s。") % {"choices": "、".join(choice.zh for choice in choices)},
            field=field,
        )
    return code
