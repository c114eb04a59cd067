"""Run the invented city through time: lives of matters in the order of their moments, sealed day by day."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction

from lianxinqiao.base.actor import CLOCK
from lianxinqiao.base.clock import ZONE
from lianxinqiao.concerns import actions, queries
from lianxinqiao.ledger import seals, tally
from lianxinqiao.simulation import words
from lianxinqiao.simulation.life import Desk, Ending, Fate, Life, Progress, live
from lianxinqiao.simulation.world import DEMO_STUDIO

# How many matters of the two years end how. 154 solved + 3 solved after rework = 157, which lies in
# the article's "150多"; the open ones are received in the last weeks, so that Monday has work.
ENDINGS: dict[Ending, int] = {
    Ending.SOLVED: 153,
    Ending.REWORKED: 3,
    Ending.PARTLY: 148,
    Ending.NOT: 37,
    Ending.UNRATED: 170,
    Ending.DECLINED: 34,
    Ending.ANSWERED: 14,
    Ending.ASSIGNED: 22,
    Ending.ACCEPTED: 9,
    Ending.RECEIVED: 12,
}
LAST_WEEKS: dict[Ending, int] = {
    Ending.ANSWERED: 24,
    Ending.ASSIGNED: 20,
    Ending.ACCEPTED: 5,
    Ending.RECEIVED: 3,
}
"""Days before the end within which a matter that stays open was received."""


AT_HAND = 0.2
"""Share of the open matters that lie at the demo's studio, so that its visitors find work of every kind."""


@dataclass(frozen=True, slots=True)
class Story:
    """What a run did."""

    matters: int
    days: int


def fates(rng: Random, desks: list[Desk], since: date, until: date, share: float = 1.0) -> list[Fate]:
    """Draw the matters of the period: busier studios by size of roster, endings by ENDINGS × share."""
    chosen: list[Fate] = []
    turns = _turns(rng, desks)
    here = next((desk for desk in desks if desk.studio.name == DEMO_STUDIO), None)
    for ending, n in ENDINGS.items():
        for _ in range(round(n * share)):
            desk = here if here and ending in LAST_WEEKS and rng.random() < AT_HAND else next(turns)
            at = _moment(rng, ending, max(since, desk.studio.plated_on or since), until)
            matter = rng.choice(words.MATTERS)
            chosen.append(Fate(desk=desk, at=at, matter=matter, ending=ending, seed=rng.randrange(2**31)))
    return sorted(chosen, key=lambda f: (f.at, f.seed))


def _turns(rng: Random, desks: list[Desk]) -> Iterator[Desk]:
    """Endless rounds in which each desk comes once for every two members, so that all take part."""
    while True:
        one_round = [desk for desk in desks for _ in range(max(1, round(len(desk.members) / 2)))]
        rng.shuffle(one_round)
        yield from one_round


def _moment(rng: Random, ending: Ending, since: date, until: date) -> datetime:
    if ending in LAST_WEEKS:
        first = until - timedelta(days=LAST_WEEKS[ending])
        last = until - timedelta(days=8 if ending is Ending.ANSWERED else 0)
    else:
        first, last = since + timedelta(days=3), until - timedelta(days=75)
    span = max(1, (last - first).days)
    day = first + timedelta(days=rng.randrange(span))
    return datetime.combine(day, time(7 + rng.randrange(14), rng.randrange(60), rng.randrange(60)), ZONE)


def run(fate_list: Iterable[Fate], *, since: date, until: date, progress: Progress = lambda _: None) -> Story:
    """Live all fates from `since` to `until`, both included; seal each day's lines at its end."""
    waiting: list[tuple[datetime, int, Life]] = [(f.at, i, live(f)) for i, f in enumerate(fate_list)]
    matters = len(waiting)
    heapq.heapify(waiting)
    end = datetime.combine(until + timedelta(days=1), time(0, 0), ZONE)
    day, days = since, (until - since).days + 1
    while day <= until:
        week_end = min(day + timedelta(days=7), until + timedelta(days=1))
        with transaction.atomic():  # one commit a week: the city is rebuilt whole or not at all
            while day < week_end:
                _forget(datetime.combine(day, time(2, 40), ZONE))
                _live_until(waiting, min(end, datetime.combine(day + timedelta(days=1), time(0, 0), ZONE)))
                seals.seal(day=day, at=datetime.combine(day, time(23, 59), ZONE))
                day += timedelta(days=1)
            tally.advance(at=datetime.combine(day, time(0, 0), ZONE))
        progress((day - since).days / days)
    return Story(matters=matters, days=days)


def _forget(at: datetime) -> None:
    """What the worker does each night: personal data goes when its time after the case is over."""
    for concern in queries.to_forget(at):
        actions.erase(concern=concern, by=CLOCK, at=at)


def _live_until(waiting: list[tuple[datetime, int, Life]], moment: datetime) -> None:
    while waiting and waiting[0][0] < moment:
        _, number, life = heapq.heappop(waiting)
        following = next(life, None)
        if following is not None:
            heapq.heappush(waiting, (following, number, life))
