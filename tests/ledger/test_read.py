"""Reading and tallies: tally + lines after the watermark equals a naive recount, at a constant cost."""

from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxinqiao.base.actor import Ref
from lianxinqiao.ledger import days, read
from lianxinqiao.ledger.models import Credit, Line, Tally, Watermark
from lianxinqiao.ledger.tally import above, advance
from lianxinqiao.ledger.verify import verify
from lianxinqiao.ledger.write import counter
from tests.ledger.conftest import AT, CITY, CLERK, NOW, PLACES, VERBS, write

pytestmark = pytest.mark.django_db
FIRST = date(2019, 11, 20)
DAYS = st.integers(0, 1600).map(lambda n: FIRST + timedelta(days=n))
PERIOD = st.tuples(st.none() | DAYS, st.none() | DAYS)


@given(PERIOD)
def test_pieces_cover_each_day_once(period: tuple[date | None, date | None]) -> None:
    since, until = period
    found = days.pieces(since, until)
    assert len(found) <= 5
    day = date(2017, 1, 1)
    while day < date(2026, 1, 1):
        hits = 0
        for grain, low, high in found:
            start = {"day": day, "month": days.month_of(day), "year": days.year_of(day)}[grain]
            hits += (low is None or start >= low) and (high is None or start < high)
        assert hits == ((since is None or day >= since) and (until is None or day <= until)), day
        day += timedelta(days=1)


def test_above() -> None:
    assert above("/") == ["/"]
    assert above("/a/b/") == ["/", "/a/", "/a/b/"]


ACTS = st.lists(
    st.one_of(
        st.tuples(
            st.just("line"),
            st.sampled_from([(office, path) for office, paths in PLACES.items() for path in paths]),
            st.sampled_from([(verb, kind) for verb, kinds in VERBS.items() for kind in kinds]),
            st.integers(0, 1500 * 24).map(lambda n: datetime(2019, 12, 1, tzinfo=CITY) + timedelta(hours=n)),
            st.integers(-2, 3),
            st.lists(st.sampled_from(["member:1", "member:2", "member:3", "studio:S071"]), max_size=3, unique=True),
        ),
        st.tuples(st.just("counter"), st.integers(0, 100)),
        st.tuples(st.just("advance")),
    ),
    max_size=25,
)


def _play(acts: list[tuple]) -> None:
    for act in acts:
        if act[0] == "advance":
            advance(at=NOW)
        elif act[0] == "counter":
            open_lines = [
                row for row in Line.objects.filter(corrects=None).order_by("pk")
                if not Line.objects.filter(corrects=row.pk).exists()
            ]  # fmt: skip
            if open_lines:
                counter(line=open_lines[act[1] % len(open_lines)], by=CLERK, at=AT, why="登记重复")
        else:
            _, (office, path), (verb, kind), at, quantity, holders = act
            write(verb=verb, kind=kind, at=at, office=office, path=path, quantity=quantity, holders=tuple(holders))


def _within(row: Line, path: str, since: date | None, until: date | None) -> bool:
    day = row.at.astimezone(CITY).date()
    return row.path.startswith(path) and (since is None or day >= since) and (until is None or day <= until)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ACTS, PERIOD, st.sampled_from(sorted(VERBS)), st.sampled_from(["/", *chain(*PLACES.values())]),
    st.sampled_from([None, "web", "qr", "solved", ""]),
)  # fmt: skip
def test_figures_equal_a_naive_recount(acts, period, verb, path, kind) -> None:
    since, until = period
    with transaction.atomic():
        _play(acts)
        rows = [row for row in Line.objects.all() if _within(row, path, since, until)]
        counted = [row for row in rows if row.verb == verb and kind in (None, row.kind)]
        asked = {"path": path, "since": since, "until": until}
        assert read.total(verb=verb, kind=kind, **asked) == sum(row.quantity for row in counted)
        assert list(read.lines(verbs=[verb], kind=kind, **asked)) == sorted(counted, key=lambda r: (r.at, r.pk))[::-1]
        held: dict[str, int] = {}
        for credit in Credit.objects.filter(line__in=rows, holder__startswith="member:"):
            held[credit.holder] = held.get(credit.holder, 0) + credit.n
        assert read.distinct(**asked) == sum(n > 0 for n in held.values())
        transaction.set_rollback(True)


def test_total_before_any_tally() -> None:
    assert read.total(verb="concerns.receive") == 0
    assert read.distinct() == 0
    write()
    assert read.total(verb="concerns.receive") == 1
    assert read.distinct() == 1
    assert read.distinct(holders="studio") == 1
    assert not Watermark.objects.exists()


def test_the_city_day_decides_not_the_utc_day() -> None:
    write(at=datetime(2023, 6, 4, 16, 30, tzinfo=UTC))  # 00:30 on the 5th in the city
    for _ in range(2):
        assert read.total(verb="concerns.receive", since=date(2023, 6, 5), until=date(2023, 6, 5)) == 1
        assert read.total(verb="concerns.receive", until=date(2023, 6, 4)) == 0
        advance(at=NOW)


def test_a_state_on_a_day() -> None:
    write(verb="studios.plate", kind="area", at=AT - timedelta(days=400))
    write(verb="studios.plate", kind="area", at=AT - timedelta(days=300))
    write(verb="studios.plate", kind="area", at=AT, quantity=-1)
    for _ in range(2):
        assert read.total(verb="studios.plate", until=AT.date() - timedelta(days=301)) == 1
        assert read.total(verb="studios.plate", until=AT.date() - timedelta(days=1)) == 2
        assert read.total(verb="studios.plate", until=AT.date()) == 1
        advance(at=NOW)


def test_a_line_written_late_counts_on_its_own_day() -> None:
    write()
    advance(at=NOW)
    write(at=AT - timedelta(days=700))
    day = AT.date() - timedelta(days=700)
    assert read.total(verb="concerns.receive", since=day, until=day) == 1
    advance(at=NOW)
    assert read.total(verb="concerns.receive", since=day, until=day) == 1


def test_advance_says_how_many_and_is_idempotent() -> None:
    for _ in range(3):
        write()
    assert advance(at=NOW) == 3
    before = list(Tally.objects.order_by("pk").values_list())
    assert advance(at=NOW) == 0
    assert list(Tally.objects.order_by("pk").values_list()) == before


def test_advance_in_many_batches(monkeypatch) -> None:
    monkeypatch.setattr("lianxinqiao.ledger.tally.BATCH", 3)
    for n in range(11):
        write(at=AT - timedelta(days=n))
    assert advance(at=NOW) == 11
    assert read.total(verb="concerns.receive") == 11
    assert verify().good


@pytest.mark.parametrize("years", [1, 6])
def test_one_query_whatever_the_history(years: int, django_assert_num_queries) -> None:
    for n in range(years * 12):
        write(at=AT - timedelta(days=30 * n))
    advance(at=NOW)
    write()
    with django_assert_num_queries(1):
        assert read.total(verb="concerns.receive", path="/611000/", until=AT.date()) == years * 12 + 1
    with django_assert_num_queries(1):
        assert read.distinct(since=date(2000, 2, 3), until=AT.date()) == 1


def test_of_thing_and_lines_of_a_thing(django_assert_num_queries) -> None:
    thing = Ref("concern", "a", "山阳2306-0417")
    first = write(thing=thing)
    write(thing=Ref("concern", "b", "x"))
    second = write(thing=thing, verb="concerns.close", kind="solved", at=AT + timedelta(hours=1))
    with django_assert_num_queries(2):
        assert read.of_thing("concern", "a") == [first, second]
    assert list(read.lines(verbs=["concerns.receive", "concerns.close"], thing=thing)) == [second, first]


def test_paths_are_told_apart_by_case() -> None:
    write(path="/611000/s071/")
    assert read.total(verb="concerns.receive", path="/611000/S071/") == 0
    advance(at=NOW)
    assert read.total(verb="concerns.receive", path="/611000/S071/") == 0


def test_refuses_a_malformed_path() -> None:
    with pytest.raises(ValueError, match="path"):
        read.total(verb="concerns.receive", path="611000")
