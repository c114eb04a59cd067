"""Closed lists of messages."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """How a message reaches somebody. `SITE` is the inbox itself: nothing leaves."""

    SITE = "site", _("站内消息")
    EMAIL = "email", _("电子邮件")
    SMS = "sms", _("短信")


class OutgoingState(TextChoices):
    """How far a message that leaves has come."""

    QUEUED = "queued", _("等待发出")
    SENT = "sent", _("已交给通道")
    SHOWN = "shown", _("只放进演示信箱，没有发出")
    FAILED = "failed", _("没有发成")
    DROPPED = "dropped", _("不再发出")
