"""Closed lists of the studios' register."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StudioType(TextChoices):
    """The four types of the article."""

    SECTOR = "sector", _("界别型")
    AREA = "area", _("区域型")
    PERSONAL = "personal", _("个人型")
    OTHER = "other", _("其他类型")


class StudioState(TextChoices):
    """Where a studio stands in its life."""

    PLANNED = "planned", _("筹建中")
    PLATED = "plated", _("已挂牌")
    REMOVED = "removed", _("已撤牌")


class StudioVerb(TextChoices):
    """What can be done to a studio."""

    PLAN = "plan", _("登记筹建")
    CORRECT = "correct", _("更正")
    PLATE = "plate", _("挂牌")
    REMOVE_PLATE = "remove_plate", _("撤牌")
    ENROL = "enrol", _("入驻")
    LEAVE = "leave", _("离开")
