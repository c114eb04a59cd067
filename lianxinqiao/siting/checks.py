"""What must be right before a layout can be sought: each lack is a sentence that says what to do."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from math import isfinite

from django.utils.translation import gettext as _

from lianxinqiao.base.errors import Refused
from lianxinqiao.siting.values import Member, Problem, Spot, Studio


def check(problem: Problem) -> None:
    """Refused where something is named that is not there, or where not everybody can have a seat."""
    check_register(problem)
    if not problem.studios:
        raise Refused(_("还没有可以入驻的工作室：请先登记筹建并挂牌，或先看“新建工作室选址”。"), field="studios")
    if not problem.movable:
        raise Refused(_("没有可以安排的在职委员：请先导入委员名册。"), field="members")
    _seats_for_all(problem)
    _members_for_all(problem)


def check_register(problem: Problem) -> None:
    """Refused where a code is used twice or names nothing, or where bounds contradict themselves."""
    _once(problem)
    _places(problem)
    sectors = {"", *(sector.code for sector in problem.sectors)}
    studios = {"", *(studio.code for studio in problem.studios)}
    reaches = {""} | {c.code for c in problem.counties} | {c.city for c in problem.counties}
    for member in problem.members:
        _known(member.sector, sectors, _("委员%(who)s的界别“%(code)s”不在界别名单里。"), member)
        _known(member.studio, studios, _("委员%(who)s现在的工作室“%(code)s”不在名单里，请更新名册。"), member)
        _known(member.reach, reaches, _("委员%(who)s的可入驻范围“%(code)s”不在区划名单里。"), member)
    for studio in problem.studios:
        for code in sorted(studio.sectors):
            _known(code, sectors - {""}, _("工作室%(who)s的界别“%(code)s”不在界别名单里。"), studio)
        _bounds(studio)


def _once(problem: Problem) -> None:
    for things in (problem.counties, problem.townships, problem.sectors, problem.members, problem.studios):
        twice = [code for code, n in Counter(thing.code for thing in things).items() if n > 1 or not code]
        if twice:
            raise Refused(_("代码“%(code)s”为空或重复，请改正后再算。") % {"code": twice[0]})


def _places(problem: Problem) -> None:
    cities = {county.code: county.city for county in problem.counties}
    homes = {township.code: township.county for township in problem.townships}
    for township in problem.townships:
        if township.county not in cities:
            told = {"name": township.name, "code": township.county}
            raise Refused(_("%(name)s所属的县区“%(code)s”不在区划名单里，请先导入区划。") % told, field="townships")
    settled = set(homes.values())
    for county in problem.counties:
        if county.code not in settled:
            raise Refused(_("%(name)s没有一个镇街，请先导入它的镇街名单。") % {"name": county.name}, field="counties")
    cities[""], homes[""] = "", ""
    for studio in problem.studios:
        _spot(studio, cities, homes)
        for code in sorted(studio.townships):
            _known(
                code,
                homes if code else (),
                _("工作室%(who)s联系的镇街“%(code)s”不在区划名单里，请更正后再算。"),
                studio,
            )
    for member in problem.members:
        _spot(member, cities, homes)


def _spot(whose: Member | Studio, cities: dict[str, str], homes: dict[str, str]) -> None:
    spot: Spot = whose.spot
    _known(spot.county, cities, _("%(who)s所在的县区“%(code)s”不在区划名单里，请更正后再算。"), whose)
    _known(spot.township, homes, _("%(who)s所在的镇街“%(code)s”不在区划名单里，请更正后再算。"), whose)
    astray = bool(spot.township) and homes[spot.township] != spot.county
    if astray or (spot.county and cities[spot.county] != spot.city) or (spot.village and not spot.township):
        raise Refused(
            _("%(who)s登记的市、县区、镇街、村对不上，请更正后再算。") % {"who": whose.name}, field=whose.code
        )
    if spot.point and not (isfinite(spot.point.longitude) and abs(spot.point.latitude) <= 90):
        raise Refused(_("%(who)s的经纬度不对，请更正后再算。") % {"who": whose.name}, field=whose.code)


def _known(code: str, codes: Iterable[str], sentence: str, whose: Member | Studio) -> None:
    if code not in codes:
        raise Refused(sentence % {"who": whose.name, "code": code}, field=whose.code)


def _bounds(studio: Studio) -> None:
    if not 0 <= studio.least <= studio.most:
        told = {"name": studio.name, "least": studio.least, "most": studio.most}
        raise Refused(_("%(name)s的人数下限%(least)d与上限%(most)d不对，请更正后再算。") % told, field=studio.code)


def seats(problem: Problem) -> dict[str, tuple[int, int]]:
    """Studio → how many of those at work it needs and can take: who is on leave keeps the seat."""
    kept = Counter(member.studio for member in problem.members if member.on_leave and member.studio)
    return {s.code: (max(0, s.least - kept[s.code]), max(0, s.most - kept[s.code])) for s in problem.studios}


def shortages(problem: Problem) -> dict[str, int]:
    """County, city or "" (the whole) → how many members bound to it find no seat in it. Empty: all can be seated."""
    free, bound = seats(problem), Counter(member.reach for member in problem.movable)
    cities = {county.code: county.city for county in problem.counties}
    lacking = {}
    for reach in _reaches(problem):
        mine = sum(n for inner, n in bound.items() if reach in ("", inner) or reach == (cities.get(inner) or None))
        room = sum(free[studio.code][1] for studio in problem.studios if studio.spot.within(reach))
        if mine > room:
            lacking[reach] = mine - room
    return lacking


def _reaches(problem: Problem) -> list[str]:
    """Every area that members may be bound to, small ones first."""
    counties = [county.code for county in problem.counties]
    return [*counties, *sorted({county.city for county in problem.counties} - {""}), ""]


def area(problem: Problem, reach: str) -> str:
    """The name of a county, the code of a city, or words for the whole."""
    if not reach:
        return _("全部范围")
    return {county.code: county.name for county in problem.counties}.get(reach, reach)


def _seats_for_all(problem: Problem) -> None:
    for reach, lack in shortages(problem).items():
        told = {"area": area(problem, reach), "lack": lack}
        if not any(studio.spot.within(reach) for studio in problem.studios):
            words = _("%(area)s有%(lack)d名委员，却没有一个工作室：请先在这里建一个工作室，或放宽这些委员的入驻范围。")
        else:
            words = _("%(area)s的工作室还差%(lack)d个席位：请提高人数上限，或先在这里新建工作室。")
        raise Refused(words % told, field="studios")


def _members_for_all(problem: Problem) -> None:
    """Whether each studio can reach its least. What a county lacks, those bound to its city may fill, and so on up."""
    needs: dict[str, int] = defaultdict(int)
    free = seats(problem)
    for studio in problem.studios:
        needs[studio.spot.county or studio.spot.city] += free[studio.code][0]
    able = Counter(member.reach for member in problem.movable)
    for county in problem.counties:
        lack = max(0, needs[county.code] - able[county.code])
        needs[county.city] += lack
    for city in sorted({county.city for county in problem.counties} - {""}):
        needs[""] += max(0, needs[city] - able[city])
    if needs[""] > able[""]:
        names = [c.name for c in problem.counties if needs[c.code] > able[c.code]]
        told = {"lack": needs[""] - able[""], "where": "、".join(names[:5]) or _("全部范围")}
        words = _("%(where)s的工作室要达到人数下限还差%(lack)d名委员：请降低人数下限，或合并人数太少的工作室。")
        raise Refused(words % told, field="members")
