"""Workbooks of studios and members into the register: by heading, fault by cell, all or nothing.

What is in the register already is compared, not overwritten: an empty cell leaves a value as it is, and
the same file a second time changes nothing. Every change goes through an action and has its line.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import get_default_timezone, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lianxinqiao.base import sheets
from lianxinqiao.base.actor import Actor
from lianxinqiao.base.errors import Refused
from lianxinqiao.base.sheets import Column, Fault, Row
from lianxinqiao.organisation import actions as organisation
from lianxinqiao.organisation.enums import BodyKind, Level
from lianxinqiao.organisation.models import Member, Place
from lianxinqiao.studios import actions
from lianxinqiao.studios.enums import StudioState, StudioType
from lianxinqiao.studios.models import Enrolment, Studio
from lianxinqiao.studios.queries import register
from lianxinqiao.upkeep import cells
from lianxinqiao.upkeep.cells import Reader, Register
from lianxinqiao.upkeep.rows import Batch, all_or_nothing

STUDIO_COLUMNS = (
    Column("code", "代码", ("工作室代码", "编号", "工作室编号"), note="如 S093，不可重复"),
    Column("name", "名称", ("工作室名称", "委员工作室"), width=30),
    Column("type", "类型", ("工作室类型", "类别"), choices=tuple(str(t.label) for t in StudioType)),
    Column("office", "县区", ("所属县区", "县（区）", "所属政协"), required=False, note="空着＝市政协"),
    Column("sectors", "界别", ("对应界别", "所属界别"), required=False, width=20, note="几个界别用、隔开"),
    Column("townships", "服务镇街", ("镇街", "覆盖镇街", "乡镇"), required=False, width=30, note="几个镇街用、隔开"),
    Column("leads", "联系专委会", ("专委会", "牵头专委会"), required=False, width=20),
    Column("group", "学习组", ("所属学习组", "活动组"), required=False, width=20),
    Column("address", "地址", ("工作室地址", "所在地"), required=False, width=30),
    Column("hours", "开放时间", ("接待时间",), required=False, width=20),
    Column("phone", "工作室电话", ("电话", "联系电话"), required=False, note="工作室的公开电话，不写个人手机"),
    Column("brand", "特色", ("品牌", "一室一品"), required=False, width=20),
    Column("plated_on", "挂牌日期", ("挂牌时间", "授牌日期"), required=False, note="空着＝筹建中"),
)
MEMBER_COLUMNS = (
    Column("number", "委员编号", ("编号", "委员证号"), note="本级政协的编号，不是身份证号"),
    Column("name", "姓名", ("委员姓名",)),
    Column("level", "级别", ("委员级别",), choices=tuple(str(one.label) for one in Level)),
    Column("office", "县区", ("所属县区", "县（区）"), required=False, note="县级委员必填"),
    Column("sector", "界别", ("所属界别",), width=18),
    Column("party", "党派", ("政治面貌", "所属党派"), required=False),
    Column("group", "学习组", ("所属学习组", "活动组"), required=False, width=20),
    Column("post", "单位及职务", ("工作单位及职务", "单位职务"), required=False, width=30),
    Column("expertise", "专长", ("特长",), required=False, width=18),
    Column("studio", "工作室代码", ("工作室", "所在工作室", "入驻工作室"), required=False),
    Column("since", "任期起", ("任期开始", "任职时间"), note="如 2021-06-24"),
)
BODY_COLUMNS = (
    Column("kind", "种类", ("类别",), choices=tuple(str(one.label) for one in BodyKind)),
    Column("name", "名称", ("机构名称",), width=30),
    Column("office", "县区", ("所属县区", "县（区）"), required=False, note="空着＝市政协"),
)
TEMPLATES = {
    "bodies": (gettext_lazy("机构与界别"), BODY_COLUMNS),
    "studios": (pgettext_lazy("menu", "工作室"), STUDIO_COLUMNS),
    "members": (gettext_lazy("委员"), MEMBER_COLUMNS),
}
TYPES = {
    **dict.fromkeys(("其他型", "其它型", "其它类型", "其他", "其它"), StudioType.OTHER),
    "界别": StudioType.SECTOR,
    "区域": StudioType.AREA,
    "个人": StudioType.PERSONAL,
}
"""What offices also write for a type."""
WORDS = {"address": 120, "hours": 80, "phone": 20, "brand": 60}

Take = Callable[[Reader], bool]


def template(what: str) -> bytes:
    """The empty workbook (.xlsx) to fill in, with drop-downs and remarks; `what` is bodies, studios or members."""
    title, columns = TEMPLATES[what]
    return sheets.write(title=str(title), columns=columns)


def _run(data: bytes, columns: tuple[Column, ...], key: str, batch: Batch, take: Take) -> None:
    """Read the workbook and let `take` enter each sound row."""
    table = sheets.read(data, [replace(column, choices=()) for column in columns])
    batch.rows, batch.ignored = len(table.rows), table.ignored
    batch.columns = table.rows[0].letters if table.rows else {}
    batch.faults += table.faults
    bad = {fault.cell for fault in table.faults}
    if any(column.required and column.key not in row.letters for row in table.rows[:1] for column in columns):
        return
    seen: dict[str, Row] = {}
    for row in table.rows:
        first = seen.setdefault(row[key].upper(), row) if key else row
        if first is not row and row[key]:
            batch.faults.append(row.fault(key, _("同一个文件里只出现一次（见 %(cell)s）") % {"cell": first.cell(key)}))
        else:
            told = [key for key in row.letters if row.cell(key) in bad]
            _take_row(row, key, batch, take, told)


def _take_row(row: Row, key: str, batch: Batch, take: Take, told: list[str]) -> None:
    """Enter a row, or find what else is wrong in one whose cells `told` are known to be."""
    reader = Reader(row, [(at, "") for at in told])
    try:
        batch.changed += take(reader)
    except Refused as refused:
        reader.wrong.append((refused.field if refused.field in row.letters else key or "name", str(refused)))
    batch.faults += [row.fault(at, expected) for at, expected in reader.wrong if at not in told]


def _import(
    data: bytes, columns: tuple[Column, ...], key: str, take: Callable[[Register], Take], dry_run: bool
) -> Batch:
    batch = Batch()
    try:
        with all_or_nothing(batch, dry_run=dry_run):
            _run(data, columns, key, batch, take(Register()))
    except Place.DoesNotExist:
        batch.faults.append(Fault("", _("还没有县区和镇街"), _("先运行 lxq import region")))
    except Refused as refused:
        batch.faults.append(Fault("", _("文件"), str(refused)))
    batch.faults.sort(
        key=lambda fault: (int("".join(filter(str.isdigit, fault.cell)) or 0), len(fault.cell), fault.cell)
    )
    return batch


def bodies(data: bytes, *, by: Actor, at: datetime, dry_run: bool = False) -> Batch:
    """Enter committees, study groups, parties and sectors that are not there yet."""

    def start(known: Register) -> Take:
        return lambda reader: _body(reader, known, by, at)

    return _import(data, BODY_COLUMNS, "", start, dry_run)


def studios(data: bytes, *, by: Actor, at: datetime, dry_run: bool = False) -> Batch:
    """Enter or correct studios; new ones are planned, and plated on the day that the sheet tells."""

    def start(known: Register) -> Take:
        here = {one.code.upper(): one for one in register().prefetch_related("sectors", "townships")}
        return lambda reader: _studio(reader, known, here, by, at)

    return _import(data, STUDIO_COLUMNS, "code", start, dry_run)


def members(data: bytes, *, by: Actor, at: datetime, dry_run: bool = False) -> Batch:
    """Enter or correct members and enrol them in the studio that the sheet tells, leaving another if needed."""

    def start(known: Register) -> Take:
        here = _Roster()
        return lambda reader: _member(reader, known, here, by, at)

    return _import(data, MEMBER_COLUMNS, "number", start, dry_run)


def _body(reader: Reader, known: Register, by: Actor, at: datetime) -> bool:
    kind = reader.take("kind", cells.choice(BodyKind, 专委会=BodyKind.COMMITTEE, 活动组=BodyKind.GROUP))
    office = reader.take("office", known.office)
    name = reader.take("name", cells.text(60))
    if reader.wrong or kind is None or office is None or name is None:
        return False
    if any(one.name == name and one.place_id == office.pk for one in known.bodies[kind]):
        return False
    known.bodies[kind].append(organisation.found(kind=kind, name=name, place=office, by=by, at=at))
    return True


# -- studios -----------------------------------------------------------------------------------------------------------


def _studio(reader: Reader, known: Register, here: dict[str, Studio], by: Actor, at: datetime) -> bool:
    code = reader.take("code", cells.code)
    office = reader.take("office", known.office)
    told: dict[str, Any] = {
        "name": reader.take("name", cells.text(60)),
        "type": reader.take("type", cells.choice(StudioType, **TYPES)),
        "leads": reader.take("leads", known.body(BodyKind.COMMITTEE, office)),
        "group": reader.take("group", known.body(BodyKind.GROUP, office)),
        "sectors": reader.take("sectors", known.some_bodies(BodyKind.SECTOR, office)),
        "townships": reader.take("townships", known.townships(office)),
        **{key: reader.take(key, cells.text(longest)) for key, longest in WORDS.items()},
    }
    plated_on = reader.take("plated_on", cells.day(localtime(at).date()))
    old = here.get(code or "")
    if old is None:
        _complete(reader, told)
    else:
        _same_office(reader, old, office, plated_on)
    if reader.wrong or code is None or office is None:
        return False
    if old is not None:
        return _put_right(old, told, plated_on, by, at)
    kind = told.pop("type")
    made = actions.plan(code=code, kind=kind, place=office, by=by, at=at, **{k: v for k, v in told.items() if v})
    _plate(made, plated_on, by)
    return True


def _complete(reader: Reader, told: dict[str, Any]) -> None:
    """A new area studio serves a township, a new sector studio has a sector."""
    if told["type"] == StudioType.AREA and told["townships"] == []:
        reader.wrong.append(("townships", _("区域型工作室至少服务一个镇街")))
    if told["type"] == StudioType.SECTOR and told["sectors"] == []:
        reader.wrong.append(("sectors", _("界别型工作室至少对应一个界别")))


def _same_office(reader: Reader, old: Studio, office: Place | None, plated_on: date | None) -> None:
    if reader.row["office"] and office is not None and office.pk != old.place.parent_id:
        reader.wrong.append(("office", _("与已登记的一致：%(name)s") % {"name": old.place.parent}))
    if plated_on and old.plated_on and plated_on != old.plated_on:
        reader.wrong.append(("plated_on", _("与已登记的一致：%(day)s") % {"day": old.plated_on}))


def _put_right(old: Studio, told: dict[str, Any], plated_on: date | None, by: Actor, at: datetime) -> bool:
    lists: dict[str, list[Any]] = {"sectors": list(old.sectors.all()), "townships": list(old.townships.all())}
    new = {key: value for key, value in told.items() if value and key not in lists and value != getattr(old, key)}
    others = {
        key: told[key]
        for key, held in lists.items()
        if told[key] and {one.pk for one in told[key]} != {one.pk for one in held}
    }
    if new or others:
        actions.correct(studio=old, by=by, at=at, values=new, **others)
    return _plate(old, plated_on, by) or bool(new or others)


def _plate(studio: Studio, on: date | None, by: Actor) -> bool:
    if on is None or studio.state != StudioState.PLANNED:
        return False
    actions.plate(studio=studio, by=by, at=datetime.combine(on, time(9), get_default_timezone()))
    return True


# -- members -----------------------------------------------------------------------------------------------------------


class _Roster:
    """Members, studios and enrolments as they stand, read once."""

    def __init__(self) -> None:
        found = Member.objects.select_related("person", "place")
        self.members = {one.number.upper(): one for one in found}
        self.studios = {one.code.upper(): one for one in register().exclude(state=StudioState.REMOVED)}
        open_ones = Enrolment.objects.filter(until__isnull=True).select_related("studio__place", "member__person")
        self.enrolled: dict[int, list[Enrolment]] = {}
        for one in open_ones:
            self.enrolled.setdefault(one.member_id, []).append(one)

    def studio(self, cell: str) -> Studio | None:
        """The studio with this code; None for an empty cell."""
        if cell and cell.upper() not in self.studios:
            raise cells.Wrong(_("一个已登记的工作室代码，如 %(code)s") % {"code": next(iter(self.studios), "S001")})
        return self.studios.get(cell.upper())


def _member(reader: Reader, known: Register, here: _Roster, by: Actor, at: datetime) -> bool:
    number = reader.take("number", cells.code)
    level = reader.take("level", cells.choice(Level, 市=Level.CITY, 县=Level.COUNTY, 区级=Level.COUNTY))
    office = reader.take("office", known.office)
    if level == Level.COUNTY and office == known.root:
        office = None
        reader.wrong.append(("office", _("县级委员写明县区")))
    told: dict[str, Any] = {
        "level": level,
        "place": office,
        "sector": reader.take("sector", known.body(BodyKind.SECTOR, office)),
        "party": reader.take("party", known.body(BodyKind.PARTY, office)),
        "group": reader.take("group", known.body(BodyKind.GROUP, office)),
        "post": reader.take("post", cells.text(80)),
        "expertise": reader.take("expertise", cells.text(80)),
        "since": reader.take("since", cells.day()),
    }
    name = reader.take("name", cells.name)
    studio = reader.take("studio", here.studio)
    if level == Level.CITY:
        told["place"] = known.root  # a city member's county is where they live, not whose member they are
    if reader.wrong or number is None or name is None:
        return False
    old = here.members.get(number)
    if old is None:
        made = organisation.register_member(
            number=number, name=name, by=by, at=at, **{key: value for key, value in told.items() if value}
        )
        return _enrol(made, studio, here, by, at) or True
    return _member_right(old, name, told, by, at) | _enrol(old, studio, here, by, at)


def _member_right(old: Member, name: str, told: dict[str, Any], by: Actor, at: datetime) -> bool:
    new = {key: value for key, value in told.items() if value and value != getattr(old, key)}
    other = name if name != old.person.name else ""
    if not new and not other:
        return False
    organisation.correct_member(member=old, by=by, at=at, name=other, values=new)
    return True


def _enrol(member: Member, studio: Studio | None, here: _Roster, by: Actor, at: datetime) -> bool:
    """Enrol in the studio; whoever is in another one leaves it the day before."""
    held = here.enrolled.get(member.pk, [])
    if studio is None or any(one.studio_id == studio.pk for one in held):
        return False
    today = localtime(at).date()
    for one in held:
        actions.leave(enrolment=one, until=max(today - timedelta(days=1), one.since), by=by, at=at)
    since = today if held else min(today, max(member.since, studio.plated_on or member.since))
    actions.enrol(studio=studio, member=member, since=max(since, member.since), by=by, at=at)
    return True
