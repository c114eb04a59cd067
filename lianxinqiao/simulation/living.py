"""What the invented people of the demo city do next, read from the database alone.

Visitors act in the same city, so nobody's plans are kept in memory: each city day (nine to nine) asks every open
matter what happens to it today. The answer is drawn from seed, number, state and day, so that a day that is lived
again, after a crash, finds its acts done and does nothing twice. All acts go through the actions that pages call.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

import structlog
from django.db import transaction
from django.db.models import Max, QuerySet

from lianxinqiao.base import chance, jobs
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.clock import ZONE, opening
from lianxinqiao.base.errors import Refused
from lianxinqiao.base.models import Sent
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.enums import Channel, ConcernState, MarkWord, Outcome, Result
from lianxinqiao.concerns.models import Concern
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.rulebook import calendar
from lianxinqiao.simulation import words
from lianxinqiao.simulation.life import KINDS
from lianxinqiao.simulation.people import People
from lianxinqiao.simulation.world import DEMO_STUDIO
from lianxinqiao.studios import queries as studios
from lianxinqiao.studios.models import Studio

S = ConcernState
DAY = timedelta(days=1)

OPEN = (S.RECEIVED, S.ACCEPTED, S.ASSIGNED, S.ANSWERED, S.RATED)

WRITERS = (2, 3, 3, 4)
"""How many residents write on a day."""
AT_HAND = 0.6
"""How often the first of them writes to the demo's studio, so that its visitors find something new."""
LATE = 1 / 6
"""Share of the studios' acts that come one to three days after their day."""
EAGER = 0.15
"""The least chance that a matter in time is seen to on a working day; the nearer its day, the likelier."""
SILENT, SPEAKS = 0.2, 0.4
"""Share of residents who never say what came of it; chance a day that one of the others does."""
CLOSES = 0.5
"""Chance a working day that a rated matter is closed."""
MARKS = 0.6
"""Share of those who rate that also give a mark."""

SAYS: dict[Result, tuple[float, float]] = {Result.A: (0.72, 0.9), Result.B: (0.1, 0.7), Result.C: (0.05, 0.6)}
"""By what the studio said: below the first the resident says solved, below the second partly, else not."""
WORDS: dict[Outcome, tuple[tuple[str, ...], MarkWord]] = {
    Outcome.SOLVED: (words.THANKS, MarkWord.SATISFIED),
    Outcome.PARTLY: (words.HALF, MarkWord.BASIC),
    Outcome.NOT: (words.UNDONE, MarkWord.UNSATISFIED),
}

log = structlog.get_logger("lianxinqiao.simulation")

Doing = Callable[[datetime], object]


@dataclass(order=True, slots=True)
class Planned:
    """Something that happens at a moment; `key` orders what happens at the same."""

    at: datetime
    key: str
    do: Doing = field(compare=False)


def live_day(*, seed: int, since: datetime, until: datetime) -> None:
    """Live from `since` to `until`, the next morning at most, in one transaction; living it again changes nothing."""
    with transaction.atomic(), chance.rehearsed(seed, f"{since:%Y-%m-%d}"):
        _Day(seed, since, until).run()
    for name in _outside(since, until):  # letters and files, once what they speak of is kept
        jobs.act(name, until)
    others = frozenset(jobs.HANDLERS) - jobs.inner() - {JOB}
    while jobs.work_one(until, others):
        pass


JOB = "simulation.step"
"""The job within which days are lived: it never takes itself."""


def _outside(since: datetime, until: datetime) -> list[str]:
    return [name for _at, name in jobs.within(since, until) if name not in jobs.inner()]


class _Day:
    """One city day: what is planned, in the order of its moments."""

    def __init__(self, seed: int, since: datetime, until: datetime) -> None:
        self.seed, self.since, self.until = seed, since, until
        self.day = since.astimezone(ZONE).date()
        self.people = People(self.day)
        self.planned: list[Planned] = []
        self.inner = jobs.inner()

    def run(self) -> None:
        """Do everything that happens until the day's end."""
        for at, name in jobs.within(self.since, self.until):
            if name in self.inner:
                self.plan(at, name, partial(jobs.act, name))
        for n, moment in enumerate(self.moments()):
            self.plan(moment, f"live:{self.seed}:{self.day}:{n}", partial(self.write, n))
        lived = self.lived()
        for concern in _open().order_by("pk"):
            self.follow(concern, lived.get(concern.number, self.since))
        while self.planned:
            nearest = heapq.heappop(self.planned)
            nearest.do(nearest.at)
            while jobs.work_one(nearest.at, self.inner):
                pass

    def lived(self) -> dict[str, datetime]:
        """When something last happened to a matter today: after that a day that is lived again goes on."""
        today = Line.objects.filter(at__gte=self.since, thing_kind="concern").order_by()
        return dict(today.values_list("thing_id").annotate(Max("at")))

    def plan(self, at: datetime, key: str, do: Doing) -> None:
        """Let something happen at a moment of this day; one that is past comes at once."""
        if at < self.until:
            heapq.heappush(self.planned, Planned(max(at, self.since), key, do))

    # -- residents who write -------------------------------------------------------------------------------------------

    def moments(self) -> list[datetime]:
        """When residents write today: by day, in the evening or before nine next morning."""
        rng = self.rng("writers")
        minutes = sorted(rng.randrange(14 * 60) for _ in range(rng.choice(WRITERS)))
        start = opening(self.day)
        return [start + timedelta(minutes=m if m < 12 * 60 else m + 10 * 60) for m in minutes]

    def write(self, n: int, at: datetime) -> None:
        """A resident writes; the key keeps a day that is lived again from a second letter."""
        once = f"live:{self.seed}:{self.day}:{n}"
        if Sent.objects.filter(key=once).exists():
            return
        rng = self.rng(once)
        studio = self.studio(rng, first=n == 0)
        place = rng.choice(self.people.places(studio))
        village = place.name.removesuffix("村委会").removesuffix("居委会")
        text = rng.choice(words.MATTERS).text.format(village=village, n=rng.randint(2, 9))
        if rng.random() < 0.05:
            text = rng.choice(words.DECLINES)[1]
        named, called = rng.random() < 0.4, rng.random() < 0.5
        concern = actions.receive(
            studio=studio,
            place=place,
            text=text + rng.choice(words.ASIDES),
            channel=rng.choice((Channel.QR, Channel.QR, Channel.WEB)),
            name=rng.choice(words.SURNAMES) + rng.choice(words.CALLED) if named else "",
            phone=f"1990000{rng.randrange(10_000):04d}" if called else "",
            by=Actor(ActorKind.RESIDENT, where=studio.place.where, label="反映人"),
            at=at,
            once=once,
        )
        self.follow(concern, at)

    def studio(self, rng: Random, *, first: bool) -> Studio:
        """Where a resident writes to: busier studios by size of roster."""
        taking = list(studios.taking(self.day).order_by("code"))
        here = [one for one in taking if one.name == DEMO_STUDIO]
        if first and here and rng.random() < AT_HAND:
            return here[0]
        return rng.choices(taking, weights=[len(self.people.at(one).members) + 1 for one in taking])[0]

    # -- what happens to a matter --------------------------------------------------------------------------------------

    def follow(self, concern: Concern, after: datetime) -> None:
        """Plan what happens to the matter next, if that is today."""
        at, do = self.next_act(concern, after)
        if at is not None:
            self.plan(at, concern.number, partial(self.try_act, concern.pk, concern.version, do))

    def try_act(self, pk: int, version: int, do: Callable[[Concern, datetime], object], at: datetime) -> None:
        """Act on the matter as it is now, then see what follows; what the house refuses is left alone."""
        concern = _open().filter(pk=pk, version=version).first()
        if concern is None:  # another act of today came first
            return
        try:
            do(concern, at)
        except Refused as refused:
            log.info("act_refused", concern=concern.number, state=concern.state, why=type(refused).__name__)
            return
        if concern.state in OPEN:  # the action has set the row's new state
            self.follow(concern, at)

    def next_act(
        self, concern: Concern, after: datetime
    ) -> tuple[datetime | None, Callable[[Concern, datetime], object]]:
        """When today something happens to the matter (None: nothing) and what."""
        rng = self.rng(concern.number, concern.state, str(concern.reopened))
        if concern.state == S.ANSWERED:
            return self.when_said(rng, concern, after), self.rate
        if concern.state == S.RATED:
            return (self.in_office(rng, after) if rng.random() < CLOSES else None), self.close
        do = {S.RECEIVED: self.screen, S.ACCEPTED: self.assign, S.ASSIGNED: self.answer}[S(concern.state)]
        return (self.in_office(rng, after) if self.turn(rng, concern) else None), do

    def turn(self, rng: Random, concern: Concern) -> bool:
        """Whether a studio's matter is seen to today: some day until its own, or for the late ones soon after."""
        drawn = rng.random()
        due = concern.contact_on if concern.state == S.ACCEPTED else concern.due_on
        if due is None:
            return drawn < EAGER
        habit = self.habit(concern, "late")
        if habit.random() < LATE:
            return self.day >= due + habit.randint(1, 3) * DAY
        left = sum(_works(self.day + n * DAY) for n in range((due - self.day).days + 1))
        return left <= 1 or drawn < max(EAGER, 1 / left)

    def when_said(self, rng: Random, concern: Concern, after: datetime) -> datetime | None:
        """When today the resident says what came of it."""
        if self.habit(concern, "silent").random() < SILENT or rng.random() >= SPEAKS:
            return None
        at = opening(self.day) + timedelta(minutes=rng.randrange(11 * 60))
        return at if at > after else after + timedelta(minutes=20 + rng.randrange(60))

    def in_office(self, rng: Random, after: datetime) -> datetime | None:
        """A moment in today's office hours after another; None where there is none left."""
        if not _works(self.day):
            return None
        at = opening(self.day) + timedelta(minutes=rng.randrange(8 * 60))
        at = at if at > after else after + timedelta(minutes=7 + rng.randrange(40))
        return at if at <= datetime.combine(self.day, time(18, 0), ZONE) else None

    # -- the acts ------------------------------------------------------------------------------------------------------

    def screen(self, concern: Concern, at: datetime) -> None:
        """The clerk takes the matter on, or says who can."""
        clerk = self.people.at(concern.studio).one(RoleName.CLERK)
        said = "" if concern.original.erased else concern.original.unseal("text")
        door = words.not_ours(said)
        if door or not said:
            reason, door = (words.NOT_OURS, door) if said else (words.GONE, "service_hotline")
            actions.decline(concern=concern, reason=reason, door=door, by=clerk, at=at)
            return
        actions.accept(
            concern=concern,
            passed_on=queries.passable(concern),
            topic=words.recognised(said)[0].topic,
            kind=self.habit(concern, "kind").choice(KINDS),
            by=clerk,
            at=at,
        )

    def assign(self, concern: Concern, at: datetime) -> None:
        """The convener gives the matter to a member, with one or two to help."""
        here, rng = self.people.at(concern.studio), self.habit(concern, "who")
        lead, *helpers = here.some(rng, rng.choice((2, 2, 3)))
        by = here.one(RoleName.CONVENER)
        actions.assign(concern=concern, to=lead, helpers=helpers, by=by, at=at)

    def answer(self, concern: Concern, at: datetime) -> None:
        """Whoever has the matter says what came of it."""
        rng = self.habit(concern, "result")
        result = rng.choices((Result.A, Result.B, Result.C), weights=(80 if concern.reopened else 62, 25, 13))[0]
        matter, told = words.recognised(concern.passed_on)
        told = {"village": concern.place.name, "n": str(rng.randint(2, 9)), **told}
        solved = result == Result.A
        actions.answer(
            concern=concern,
            result=result,
            text=(matter.done if solved else matter.hindered).format(**told),
            evidence=matter.shown if solved else "",
            decided_by="" if solved else "镇政府",
            next_on=None if solved else self.day + 60 * DAY,
            by=self.people.at(concern.studio).doing(concern),
            at=at,
        )

    def rate(self, concern: Concern, at: datetime) -> None:
        """The resident says what came of it, and mostly how content they are."""
        rng = self.habit(concern, "outcome")
        solved, partly = SAYS[Result(concern.result)]
        drawn = rng.random()
        outcome = Outcome.SOLVED if drawn < solved else Outcome.PARTLY if drawn < partly else Outcome.NOT
        said, word = WORDS[outcome]
        resident = queries.resident_of(concern)
        actions.rate(concern=concern, outcome=outcome, words=rng.choice(said), by=resident, at=at)
        if rng.random() < MARKS and not concern.receipt.marked:
            actions.mark(concern=concern, word=word, by=resident, at=at)

    def close(self, concern: Concern, at: datetime) -> None:
        """The clerk closes what was rated."""
        actions.close(concern=concern, by=self.people.at(concern.studio).one(RoleName.CLERK), at=at)

    # -- chance --------------------------------------------------------------------------------------------------------

    def rng(self, *told: str) -> Random:
        """Chance of today in one question."""
        return Random("|".join([str(self.seed), str(self.day), *told]))  # noqa: S311 -- a repeatable story

    def habit(self, concern: Concern, question: str) -> Random:
        """Chance of one question that stays with a matter while it stands where it stands."""
        told = (str(self.seed), concern.number, concern.state, str(concern.reopened), question)
        return Random("|".join(told))  # noqa: S311 -- a repeatable story


def _open() -> QuerySet[Concern]:
    found = Concern.objects.filter(state__in=OPEN)
    return found.select_related("studio__place", "place", "assignee", "original", "receipt")


def _works(day: date) -> bool:
    """Whether offices work; Monday to Friday in a year whose holidays are not known yet."""
    try:
        return calendar.is_working(day)
    except calendar.NoCalendar:
        return day.weekday() < 5


def live(*, seed: int, since: datetime, until: datetime, lived: Callable[[datetime], None]) -> None:
    """Live day by day until a moment; `lived` is told the end of each day once the day is kept."""
    while since < until:
        end = opening(since.date())
        end = min(end if end > since else end + DAY, until)
        live_day(seed=seed, since=since, until=end)
        lived(end)
        since = end
