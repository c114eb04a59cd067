"""What the public may see of residents' matters: county · quarter · kind counts, none below five.

A published cell must not let anybody work out an unpublished one (reliability P8):

- Each stretch of time is released by itself and once it is over, so that its cells never change: two days'
  tables differ by nothing but whole new stretches. A stretch is a quarter; the one in which the period of the
  article ends is cut there, so that "same period" and "to date" differ by whole stretches too.
- In a stretch, cells below the rulebook's least are not shown, and where that would leave a single small cell
  or too few, the smallest shown cell is not shown either. Only the sum of all that is not shown is given.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from lianxinqiao.base.clock import day_of
from lianxinqiao.figures.measures import Measure, lines
from lianxinqiao.ledger import read
from lianxinqiao.organisation.queries import counties, root
from lianxinqiao.rulebook import current

K = TypeVar("K", bound=tuple[object, ...])
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """Days that are released together: a quarter, or a part of the one that was cut. Both ends belong to it."""

    since: date
    until: date

    @property
    def season(self) -> int:
        """Which quarter of the year, 1 to 4."""
        return (self.since.month + 2) // 3

    @property
    def part(self) -> str:
        """Empty for a whole quarter, else `first` or `rest`."""
        if self.since != quarter_of(self.since):
            return "rest"
        return "" if quarter_of(self.until + DAY) != self.since else "first"


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A count for one office, one stretch of time and one counted kind."""

    office: str
    when: Stretch
    kind: str
    n: int


@dataclass(frozen=True, slots=True)
class Released:
    """Cells that may be shown; the sum of the others (None where it would tell too much); what still runs."""

    cells: list[Cell]
    merged: int | None
    running: int
    least: int


def quarter_of(day: date) -> date:
    """The first day of the quarter that `day` lies in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def stretch_of(day: date, cut: date) -> Stretch:
    """The stretch that a day lies in, when the period of the article ends on `cut`."""
    since = quarter_of(day)
    until = quarter_of(since + 100 * DAY) - DAY
    if not since <= cut < until:
        return Stretch(since, until)
    return Stretch(since, cut) if day <= cut else Stretch(cut + DAY, until)


def of(measure: Measure, *, since: date, until: date, today: date) -> Released:
    """The cells of a measure whose lines stay closed, of every stretch that was over before `today`."""
    _first, cut = current().figure_period()
    counted: dict[Stretch, Counter[tuple[str, str]]] = defaultdict(Counter)
    told = lines(measure, since=since, until=until).values_list("office", "at", "kind", "quantity")
    for office, at, kind, quantity in told:
        counted[stretch_of(day_of(at), cut)][office, kind] += quantity
    return release(counted, today=today, least=current().number("publish.smallest_cell"))


def release(counted: Mapping[Stretch, Counter[tuple[str, str]]], *, today: date, least: int) -> Released:
    """Split counts per (office, kind) of each stretch into what is shown, what is merged and what still runs."""
    cells: list[Cell] = []
    left: list[int] = []
    for when, here in counted.items():
        if when.until >= today:
            continue
        shown, rest = split(here, least=least)
        cells += [Cell(office, when, kind, n) for (office, kind), n in shown.items()]
        left += rest.values()
    running = sum(sum(here.values()) for when, here in counted.items() if when.until >= today)
    return Released(sorted(cells), _merged(left, least), running, least)


def split(counted: Mapping[K, int], *, least: int) -> tuple[dict[K, int], dict[K, int]]:
    """(shown, not shown): primary and complementary suppression of one table whose sum is known."""
    shown = {key: n for key, n in counted.items() if n >= least}
    rest = {key: n for key, n in counted.items() if 0 != n < least}
    while rest and shown and _merged(list(rest.values()), least) is None:
        smallest = min(shown, key=lambda key: (shown[key], key))
        rest[smallest] = shown.pop(smallest)
    return shown, rest


def _merged(left: list[int], least: int) -> int | None:
    """The sum of what is not shown, if it hides its parts: two at least, and not too few together."""
    total = sum(left)
    return total if not left or (len(left) > 1 and total >= least) else None


@dataclass(frozen=True, slots=True)
class Persons:
    """Distinct people who took part, by office, up to the end of `until`; so many `merged` offices are not shown."""

    rows: list[tuple[str, int]]
    merged: int
    until: date
    least: int


def persons(*, since: date, until: date, today: date) -> Persons:
    """People by office: each county's studios, and the city's own for those who took part nowhere else.

    Up to the last stretch that is over, so that no day shows whose first matter it was.
    """
    _first, cut = current().figure_period()
    last = min(until, stretch_of(today, cut).since - DAY)
    taking_part = _people("/", since, last)
    counted: dict[tuple[str], int] = {}
    for county in counties():
        theirs = _people(county.path, since, last)
        counted[county.code,] = len(theirs)
        taking_part -= theirs
    counted[root().code,] = len(taking_part)
    least = current().number("publish.smallest_cell")
    shown, rest = split(counted, least=least)
    return Persons(sorted((code, n) for (code,), n in shown.items()), len(rest), last, least)


def _people(path: str, since: date, until: date) -> set[str]:
    return {holder for holder, n in read.net(path=path, since=since, until=until).items() if n > 0}
