"""Workbooks of studios and members: by heading, fault by cell, all or nothing, twice is once."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from lianxinqiao.base import sheets
from lianxinqiao.ledger import read
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation import queries as organisation
from lianxinqiao.organisation.enums import BodyKind
from lianxinqiao.organisation.models import Body, Member
from lianxinqiao.studios import queries
from lianxinqiao.studios.models import Enrolment, Studio
from lianxinqiao.upkeep import imports
from tests.factories.network import AT, BY, TODAY, body, lay, member, studio

pytestmark = pytest.mark.django_db

STUDIO = {
    "代码": "S093",
    "名称": "漫川关镇委员工作室",
    "类型": "区域型",
    "县区": "山阳县",
    "服务镇街": "漫川关镇、高坝店镇",
    "挂牌日期": "2022-03-01",
}
MEMBER = {
    "委员编号": "611024-0001", "姓名": "龚䶮", "级别": "县级", "县区": "山阳", "界别": "教育", "党派": "民盟",
    "学习组": "第一学习组", "单位及职务": "教师", "专长": "教育", "工作室代码": "S071", "任期起": "2021年6月24日",
}  # fmt: skip


def book(*rows, title=""):
    """An .xlsx with the rows' keys as headings."""
    columns = [sheets.Column(str(n), heading, required=False) for n, heading in enumerate(rows[0])]
    lines = [{str(n): row.get(c.heading, "") for n, c in enumerate(columns)} for row in rows]
    return sheets.write(title=title or "表", columns=columns, rows=lines)


def faults(batch):
    return [(one.cell, one.found) for one in batch.faults]


@pytest.fixture(autouse=True)
def network():
    lay()
    body()
    body(BodyKind.PARTY, "中国民主同盟")
    body(BodyKind.GROUP, "第一学习组", organisation.place("611024"))


def studios(*rows, **told):
    return imports.studios(book(*rows), by=BY, at=AT, **told)


def members(*rows, **told):
    return imports.members(book(*rows), by=BY, at=AT, **told)


class TestStudios:
    def test_a_new_code_is_planned_and_plated(self):
        batch = studios(STUDIO, {**STUDIO, "代码": "S094", "名称": "筹建的", "挂牌日期": ""})
        assert (batch.rows, batch.changed, batch.faults) == (2, 2, [])
        made, planned = Studio.objects.all()
        assert (str(made.plated_on), made.state, planned.state) == ("2022-03-01", "plated", "planned")
        assert made.place.path == "/611000/611024/S093/"
        assert [one.name for one in made.townships.order_by("name")] == ["漫川关镇", "高坝店镇"]
        assert [str(line.at.date()) for line in read.lines(verbs=["studios.plate"])] == ["2022-03-01"]

    def test_the_second_time_changes_nothing(self):
        studios(STUDIO)
        lines = Line.objects.count()
        assert studios(STUDIO).changed == 0
        assert Line.objects.count() == lines

    def test_a_dry_run_saves_nothing(self):
        batch = studios(STUDIO, dry_run=True)
        assert (batch.rows, batch.changed, batch.faults) == (1, 1, [])
        assert not Studio.objects.exists()
        assert not Line.objects.filter(verb__startswith="studios.").exists()

    def test_one_fault_keeps_everything_out(self):
        batch = studios(STUDIO, {**STUDIO, "代码": "S094", "名称": "另一个", "类型": "区域性"})
        assert faults(batch) == [("C3", "区域性")]
        assert "区域型" in batch.faults[0].expected
        assert batch.changed == 0
        assert not Studio.objects.exists()

    @pytest.mark.parametrize(
        ("told", "cell", "expected"),
        [
            ({"代码": "S 93"}, "A2", "字母"),
            ({"名称": ""}, "B2", "空"),
            ({"名称": "长" * 61}, "B2", "60"),
            ({"县区": "山阴县"}, "D2", "山阳县"),
            ({"服务镇街": "漫川镇"}, "E2", "漫川关镇"),
            ({"服务镇街": "凤凰镇"}, "E2", "漫川关镇"),
            ({"服务镇街": ""}, "E2", "至少"),
            ({"挂牌日期": "2022-13-01"}, "F2", "2021-06-24"),
            ({"挂牌日期": "2023-06-06"}, "F2", "2023-06-05"),
            ({"类型": "界别型", "服务镇街": ""}, "A2", "界别"),
        ],
    )
    def test_a_wrong_cell_is_named(self, told, cell, expected):
        batch = studios({**STUDIO, **told})
        assert [one.cell for one in batch.faults] == [cell]
        assert expected in batch.faults[0].expected

    def test_every_fault_is_told_at_once_in_the_order_of_the_sheet(self):
        batch = studios({**STUDIO, "类型": "x", "县区": "y"}, STUDIO, {**STUDIO, "名称": ""}, {**STUDIO, "代码": "S1"})
        assert [one.cell for one in batch.faults] == ["C2", "D2", "A3", "A4", "B4"]

    def test_an_empty_cell_does_not_hide_what_else_is_wrong_in_its_row(self):
        batch = studios({**STUDIO, "代码": "S 9", "名称": "", "挂牌日期": "2030-01-01"})
        assert [one.cell for one in batch.faults] == ["A2", "B2", "F2"]
        assert not Studio.objects.exists()

    @pytest.mark.parametrize("word", ["其他型", "其它类型", "其他", "other"])
    def test_usual_words_for_a_type(self, word):
        assert studios({**STUDIO, "类型": word}).faults == []
        assert Studio.objects.get().type == "other"

    def test_a_used_name_and_another_plate_date_are_faults(self):
        studio("S093", name="漫川关镇委员工作室")
        assert faults(studios(STUDIO)) == [("F2", "2022-03-01")]
        assert faults(studios({**STUDIO, "代码": "S094"})) == [("B2", "漫川关镇委员工作室")]

    def test_changed_values_are_corrected_and_empty_cells_leave_them(self):
        studios({**STUDIO, "地址": "甲路1号"})
        batch = studios({**STUDIO, "名称": "漫川古镇委员工作室", "服务镇街": "漫川关镇", "地址": ""})
        made = Studio.objects.get()
        assert (batch.changed, made.name, made.address) == (1, "漫川古镇委员工作室", "甲路1号")
        assert made.townships.count() == 1
        assert read.total(verb="studios.correct") == 2

    def test_headings_by_other_names_in_another_order(self):
        batch = studios(
            {"类别": "区域型", "工作室名称*": "甲", "备注": "x", "编号": "S9", "镇街": "漫川关镇", "所属县区": "山阳"}
        )
        assert (batch.changed, batch.faults, batch.ignored) == (1, [], ["备注"])

    def test_a_missing_heading_is_one_fault(self):
        batch = studios({"代码": "S093", "名称": "甲"})
        assert [one.expected for one in batch.faults] == ["表头“类型”"]

    @pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04 broken"])
    def test_no_workbook(self, data):
        batch = imports.studios(data, by=BY, at=AT)
        assert (batch.rows, batch.changed, len(batch.faults)) == (0, 0, 1)


class TestMembers:
    @pytest.fixture(autouse=True)
    def room(self):
        return studio("S071")

    def test_a_member_gets_person_role_and_studio(self):
        batch = members(MEMBER)
        assert (batch.rows, batch.changed, batch.faults) == (1, 1, [])
        made = Member.objects.get()
        assert (made.person.name, made.sector.name, made.party.name) == ("龚䶮", "教育界", "中国民主同盟")
        assert (str(made.since), made.level, made.place.name) == ("2021-06-24", "county", "山阳县")
        assert [one.code for one in queries.studios_of(made, TODAY)] == ["S071"]
        assert [one.role for one in organisation.actors_of(made.person, TODAY)] == ["member"]
        verbs = [line.verb for line in Line.objects.order_by("-pk")[:3]]
        assert set(verbs) == {"organisation.register_member", "organisation.appoint", "studios.enrol"}

    def test_the_second_time_changes_nothing(self):
        members(MEMBER)
        lines = Line.objects.count()
        batch = members(MEMBER)
        assert (batch.changed, batch.faults, Line.objects.count()) == (0, [], lines)

    def test_moving_to_another_studio(self):
        studio("S072")
        members(MEMBER)
        later = AT + timedelta(days=2)
        batch = imports.members(book({**MEMBER, "工作室代码": "S072"}), by=BY, at=later)
        made = Member.objects.get()
        assert batch.changed == 1
        assert [one.code for one in queries.studios_of(made, later.date())] == ["S072"]
        assert [one.role for one in organisation.actors_of(made.person, later.date())] == ["member"]
        assert Enrolment.objects.filter(until__isnull=False).count() == 1

    def test_correcting_name_and_post(self):
        members(MEMBER)
        assert members({**MEMBER, "姓名": "龚 燕", "单位及职务": "校长"}).changed == 1
        made = Member.objects.get()
        assert (made.person.name, made.post) == ("龚燕", "校长")

    @pytest.mark.parametrize(
        ("told", "cell"),
        [
            ({"姓名": ""}, "B2"),
            ({"姓名": "张3"}, "B2"),
            ({"级别": "省级"}, "C2"),
            ({"县区": ""}, "D2"),
            ({"界别": "天文界"}, "E2"),
            ({"党派": "某党"}, "F2"),
            ({"学习组": "第九组"}, "G2"),
            ({"工作室代码": "S999"}, "J2"),
            ({"任期起": "去年"}, "K2"),
        ],
    )
    def test_a_wrong_cell_is_named(self, told, cell):
        batch = members(MEMBER, {**MEMBER, "委员编号": "611024-0002"})
        assert batch.changed == 2
        batch = members({**MEMBER, **told})
        assert [one.cell for one in batch.faults] == [cell]
        assert all(one.expected for one in batch.faults)

    def test_nothing_of_a_faulty_file_stays(self):
        batch = members(MEMBER, {**MEMBER, "委员编号": "611024-0002", "工作室代码": "S999"})
        assert faults(batch) == [("J3", "S999")]
        assert not Member.objects.exists()

    def test_no_column_for_phones_or_identity_numbers(self):
        batch = members({**MEMBER, "手机号": "13800000000", "身份证号": "612524199001010000"})
        assert (batch.changed, batch.ignored) == (1, ["手机号", "身份证号"])
        headings = {word for c in imports.MEMBER_COLUMNS for word in (c.heading, *c.aliases)}
        assert not any("电话" in word or "手机" in word or word.startswith("身份证") for word in headings)

    def test_a_city_member_in_a_countys_studio(self):
        batch = members({**MEMBER, "委员编号": "611000-0001", "级别": "市级", "学习组": ""})
        assert batch.faults == []
        assert Member.objects.get().place == organisation.root()

    def test_another_countys_studio_is_a_fault_of_the_row(self):
        member("611026-0001", "苗青禾", "611026")
        batch = members({**MEMBER, "委员编号": "611026-0001", "姓名": "苗青禾", "县区": "柞水", "学习组": ""})
        assert [one.cell for one in batch.faults] == ["A2"]
        assert not Enrolment.objects.exists()


def test_bodies_come_in_once():
    rows = [{"种类": "专门委员会", "名称": "提案委员会"}, {"种类": "学习组", "名称": "第二学习组", "县区": "山阳县"}]
    rows = [{**dict.fromkeys(["种类", "名称", "县区"], ""), **row} for row in rows]
    assert imports.bodies(book(*rows), by=BY, at=AT).changed == 2
    assert imports.bodies(book(*rows), by=BY, at=AT).changed == 0
    assert Body.objects.get(name="第二学习组").place.name == "山阳县"


@pytest.mark.parametrize("what", imports.TEMPLATES)
def test_a_template_comes_back_without_a_fault(what):
    read_in = {"bodies": imports.bodies, "studios": imports.studios, "members": imports.members}[what]
    batch = read_in(imports.template(what), by=BY, at=AT)
    assert (batch.rows, batch.faults) == (0, [])


class TestCommand:
    def run(self, *args):
        out = io.StringIO()
        try:
            call_command("import", *args, stdout=out)
        except SystemExit as stop:
            return stop.code, out.getvalue()
        return 0, out.getvalue()

    def test_json(self, tmp_path):
        file = tmp_path / "studios.xlsx"
        file.write_bytes(book(STUDIO))
        assert self.run("studios", str(file), "--dry-run", "--json") == (
            0, json.dumps({"rows": 1, "changed": 1, "faults": []}) + "\n",
        )  # fmt: skip
        assert not Studio.objects.exists()
        assert json.loads(self.run("studios", str(file), "--json")[1])["changed"] == 1
        assert Line.objects.filter(verb="studios.plan", by="machine:import-studios").exists()

    def test_faults_exit_1(self, tmp_path):
        file = tmp_path / "studios.xlsx"
        file.write_bytes(book({**STUDIO, "类型": "x"}))
        code, out = self.run("studios", str(file), "--json")
        told = json.loads(out)
        assert (code, told["changed"]) == (1, 0)
        assert set(told["faults"][0]) == {"cell", "found", "expected"}
        code, out = self.run("studios", str(file))
        assert (code, "C2" in out) == (1, True)

    @pytest.mark.parametrize(
        "args", [("studios", "/nowhere.xlsx"), ("template", "studios"), ("template", "x", "--out", "y")]
    )
    def test_wrong_use_exits_2(self, args):
        with pytest.raises(CommandError) as told:
            self.run(*args)
        assert told.value.returncode == 2

    def test_template(self, tmp_path):
        out = tmp_path / "t.xlsx"
        self.run("template", "members", "--out", str(out))
        assert out.read_bytes().startswith(b"PK")
