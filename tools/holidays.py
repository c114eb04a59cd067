"""Writes rulebooks/calendars/cn-YEAR.toml from the package chinesecalendar: `python tools/holidays.py 2027`.

Run once a year by a maintainer, after the State Council's office has published the next year's holidays and
chinesecalendar has taken them up; the files are committed. tests/rulebook/test_calendar.py compares every day
with a second list (python-holidays).
"""

import sys
from datetime import date
from pathlib import Path

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays

FOLDER = Path(__file__).resolve().parents[1] / "rulebooks" / "calendars"
ZH = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}  # the package leaves the last character out
HEAD = """\
# {year}年放假与调休。由 tools/holidays.py 从 chinesecalendar 生成，经 python-holidays 逐日核对。
# days 是放假的日子（含连着的周末），workdays 是为这个假期调休、要上班的周末。

[calendar]
name = "cn"
year = {year}

[calendar.source]
zh = "国务院办公厅公布的节假日安排（经 chinesecalendar 整理）"
en = "State Council holiday notices, as collected by chinesecalendar"
"""


def days_of(table: dict[date, str], name: str, year: int) -> list[date]:
    """The days of one holiday in one year."""
    return sorted(day for day, holiday in table.items() if holiday == name and day.year == year)


def written(days: list[date]) -> str:
    """A TOML list of days."""
    return "[" + ", ".join(map(str, days)) + "]"


def file_of(year: int) -> str:
    """The whole file. Raises SystemExit where the package does not know the year."""
    blocks = {}
    for holiday in Holiday:
        days, work = days_of(holidays, holiday.value, year), days_of(workdays, holiday.value, year)
        if days or work:
            blocks[(days or work)[0]] = block(holiday, days, work)
    if len(blocks) < 6:
        raise SystemExit(f"chinesecalendar does not know {year} yet; upgrade it")
    return HEAD.format(year=year) + "".join(blocks[first] for first in sorted(blocks))


def block(holiday: Holiday, days: list[date], work: list[date]) -> str:
    """One [[holidays]] table."""
    zh = ZH.get(holiday.chinese, holiday.chinese)
    names = f'zh = "{zh}"\nen = "{holiday.value}"\n'
    return f"\n[[holidays]]\n{names}days = {written(days)}\nworkdays = {written(work)}\n"


def main(years: list[str]) -> None:
    """Write the files of `years`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for year in map(int, years):
        (FOLDER / f"cn-{year}.toml").write_text(file_of(year), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
