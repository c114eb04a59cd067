"""Closed lists of the organisation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlaceKind(TextChoices):
    """Kinds of nodes in the tree of places."""

    CITY = "city", _("市")
    COUNTY = "county", _("县区")
    TOWNSHIP = "township", _("镇街")
    VILLAGE = "village", _("村社区")
    STUDIO = "studio", _("委员工作室")
    UNIT = "unit", _("承办单位")


class TownshipKind(TextChoices):
    """Kinds of township-level units. Only streets and towns are townships; the rest are statistical units."""

    STREET = "street", _("街道")
    TOWN = "town", _("镇")
    STATISTICAL = "statistical", _("其他")


TOWNSHIPS = frozenset({TownshipKind.STREET, TownshipKind.TOWN})


class BodyKind(TextChoices):
    """Kinds of bodies that people belong to or that lead studios."""

    COMMITTEE = "committee", _("专门委员会")
    GROUP = "group", _("学习组")
    PARTY = "party", _("党派")
    SECTOR = "sector", _("界别")


class RoleName(TextChoices):
    """What a person may be at a place for a term."""

    CLERK = "clerk", _("工作室联络员")
    MEMBER = "member", _("政协委员")
    CONVENER = "convener", _("召集人")
    GROUP_LEAD = "group_lead", _("学习组组长")
    COMMITTEE_LEAD = "committee_lead", _("专委会负责人")
    COUNTY_STAFF = "county_staff", _("县区政协工作人员")
    CITY_STAFF = "city_staff", _("市政协工作人员")
    INFORMATION_EDITOR = "information_editor", _("社情民意信息编辑")
    OFFICE_HEAD = "office_head", _("办公室负责人")
    SIGNER = "signer", _("签发人")
    LEADER = "leader", _("领导（只看）")
    ASSESSOR = "assessor", _("考核组成员")
    CUSTODIAN = "custodian", _("身份保管员")
    CORRESPONDENT = "correspondent", _("媒体通讯员")
    HANDLER = "handler", _("承办单位经办人")
    AUDITOR = "auditor", _("审计员")
    ADMINISTRATOR = "administrator", _("系统管理员")


STUDIO_ROLES = frozenset({RoleName.CLERK, RoleName.MEMBER, RoleName.CONVENER, RoleName.GROUP_LEAD})
"""Roles that enter through the desk; all others but the handler enter through the office."""


class SignIn(TextChoices):
    """How far a person's way in is."""

    NONE = "none", _("还没发过密码")
    ISSUED = "issued", _("已发一次性密码，还没改")
    OUTDATED = "outdated", _("一次性密码已过期")
    OWN = "own", _("可以登录")
    DISABLED = "disabled", _("已停用")


class Level(TextChoices):
    """The level of a committee that a member belongs to."""

    CITY = "city", _("市级")
    COUNTY = "county", _("县级")
