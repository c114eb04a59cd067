"""Workbooks in and out: what offices keep in Excel comes in by heading, and goes out so that nothing in it runs.

A workbook is untrusted: 760 KB can unfold to 300 MB, and one value in the last cell of a sheet makes a
reader lay out 17 billion cells. So the archive is measured before it is parsed (reliability F4), and
parsing happens in a child process with limits of its own (sheets_child.py).
"""

import json
import re
import stat
import subprocess
import sys
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.errors import Refused

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100
SMALL = 1024 * 1024  # an entry unpacking to less may have any ratio: an empty styles.xml packs well
MAX_ENTRIES = 1000
MAX_ROWS = 20_000
MAX_COLUMNS = 50
TITLE_ROWS = 10  # headings are looked for in so many rows: offices put a title above
PARSE_SECONDS = 15  # wall time of the child
CHUNK = 1 << 20
ARCHIVES = (".zip", ".xlsx", ".xls", ".docx", ".pptx", ".gz", ".7z", ".rar", ".jar")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the .xls that offices still send
CHILD = Path(__file__).with_name("sheets_child.py")

# Starts that a spreadsheet may take for a formula, also full width (reliability F7).
RUNS = re.compile(r"^[\s\x00\"',;]*[=+\-@|＝＋－＠]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key that code uses, the heading people see, other headings that mean the same."""

    key: str
    heading: str
    aliases: tuple[str, ...] = ()
    required: bool = True  # the column must be there and its cells filled
    choices: tuple[str, ...] = ()  # a drop-down when written, the allowed values when read
    width: int = 14  # characters
    note: str = ""  # shown when the cell is entered


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell: where, what stands there, what was expected."""

    cell: str
    found: str
    expected: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row by column keys; every value is text. `cell(key)` is its address, like C7."""

    number: int
    values: dict[str, str]
    letters: dict[str, str]

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")

    def cell(self, key: str) -> str:
        return f"{self.letters.get(key, 'A')}{self.number}"

    def fault(self, key: str, expected: str | Promise) -> Fault:
        """A fault at this row's cell of column `key`."""
        return Fault(self.cell(key), self[key], str(expected))


@dataclass(slots=True)
class Table:
    """What was read: rows, the headings nobody asked for, and every fault found so far."""

    rows: list[Row]
    ignored: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def _too_big() -> Refused:
    return Refused(
        _("这个表格太大：最多 10 MB、20000 行、50 列。请删去多余的工作表和空白格式，或分成几个文件。"), field="file"
    )


def _not_a_workbook() -> Refused:
    return Refused(
        _("这个文件不是能读的 Excel 表格（.xlsx 或 .xls）。请用 Excel 或 WPS 另存为 .xlsx 再传。"), field="file"
    )


def _refuse_odd(entry: zipfile.ZipInfo) -> None:
    kind = entry.external_attr >> 16
    encrypted = entry.flag_bits & 1
    packed = entry.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if encrypted or not packed or (kind and stat.S_ISLNK(kind)) or entry.filename.lower().endswith(ARCHIVES):
        raise _not_a_workbook()


def _declared(entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse by what the archive says of itself, before a byte is unpacked."""
    if len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_UNPACKED:
        raise _too_big()
    for entry in entries:
        _refuse_odd(entry)
        if entry.file_size > SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
            raise _too_big()


def _packed(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    head = data[entry.header_offset : entry.header_offset + 30]
    if head[:4] != b"PK\x03\x04":
        raise _not_a_workbook()
    start = entry.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    return data[start : start + entry.compress_size]


def _unpacked_size(packed: bytes, most: int) -> int:
    """Bytes that really come out, counted in pieces; stops beyond `most`."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    size = 0
    while packed and not inflate.eof and size <= most:
        size += len(inflate.decompress(packed, CHUNK))
        packed = inflate.unconsumed_tail
    return size


def _really(data: bytes, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse by what the archive does: a header may lie about the size."""
    room = MAX_UNPACKED
    for entry in entries:
        packed = _packed(data, entry)
        stored = entry.compress_type == zipfile.ZIP_STORED
        size = len(packed) if stored else _unpacked_size(packed, min(room, entry.file_size))
        if size > entry.file_size:
            raise _too_big()
        room -= size


def check(data: bytes) -> None:
    """Measure a workbook without parsing it. Raises Refused on a bomb and on anything that is no workbook."""
    if len(data) > MAX_BYTES:
        raise _too_big()
    if data.startswith(OLE):
        return
    if not data.startswith(b"PK\x03\x04"):
        raise _not_a_workbook()
    try:
        entries = zipfile.ZipFile(BytesIO(data)).infolist()
        _declared(entries)
        _really(data, entries)
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, OverflowError) as broken:
        raise _not_a_workbook() from broken


def _parsed(data: bytes) -> list[list[str]]:
    """The first sheet as text, from a child that may use 512 MB and 10 s of CPU."""
    told = [sys.executable, "-I", str(CHILD), str(MAX_ROWS + TITLE_ROWS), str(MAX_COLUMNS)]
    try:
        child = subprocess.run(told, input=data, capture_output=True, timeout=PARSE_SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as slow:
        raise _too_big() from slow
    if child.returncode == 2:  # sheets_child: more rows or columns than asked for
        raise _too_big()
    if child.returncode < 0:  # killed by a limit
        raise _too_big()
    if child.returncode:
        raise _not_a_workbook()
    rows: list[list[str]] = json.loads(child.stdout)
    return rows


def letter(index: int) -> str:
    """Column letters of a zero-based index: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _plain(heading: str) -> str:
    """A heading without what people add to it: spaces, stars, 必填, brackets with remarks."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    text = re.sub(r"[(\[【].*?[)\]】]", "", text)
    return re.sub(r"[\s*:：]|必填", "", text)


def _names(columns: Sequence[Column]) -> dict[str, str]:
    return {_plain(word): c.key for c in columns for word in (c.heading, *c.aliases)}


def _heading_row(rows: list[list[str]], names: dict[str, str]) -> int:
    """Index of the row with the most known headings among the first ones."""
    known = [sum(_plain(cell) in names for cell in row) for row in rows[:TITLE_ROWS]]
    if not any(known):
        raise Refused(_("第一张工作表里没有找到表头。请下载模板，按模板的表头填写。"), field="file")
    return known.index(max(known))


def _place(headings: list[str], at: int, columns: Sequence[Column], table: Table) -> dict[str, int]:
    """Which column of the sheet holds which key; notes unknown, doubled and missing headings."""
    names = _names(columns)
    found: dict[str, int] = {}
    for index, heading in enumerate(headings):
        key = names.get(_plain(heading))
        if key is None:
            if heading:
                table.ignored.append(heading)
        elif key in found:
            table.faults.append(Fault(f"{letter(index)}{at + 1}", heading, str(_("同一个表头只出现一次"))))
        else:
            found[key] = index
    for column in columns:
        if column.required and column.key not in found:
            expected = str(_("表头“%(heading)s”") % {"heading": column.heading})
            table.faults.append(Fault(f"A{at + 1}", str(_("没有这一列")), expected))
    return found


def _check_cells(row: Row, columns: Sequence[Column], faults: list[Fault]) -> None:
    for column in columns:
        value = row[column.key]
        if column.key not in row.letters:
            continue
        if column.required and not value:
            faults.append(row.fault(column.key, _("不能空着")))
        elif value and column.choices and value not in column.choices:
            faults.append(row.fault(column.key, "、".join(column.choices)))


def read(data: bytes, columns: Sequence[Column]) -> Table:
    """Read the first sheet of an .xlsx or .xls by its headings; empty rows are skipped.

    Raises Refused for a file that cannot be read at all; what is wrong inside it becomes faults by cell.
    """
    check(data)
    lines = _parsed(data)
    at = _heading_row(lines, _names(columns))
    table = Table(rows=[])
    places = _place(lines[at], at, columns, table)
    letters = {key: letter(index) for key, index in places.items()}
    for number, line in enumerate(lines[at + 1 :], start=at + 2):
        values = {key: line[index].strip() if index < len(line) else "" for key, index in places.items()}
        if any(values.values()):
            row = Row(number, values, letters)
            _check_cells(row, columns, table.faults)
            table.rows.append(row)
    if len(table.rows) > MAX_ROWS:
        raise _too_big()
    return table


class _Writer:
    """One workbook being written; strings are always typed as strings."""

    def __init__(self, title: str) -> None:
        import xlsxwriter  # noqa: PLC0415 -- keeps django.setup() light

        self.file = BytesIO()
        safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self.book: Any = xlsxwriter.Workbook(self.file, {"in_memory": True, **safe})
        self.book.set_properties({"title": title, "created": datetime(2021, 1, 1)})  # noqa: DTZ001 -- no clock here
        self.head = self.book.add_format({"bold": True, "bg_color": "#F2EDE4", "border": 1, "text_wrap": True})
        self.text = self.book.add_format({"num_format": "@"})
        self.quoted = self.book.add_format({"num_format": "@", "quote_prefix": True})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.sheet: Any = self.book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "表")

    def cell(self, row: int, column: int, value: object) -> None:
        if isinstance(value, bool) or value is None:
            value = {True: "是", False: "否", None: ""}[value]
        if isinstance(value, int | float):
            self.sheet.write_number(row, column, value)
        elif isinstance(value, datetime):
            self.sheet.write_datetime(row, column, value.replace(tzinfo=None), self.moment)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, self.day)
        else:
            text = CONTROL.sub("", str(value))
            self.sheet.write_string(row, column, text, self.quoted if RUNS.match(text) else self.text)

    def column(self, index: int, column: Column, rows: int, lists: Any) -> None:
        """Heading, width, text format and drop-down of one column; long lists lie on a sheet of their own."""
        self.sheet.set_column(index, index, column.width, self.text)
        self.sheet.write_string(0, index, column.heading + (" *" if column.required else ""), self.head)
        if not (column.choices or column.note):
            return
        told: dict[str, Any] = {"validate": "any", "ignore_blank": True}
        if column.choices:
            lists.write_column(0, index, column.choices)
            place = letter(index)
            told |= {"validate": "list", "source": f"=_选项!${place}$1:${place}${len(column.choices)}"}
        if column.note:
            told |= {"input_title": column.heading[:32], "input_message": column.note[:255]}
        self.sheet.data_validation(1, index, max(rows, 1000), index, told)


def write(*, title: str, columns: Sequence[Column], rows: Iterable[dict[str, object]] = ()) -> bytes:
    """An .xlsx with these columns; without rows it is the template to fill in.

    Text is always a text cell, never a formula or a link; numbers and dates keep their type.
    """
    lines = list(rows)
    out = _Writer(title)
    lists: Any = out.book.add_worksheet("_选项") if any(c.choices for c in columns) else None
    if lists is not None:
        lists.hide()
    for index, column in enumerate(columns):
        out.column(index, column, len(lines), lists)
        for number, line in enumerate(lines, start=1):
            out.cell(number, index, line.get(column.key, ""))
    out.sheet.freeze_panes(1, 0)
    out.book.close()
    return out.file.getvalue()
