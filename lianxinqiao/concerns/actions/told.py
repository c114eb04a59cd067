"""The resident hears that there is an answer, if they asked to."""

from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from lianxinqiao.base.actor import Actor
from lianxinqiao.concerns.models import Concern
from lianxinqiao.inbox.actions import send
from lianxinqiao.inbox.enums import Channel
from lianxinqiao.inbox.queries import carries


def resident(concern: Concern, *, by: Actor, at: datetime) -> None:
    """Put the message down. It says neither what the matter is about nor its number, and opens nothing by itself."""
    original = concern.original
    if not original.wants_message or original.erased or not carries(Channel.SMS):
        return
    with translation.override(settings.LANGUAGE_CODE):  # not the language of whoever answers
        subject, words = _("有答复了"), _("您反映的事有了答复，请凭回执查看。")
    send(
        channel=Channel.SMS,
        address=original.unseal("phone"),
        office=original.office,
        subject=subject,
        words=words,
        link="/status/",
        about=concern.ref,
        key=f"concerns.told:{concern.pk}:{concern.version}",
        by=by,
        at=at,
    )
