"""Closed lists of a resident's concern."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConcernState(TextChoices):
    """Where a concern stands, as the studio sees it."""

    RECEIVED = "received", _("待受理")
    ACCEPTED = "accepted", _("已受理")
    ASSIGNED = "assigned", _("办理中")
    ANSWERED = "answered", _("已答复")
    RATED = "rated", _("已评价")
    CLOSED = "closed", _("已办结")
    DECLINED = "declined", _("不予受理")


class PublicState(TextChoices):
    """Where a concern stands, as the resident sees it (interface.md §4.4)."""

    RECEIVED = "received", _("已收到")
    ACCEPTED = "accepted", _("已受理")
    ASSIGNED = "assigned", _("办理中")
    ANSWERED = "answered", _("已答复")
    CLOSED = "closed", _("已办结")
    DECLINED = "declined", _("不予受理")


class ConcernVerb(TextChoices):
    """What can be done with a concern."""

    RECEIVE = "receive", _("收到")
    ACCEPT = "accept", _("受理")
    DECLINE = "decline", pgettext_lazy("verb", "不予受理")
    ASSIGN = "assign", _("分派")
    ANSWER = "answer", _("答复")
    RATE = "rate", _("评价")
    CLOSE = "close", _("办结")
    REOPEN = "reopen", _("重新办理")
    NOTE = "note", _("记内部备注")
    REVEAL = "reveal", _("查看")


class Channel(TextChoices):
    """How a concern reached the studio; the ledger's kind of a `receive` line."""

    WEB = "web", _("网页")
    QR = "qr", _("扫码")
    DESK = "desk", _("工作室代填")
    SIMULATED = "simulated", _("模拟")


class Result(TextChoices):
    """What the studio says came of it."""

    A = "A", _("已经解决")
    B = "B", _("正在解决或列入计划")
    C = "C", _("暂时不能解决")


class Outcome(TextChoices):
    """What the resident says came of it."""

    SOLVED = "solved", _("解决了")
    PARTLY = "partly", _("解决了一部分")
    NOT = "not", _("没有解决")


class ClosedAs(TextChoices):
    """How a case ended; silence is never counted as solved."""

    SOLVED = "solved", _("已解决")
    PARTLY = "partly", _("部分解决")
    NOT = "not", _("未解决")
    UNRATED = "unrated", _("未评价")


class MarkWord(TextChoices):
    """The resident's mark, kept apart from the case."""

    SATISFIED = "satisfied", _("满意")
    BASIC = "basic", _("基本满意")
    UNSATISFIED = "unsatisfied", _("不满意")


class RevealWhat(TextChoices):
    """What can be opened with a reason that the resident can read."""

    NAME = "name", _("称呼")
    PHONE = "phone", _("电话")
    ADDRESS = "address", _("住址")
    ORIGINAL = "original", _("原话")
    PASSED_ON = "passed_on", _("转述文字")
    PHOTOS = "photos", _("照片")
