"""What the public sees of residents' matters: no cell below five, and none that can be worked out."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from lianxinqiao.figures.cells import quarter_of, release

KEYS = st.tuples(
    st.sampled_from(["611000", "611002", "611024"]),
    st.sampled_from([date(2022, 1, 1), date(2022, 4, 1)]),
    st.sampled_from(["solved", "partly"]),
)
COUNTS = st.dictionaries(KEYS, st.integers(0, 30), max_size=12)


def test_quarters_begin_on_their_first_day() -> None:
    assert [quarter_of(date(2023, m, 15)) for m in (1, 3, 4, 12)] == [
        date(2023, 1, 1),
        date(2023, 1, 1),
        date(2023, 4, 1),
        date(2023, 10, 1),
    ]


@given(COUNTS)
def test_no_shown_cell_is_below_five(counted: dict[tuple[str, date, str], int]) -> None:
    released = release(Counter(counted), least=5)
    assert all(cell.n >= 5 for cell in released.cells)


@given(COUNTS)
def test_nothing_is_added_or_lost_where_the_sum_is_told(counted: dict[tuple[str, date, str], int]) -> None:
    released = release(Counter(counted), least=5)
    if released.merged is not None:
        assert sum(cell.n for cell in released.cells) + released.merged == sum(counted.values())


@given(COUNTS)
def test_a_remainder_never_stands_for_one_cell_or_for_fewer_than_five(
    counted: dict[tuple[str, date, str], int],
) -> None:
    """With the total known, a remainder of one cell would be that cell."""
    released = release(Counter(counted), least=5)
    hidden = (
        [n for n in counted.values() if n]
        if released.merged is None
        else sorted((Counter(n for n in counted.values() if n) - Counter(cell.n for cell in released.cells)).elements())
    )
    if released.merged:
        assert len(hidden) >= 2
        assert released.merged >= 5
    if released.merged is None:
        assert released.cells == []


def test_one_small_cell_takes_the_smallest_shown_one_with_it() -> None:
    quarter = date(2022, 1, 1)
    counted = Counter({("a", quarter, "x"): 3, ("b", quarter, "x"): 9, ("c", quarter, "x"): 7})
    released = release(counted, least=5)
    assert [(cell.office, cell.n) for cell in released.cells] == [("b", 9)]
    assert released.merged == 10


def test_too_few_altogether_says_nothing() -> None:
    released = release(Counter({("a", date(2022, 1, 1), "x"): 2, ("b", date(2022, 1, 1), "x"): 1}), least=5)
    assert (released.cells, released.merged) == ([], None)
