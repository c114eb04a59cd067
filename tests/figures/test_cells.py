"""Published counts of residents' matters: no cell below five can be worked out (reliability P8)."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxinqiao.figures.cells import Stretch, persons, release, split, stretch_of
from lianxinqiao.ledger import write
from lianxinqiao.organisation.models import Place
from tests.concerns.conftest import AT, City, build

CUT = date(2023, 6, 4)
FIRST = date(2022, 11, 1)
LEAST = 5
OFFICES = ["611000", *(f"6110{n}" for n in range(21, 28))]
DAY = timedelta(days=1)

matters = st.lists(
    st.tuples(st.sampled_from(OFFICES), st.integers(0, 420), st.sampled_from([1, 1, 1, 1, -1])), max_size=120
)


def table(told, today):
    """What the public sees on a day of what happened before it."""
    counted: dict[Stretch, Counter] = {}
    for office, day, quantity in told:
        at = FIRST + day * DAY
        if at < today:
            counted.setdefault(stretch_of(at, CUT), Counter())[office, "solved"] += quantity
    return counted, release(counted, today=today, least=LEAST)


@given(told=matters, days=st.tuples(st.integers(0, 430), st.integers(0, 430)))
def test_no_two_days_differ_by_a_cell_that_is_not_shown(told, days):
    """What was published never changes: later tables hold the earlier ones and whole new stretches."""
    early, late = (FIRST + n * DAY for n in sorted(days))
    (_, one), (_, two) = table(told, early), table(told, late)
    known = {cell.when for cell in one.cells}
    assert one.cells == [cell for cell in two.cells if cell.when in known]
    assert all(cell.when.until >= early for cell in set(two.cells) - set(one.cells))


@given(told=matters, day=st.integers(0, 430))
def test_what_is_not_shown_hides_its_parts(told, day):
    """Even for a reader who knows the sum of each stretch from watching the headline figure."""
    counted, shown = table(told, FIRST + day * DAY)
    assert all(cell.n >= LEAST for cell in shown.cells)
    for when in {cell.when for cell in shown.cells}:
        seen = {(cell.office, cell.kind): cell.n for cell in shown.cells if cell.when == when}
        rest = [n for key, n in counted[when].items() if key not in seen and n]
        assert not rest or (len(rest) > 1 and sum(rest) >= LEAST)
    whole = sum(sum(here.values()) for here in counted.values())
    left = whole - sum(cell.n for cell in shown.cells) - shown.running
    assert shown.merged in {left, None}
    assert shown.merged is None or shown.merged == 0 or shown.merged >= LEAST


@given(told=matters)
def test_same_period_and_to_date_differ_by_whole_stretches_only(told):
    inside = [(o, d, q) for o, d, q in told if FIRST + d * DAY <= CUT]
    _, period = table(inside, date(2024, 2, 1))
    _, to_date = table(told, date(2024, 2, 1))
    assert period.cells == [cell for cell in to_date.cells if cell.when.until <= CUT]


@given(counted=st.dictionaries(st.tuples(st.sampled_from(OFFICES)), st.integers(0, 30)))
def test_one_table(counted):
    shown, rest = split(counted, least=LEAST)
    assert shown.keys() | rest.keys() == {key for key, n in counted.items() if n}
    assert not shown or not rest or (len(rest) > 1 and sum(rest.values()) >= LEAST)


@pytest.mark.parametrize(
    ("day", "since", "until", "part"),
    [
        (date(2023, 6, 4), date(2023, 4, 1), CUT, "first"),
        (date(2023, 6, 5), date(2023, 6, 5), date(2023, 6, 30), "rest"),
        (date(2023, 3, 31), date(2023, 1, 1), date(2023, 3, 31), ""),
        (date(2023, 12, 31), date(2023, 10, 1), date(2023, 12, 31), ""),
    ],
)
def test_a_quarter_is_cut_where_the_period_ends(day, since, until, part):
    found = stretch_of(day, CUT)
    assert (found.since, found.until, found.part) == (since, until, part)
    assert stretch_of(day, date(2023, 6, 30)).part == ""


def _works(city: City, who: str, where: Place, at=AT) -> None:
    write.line(
        verb="concerns.answer",
        thing=city.receive().ref,
        by=city.clerk,
        at=at,
        where=where.where,
        credits=[write.Credited(f"member:{who}", who)],
    )


@pytest.mark.django_db(databases=["default", "traces"])
def test_people_are_counted_by_office_from_five_up_and_not_day_by_day():
    city = build()
    before = AT - 10 * DAY
    for n in range(9):
        _works(city, f"a{n}", city.county, before)
    for n in range(3):
        _works(city, f"b{n}", city.other_county, before)
    told = {"since": date(2021, 6, 24), "until": AT.date(), "today": AT.date()}
    alone = persons(**told)
    assert (alone.rows, alone.merged) == ([], 2)  # 12 − 9 would tell the 3
    for n in range(3):
        _works(city, f"c{n}", city.county.parent, before)
    assert (persons(**told).rows, persons(**told).merged) == ([("611024", 9)], 2)
    _works(city, "new", city.county, AT)
    assert persons(**told).rows == [("611024", 9)]
    assert persons(**told).until == CUT
    assert persons(**{**told, "today": date(2023, 7, 1), "until": date(2023, 7, 1)}).rows == [("611024", 10)]
