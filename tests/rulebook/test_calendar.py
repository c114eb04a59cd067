"""Working days, against a second list and by their properties."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter

import holidays
import pytest
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxinqiao.rulebook import RulebookFault, calendar
from lianxinqiao.rulebook.years import load_year
from tools.holidays import file_of

YEARS = range(2021, 2027)
FOLDER = Path(__file__).resolve().parents[2] / "rulebooks" / "calendars"
REVIEWED: dict[date, str] = {}  # day -> why we differ from the second list; none so far

DAYS = st.dates(date(2021, 1, 1), date(2026, 8, 31))  # no test counts past the last known year
COUNTS = st.integers(0, 30)


def every_day() -> Iterator[date]:
    day = date(YEARS[0], 1, 1)
    while day.year in YEARS:
        yield day
        day += timedelta(1)


def test_every_day_agrees_with_a_second_list():
    oracle = holidays.country_holidays("CN", years=list(YEARS))
    differ = {day for day in every_day() if calendar.is_working(day) != oracle.is_working_day(day)}
    assert differ == set(REVIEWED)


@pytest.mark.parametrize("year", YEARS)
def test_the_files_are_what_the_tool_writes(year: int):
    assert (FOLDER / f"cn-{year}.toml").read_text(encoding="utf-8") == file_of(year)


@settings(max_examples=60, deadline=None)
@given(DAYS, COUNTS)
def test_counting_is_counting_by_hand(day: date, n: int):
    end = calendar.working_days_after(day, n)
    between = [day + timedelta(i) for i in range(1, (end - day).days + 1)]
    assert sum(map(calendar.is_working, between)) == n
    assert n == 0 or calendar.is_working(end)


@settings(max_examples=40, deadline=None)
@given(DAYS, COUNTS, COUNTS)
def test_counting_twice_is_counting_once(day: date, n: int, m: int):
    step = calendar.working_days_after(calendar.working_days_after(day, n), m)
    assert step == calendar.working_days_after(day, n + m)


@settings(max_examples=40, deadline=None)
@given(DAYS, DAYS, COUNTS)
def test_who_comes_later_is_due_no_earlier(one: date, other: date, n: int):
    first, second = sorted((one, other))
    assert calendar.working_days_after(first, n) <= calendar.working_days_after(second, n)


@settings(max_examples=60, deadline=None)
@given(DAYS, st.integers(1, 20))
def test_the_words_hold_every_holiday_and_make_up_day_between(day: date, n: int):
    end, words = calendar.working_days_after(day, n), calendar.explain(day, n)
    between = [day + timedelta(i) for i in range(1, (end - day).days + 1)]
    made_up = [d for d in between if d.weekday() >= 5 and calendar.is_working(d)]
    assert ("补班" in words) == bool(made_up)
    assert all(f"{d.month}月{d.day}日" in words for d in made_up)
    free = [d for d in between if d.weekday() < 5 and not calendar.is_working(d)]
    assert not free or "放假" in words
    assert words.endswith(f"{end.month}月{end.day}日")


@pytest.mark.parametrize(
    ("start", "n", "words"),
    [
        (date(2023, 6, 5), 7, "6月5日的次日起算7个工作日，最迟6月14日"),
        (
            date(2023, 6, 19),
            7,
            "6月19日的次日起算7个工作日，其间端午节放假（6月22日至24日），6月25日补班，最迟6月29日",
        ),
        (
            date(2023, 9, 25),
            15,
            (
                "9月25日的次日起算15个工作日，其间中秋节放假（9月29日）、国庆节放假（9月30日至10月6日），"
                "10月7日、10月8日补班，最迟10月20日"
            ),
        ),
        (
            date(2023, 12, 25),
            7,
            "12月25日的次日起算7个工作日，其间元旦放假（12月30日至2024年1月1日），最迟2024年1月4日",
        ),
    ],
)
def test_a_deadline_explains_itself(start: date, n: int, words: str):
    assert calendar.explain(start, n) == words


def test_deadlines_in_the_rulebooks_own_kind_of_days():
    monday = date(2023, 6, 5)
    assert calendar.deadline("concern.simple", monday) == calendar.Due(date(2023, 6, 14))
    assert calendar.deadline("concern.rating_open", monday) == calendar.Due(date(2023, 6, 20))


@pytest.mark.parametrize("day", [date(2020, 12, 31), date(2031, 1, 1)])
def test_an_unknown_year_is_refused(day: date):
    for ask in (calendar.is_working, lambda start: calendar.working_days_after(start, 3)):
        with pytest.raises(calendar.NoCalendar, match=str(day.year)):
            ask(day)


def test_a_deadline_that_runs_into_an_unknown_year_is_refused_or_said_to_be_uncertain():
    last = max(calendar.known_years())
    start = date(last, 12, 31)
    with pytest.raises(calendar.NoCalendar, match=str(last + 1)):
        calendar.working_days_after(start, 1)
    due = calendar.due(start, 5)
    assert not due.certain
    assert due.on.year == last + 1
    assert f"{last + 1}年放假安排尚未录入" in calendar.explain(start, 5)


def test_backwards_is_an_error():
    with pytest.raises(ValueError, match="forwards"):
        calendar.working_days_after(date(2023, 6, 5), -1)


def test_counting_is_fast():
    calendar.working_days_after(date(2023, 6, 5), 15)
    start = perf_counter()
    for _ in range(1000):
        calendar.working_days_after(date(2023, 6, 5), 15)
    assert perf_counter() - start < 0.5  # about 5 ms on two cores


def test_an_installations_own_calendar_wins(tmp_path: Path):
    folder = tmp_path / "rulebooks" / "calendars"
    folder.mkdir(parents=True)
    text = (FOLDER / "cn-2023.toml").read_text(encoding="utf-8")
    (folder / "cn-2023.toml").write_text(text.replace("days = [2023-06-22, ", "days = [2023-06-21, 2023-06-22, "))
    calendar.forget()
    try:
        with override_settings(HOME=tmp_path):
            assert not calendar.is_working(date(2023, 6, 21))
    finally:
        calendar.forget()
    assert calendar.is_working(date(2023, 6, 21))


@pytest.mark.parametrize(
    ("old", "new", "key", "expected"),
    [
        ("2023-06-22", "2024-06-22", "holidays.5.days.1", "2023年的日期"),
        ("2023-06-25", "2023-06-26", "holidays.5.workdays.1", "星期六或星期日"),
        ("2023-06-25", "2023-06-24", "holidays.5.workdays.1", "没有写过的日期"),
        ("2023-06-25", '"2023-06-25"', "holidays.5.workdays.1", "不带引号"),
        ("workdays = [2023-06-25]\n", "", "holidays.5.workdays", "日期的列表"),
        ("year = 2023", "year = 1", "calendar.year", "2000"),
        ('zh = "端午节"\n', "", "holidays.5.zh", "一行文字"),
    ],
)
def test_a_wrong_calendar_is_named(tmp_path: Path, old: str, new: str, key: str, expected: str):
    text = (FOLDER / "cn-2023.toml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "cn-2023.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulebookFault) as caught:
        load_year(file)
    faults = {fault.key: fault for fault in caught.value.faults}
    assert expected in str(faults[key])
    assert faults[key].line > 1
