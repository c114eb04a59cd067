"""Workbooks: read by heading, faults by cell, bombs refused, nothing written can run."""

import contextlib
import io
import struct
import time
import zipfile
from datetime import date

import pytest
import xlsxwriter

from lianxinqiao.base import sheets
from lianxinqiao.base.errors import Refused
from lianxinqiao.base.sheets import Column, Fault

COLUMNS = [
    Column("code", "编号", aliases=("工作室编号", "代码")),
    Column("name", "名称"),
    Column("kind", "类型", choices=("界别", "区域", "个人", "其他")),
    Column("phone", "电话", required=False, note="工作日能打通的号码"),
]


def book(rows, start=0):
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = made.add_worksheet()
    for r, row in enumerate(rows, start=start):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value)
    made.close()
    return file.getvalue()


def archive(entries):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in entries:
            made.writestr(name, body)
    return file.getvalue()


def test_columns_are_found_by_heading_alias_and_in_any_order():
    data = book(
        [
            ["商洛市委员工作室一览（2023年6月）"],
            ["备注", "名 称*", "工作室编号（必填）", "类型：", "电话"],
            ["", "漫川关古镇", "S001", "区域", "0914-8323000"],
            [],
            ["", "茶坊", 2.0, "界别", 13900001111],
        ]
    )
    table = sheets.read(data, COLUMNS)
    assert table.faults == []
    assert table.ignored == ["备注"]
    assert [(r.number, r["code"], r["name"], r["phone"]) for r in table.rows] == [
        (3, "S001", "漫川关古镇", "0914-8323000"),
        (5, "2", "茶坊", "13900001111"),
    ]
    assert table.rows[0].cell("code") == "C3"


def test_faults_name_the_cell_what_stands_there_and_what_was_expected():
    table = sheets.read(book([["编号", "名称", "类型"], ["S1", "", "街道"]]), COLUMNS)
    assert table.faults == [Fault("B2", "", "不能空着"), Fault("C2", "街道", "界别、区域、个人、其他")]
    assert table.rows[0].fault("code", "三位数字") == Fault("A2", "S1", "三位数字")


def test_missing_and_doubled_headings_are_faults():
    table = sheets.read(book([["编号", "代码", "名称"], ["1", "2", "3"]]), COLUMNS)
    assert [f.cell for f in table.faults] == ["B1", "A1"]
    assert table.faults[1].expected == "表头“类型”"


def test_a_sheet_without_known_headings_is_refused():
    with pytest.raises(Refused, match="表头"):
        sheets.read(book([["甲", "乙"], ["1", "2"]]), COLUMNS)


def test_days_numbers_and_truth_become_text():
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, ["编号", "名称", "类型", "电话"])
    sheet.write_datetime(1, 0, date(2021, 6, 24))
    sheet.write_number(1, 1, 1.5)
    sheet.write_boolean(1, 2, True)
    sheet.write_number(1, 3, 612523197001011234)
    made.close()
    row = sheets.read(file.getvalue(), COLUMNS).rows[0]
    assert (row["code"], row["name"], row["kind"]) == ("2021-06-24", "1.5", "是")
    assert "e+17" in row["phone"], "a long number lost its end in the spreadsheet: it must not look whole"


def test_what_was_written_reads_back():
    rows = [{"code": "S001", "name": "𠅤䶮㛃𬎆", "kind": "区域", "phone": "0914-1"}]
    table = sheets.read(sheets.write(title="工作室", columns=COLUMNS, rows=rows), COLUMNS)
    assert [r.values for r in table.rows] == rows


def test_an_empty_template_has_headings_a_drop_down_and_a_hint():
    data = sheets.write(title="工作室", columns=COLUMNS)
    with zipfile.ZipFile(io.BytesIO(data)) as inside:
        sheet = inside.read("xl/worksheets/sheet1.xml").decode()
        lists = inside.read("xl/worksheets/sheet2.xml").decode()
        shared = inside.read("xl/sharedStrings.xml").decode()
    assert "<dataValidation " in sheet
    assert "_选项!$C$1:$C$4" in sheet
    assert "工作日能打通的号码" in sheet
    assert 'r="C1"' in lists
    assert "编号 *" in shared
    assert sheets.read(data, COLUMNS).rows == []


PREFIXES = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠", "|", " =", '"=', "',=", ";="]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_nothing_written_can_run(prefix):
    evil = prefix + "cmd|' /C calc'!A0"
    link = prefix + "http://evil.example/"
    rows = [{"code": evil, "name": link, "kind": '=HYPERLINK("http://x")', "phone": "{=1+1}"}]
    data = sheets.write(title="=1+1", columns=COLUMNS, rows=rows)
    with zipfile.ZipFile(io.BytesIO(data)) as inside:
        names = inside.namelist()
        sheet = inside.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert not [n for n in names if "externalLink" in n or "_rels/sheet" in n]
    cells = sheet.split('<row r="2"')[1].split("</row>")[0]
    assert cells.count('t="s"') == 4, "every cell is typed as a string"
    row = sheets.read(data, [Column(c.key, c.heading, required=False) for c in COLUMNS]).rows[0]
    assert row["kind"] == rows[0]["kind"]


def test_cells_that_look_like_formulas_stay_text_when_edited():
    data = sheets.write(title="表", columns=COLUMNS, rows=[{"code": "=1+1"}])
    with zipfile.ZipFile(io.BytesIO(data)) as inside:
        assert 'quotePrefix="1"' in inside.read("xl/styles.xml").decode()


def test_a_bomb_of_300_megabytes_is_refused_before_it_unfolds():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made, made.open("xl/worksheets/sheet1.xml", "w") as sheet:
        for _part in range(78):
            sheet.write(b"<c/>" * 1_000_000)
    bomb = file.getvalue()
    assert len(bomb) < 1_000_000
    before = time.monotonic()
    with pytest.raises(Refused, match="太大"):
        sheets.read(bomb, COLUMNS)
    assert time.monotonic() - before < 0.05


def test_a_bomb_that_lies_about_its_size_is_refused():
    honest = archive([("xl/worksheets/sheet1.xml", b"\0" * 90_000_000)])
    lying = bytearray(honest)
    small = struct.pack("<I", 1000)
    at = lying.index(b"PK\x01\x02")
    lying[at + 24 : at + 28] = small
    lying[22:26] = small
    with pytest.raises(Refused, match="太大"):
        sheets.check(bytes(lying))


@pytest.mark.parametrize(
    "entries",
    [
        [(f"e{n}", "") for n in range(1001)],
        [("xl/big", b"\0" * 2_000_000)],
    ],
)
def test_too_many_entries_and_too_high_a_ratio_are_refused(entries):
    with pytest.raises(Refused, match="太大"):
        sheets.check(archive(entries))


@pytest.mark.parametrize("name", ["inner.zip", "xl/embeddings/book.XLSX"])
def test_archives_within_are_refused(name):
    with pytest.raises(Refused, match="Excel"):
        sheets.check(archive([(name, "x")]))


def test_a_link_in_the_archive_is_refused():
    entry = zipfile.ZipInfo("xl/link")
    entry.external_attr = 0o120777 << 16
    with pytest.raises(Refused, match="Excel"):
        sheets.check(archive([(entry, "/etc/passwd")]))


@pytest.mark.parametrize(("row", "column"), [(1_048_575, 16_383), (1_048_575, 0), (0, 16_383), (0, 50), (20_100, 0)])
def test_one_value_far_out_does_not_lay_out_a_world(row, column):
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, ["编号", "名称", "类型"])
    sheet.write(row, column, "x")
    made.close()
    with pytest.raises(Refused, match="太大"):
        sheets.read(file.getvalue(), COLUMNS)


def test_a_single_value_in_the_last_cell_is_refused_too():
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True})
    made.add_worksheet().write(1_048_575, 16_383, "x")
    made.close()
    with pytest.raises(Refused):
        sheets.read(file.getvalue(), COLUMNS)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a,b,c\n1,2,3",
        b"PK\x03\x04" + b"x" * 60,
        sheets.OLE + bytes(600),
        archive([("hello.txt", "hi")]),
        b"\xff" * 99,
    ],
)
def test_what_is_no_workbook_is_refused_with_a_sentence(data):
    with pytest.raises(Refused, match="Excel"):
        sheets.read(data, COLUMNS)


def test_a_cut_or_altered_workbook_is_refused_or_read_but_never_a_fault():
    data = sheets.write(title="工作室", columns=COLUMNS, rows=[{"code": "S1", "name": "x", "kind": "区域"}])
    for step in range(0, len(data), len(data) // 12):
        for broken in (data[:step], data[:step] + b"\xff\x00" + data[step + 2 :]):
            with contextlib.suppress(Refused):
                sheets.read(broken, COLUMNS)


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")])
def test_column_letters(index, name):
    assert sheets.letter(index) == name
