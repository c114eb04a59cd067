"""Reasons in words: where they are shown, not where they are found."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxinqiao.siting.values import Reason

SENTENCES: dict[str, str | Promise] = {
    "unplaced": gettext_lazy("现在没有入驻工作室"),
    "astray": gettext_lazy("%(studio)s不在本人可入驻的范围内"),
    "crowded": gettext_lazy("%(studio)s现有%(n)d人，超过上限%(most)d人"),
    "too_few": gettext_lazy("%(studio)s只有%(n)d人，不足下限%(least)d人"),
    "township": gettext_lazy("使%(name)s有委员联系"),
    "sector": gettext_lazy("使%(name)s有本界别委员在界别工作室"),
    "near": gettext_lazy("到工作室：%(to)s"),
    "nearer": gettext_lazy("到工作室近了：原来%(was)s，调整后%(to)s"),
    "farther": gettext_lazy("代价：到工作室远了，原来%(was)s，调整后%(to)s"),
    "own_sector": gettext_lazy("不再在别的界别的工作室（%(studio)s）"),
    "other_sector": gettext_lazy("代价：%(studio)s不是本界别的工作室"),
    "expertise": gettext_lazy("%(was)s有%(n)d名“%(expertise)s”专长委员，%(to)s调整后只有%(then)d名"),
    "room": gettext_lazy("为%(studio)s腾出席位，使更需要的委员能就近入驻"),
    "township_uncovered": gettext_lazy("%(name)s没有工作室联系"),
    "sector_uncovered": gettext_lazy("%(name)s没有界别工作室"),
    "members_far": gettext_lazy("%(name)s有%(n)d名委员附近没有可入驻的工作室"),
    "no_seat": gettext_lazy("%(name)s有%(n)d名委员没有席位"),
    "closes_township": gettext_lazy("联系现在无人联系的%(name)s"),
    "closes_sector": gettext_lazy("设为界别工作室，覆盖%(name)s；附近有%(n)d名本界别委员"),
    "closes_far": gettext_lazy("让%(n)d名附近没有工作室的委员就近入驻"),
    "closes_seats": gettext_lazy("为%(name)s增加%(n)d个缺少的席位"),
}


def sentence(reason: Reason) -> str:
    """The reason as a clause for the reader's language."""
    values = dict(reason.values)
    for end in ("was", "to"):
        if reason.kind in {"near", "nearer", "farther"} and end in values:
            values[end] = _way(float(values[end]), values.get(f"metres_{end}"))
    return str(SENTENCES[reason.kind]) % values


def _way(steps: float, metres: str | float | None) -> str:
    if metres is not None:
        return _("%(n).1f公里") % {"n": float(metres) / 1000}
    words = {0: _("同村（社区）"), 1: _("同镇街"), 2: _("同县区"), 3: _("在县区之外")}
    return words[int(steps)]
