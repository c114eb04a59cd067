"""The life of one invented matter: a generator that acts, then yields when it will act next.

Every step calls the action that the page calls, so the ledger cannot tell a simulated city from a
worked one except by the invented people in it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from random import Random

from lianxinqiao.base.actor import CLOCK, Actor, ActorKind
from lianxinqiao.base.clock import ZONE
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.enums import Channel, MarkWord, Outcome, Result
from lianxinqiao.concerns.models import Concern, Receipt
from lianxinqiao.organisation.models import Person, Place
from lianxinqiao.rulebook import calendar
from lianxinqiao.simulation import words
from lianxinqiao.studios.models import Studio


class Ending(StrEnum):
    """What becomes of an invented matter by the last simulated day."""

    SOLVED = "solved"
    PARTLY = "partly"
    NOT = "not"
    REWORKED = "reworked"
    UNRATED = "unrated"
    DECLINED = "declined"
    ANSWERED = "answered"
    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    RECEIVED = "received"


@dataclass(slots=True)
class Desk:
    """The people of one studio as the simulation moves them; `turn` walks through the roster."""

    studio: Studio
    places: list[Place]
    clerk: Actor
    convener: Actor
    members: list[Person]
    turn: int = field(default=0)

    def next_members(self, n: int) -> list[Person]:
        """The next `n` members of the roster, all taking turns."""
        n = min(n, len(self.members))
        chosen = [self.members[(self.turn + i) % len(self.members)] for i in range(n)]
        self.turn += n
        return chosen

    def actor(self, person: Person) -> Actor:
        """`person` acting as a member of this studio."""
        where = self.studio.place.where
        return Actor(ActorKind.PERSON, id=str(person.pk), role="member", where=where, label=person.name)


@dataclass(frozen=True, slots=True)
class Fate:
    """What happens to one matter: where, when, which words, how it ends."""

    desk: Desk
    at: datetime
    matter: words.Matter
    ending: Ending
    seed: int


Life = Iterator[datetime]


def office_hour(rng: Random, at: datetime, days: int) -> datetime:
    """A moment in office hours `days` working days after `at`; the same day only later than `at`."""
    day = calendar.working_days_after(at.date(), days) if days else at.date()
    moment = datetime.combine(day, time(9 + rng.randrange(8), rng.randrange(60)), ZONE)
    return moment if moment > at else at + timedelta(minutes=7 + rng.randrange(40))


def live(fate: Fate) -> Life:
    """Lead one matter from its first word to its ending."""
    rng = Random(fate.seed)  # noqa: S311 -- a repeatable story, not a secret
    concern = _receive(fate, rng)
    if fate.ending is Ending.RECEIVED:
        return
    at = office_hour(rng, fate.at, rng.choice((0, 0, 1, 1, 2)))
    yield at
    if fate.ending is Ending.DECLINED:
        door, _text = words.DECLINES[fate.seed % len(words.DECLINES)]
        actions.decline(concern=concern, reason=words.NOT_OURS, door=door, by=fate.desk.clerk, at=at)
        return
    actions.accept(
        concern=concern,
        passed_on=queries.passable(concern),
        topic=fate.matter.topic,
        kind=rng.choice(KINDS),
        by=fate.desk.clerk,
        at=at,
    )
    if fate.ending is Ending.ACCEPTED:
        return
    at = office_hour(rng, at, rng.choice((0, 1, 1)))
    yield at
    lead, *helpers = fate.desk.next_members(rng.choice((2, 2, 3)))
    actions.assign(concern=concern, to=lead, helpers=helpers, by=fate.desk.convener, at=at)
    if fate.ending is not Ending.ASSIGNED:
        yield from _after_assigning(fate, rng, concern, lead, at)


def _receive(fate: Fate, rng: Random) -> Concern:
    place = rng.choice(fate.desk.places)
    text = fate.matter.text.format(
        village=place.name.removesuffix("村委会").removesuffix("居委会"), n=rng.randint(2, 9)
    )
    if fate.ending is Ending.DECLINED:
        text = words.DECLINES[fate.seed % len(words.DECLINES)][1]
    named, called = rng.random() < 0.4, rng.random() < 0.5
    return actions.receive(
        studio=fate.desk.studio,
        place=place,
        text=text + rng.choice(words.ASIDES),
        channel=Channel.QR,
        name=rng.choice(words.SURNAMES) + rng.choice(words.CALLED) if named else "",
        phone=f"1990000{rng.randrange(10_000):04d}" if called else "",
        wants_message=called and fate.seed % 2 == 0,
        by=Actor(ActorKind.RESIDENT, where=fate.desk.studio.place.where, label="反映人"),
        at=fate.at,
    )


def _after_assigning(fate: Fate, rng: Random, concern: Concern, lead: Person, at: datetime) -> Life:
    first_ending = Ending.NOT if fate.ending is Ending.REWORKED else fate.ending
    at = office_hour(rng, at, rng.choice((1, 2, 3, 5, 8, 12, 14, 17)))
    yield at
    _answer(fate, rng, concern, lead, first_ending, at)
    if fate.ending is Ending.ANSWERED:
        return
    if fate.ending is Ending.UNRATED:
        at = datetime.combine(at.date() + timedelta(days=16), time(2, 0), ZONE)
        yield at
        actions.close(concern=_fresh(concern), by=CLOCK, at=at)
        return
    at = at + timedelta(hours=2 + rng.randrange(90))
    yield at
    _rate(rng, concern, first_ending, at)
    if first_ending is Ending.NOT:  # the resident's "not solved" reopens the matter once
        at = office_hour(rng, at, rng.choice((2, 4, 6)))
        yield at
        second = Ending.SOLVED if fate.ending is Ending.REWORKED else Ending.NOT
        _answer(fate, rng, concern, lead, second, at)
        at = at + timedelta(hours=3 + rng.randrange(60))
        yield at
        _rate(rng, concern, second, at)
    at = office_hour(rng, at, rng.choice((0, 1, 2)))
    yield at
    actions.close(concern=_fresh(concern), by=fate.desk.clerk, at=at)


def _answer(fate: Fate, rng: Random, concern: Concern, lead: Person, ending: Ending, at: datetime) -> None:
    solved = ending is Ending.SOLVED
    result = Result.A if solved else rng.choice((Result.B, Result.B, Result.C))
    n = rng.randint(2, 9)
    text = (fate.matter.done if solved else fate.matter.hindered).format(village=concern.place.name, n=n)
    actions.answer(
        concern=_fresh(concern),
        result=result,
        text=text,
        evidence=fate.matter.shown if solved else "",
        decided_by="" if solved else "镇政府",
        next_on=None if solved else at.date() + timedelta(days=60),
        by=fate.desk.actor(lead),
        at=at,
    )


KINDS = ("help", "help", "suggestion", "question")  # codes of the rulebook's concern.kinds

OUTCOMES = {
    Ending.SOLVED: (Outcome.SOLVED, words.THANKS, MarkWord.SATISFIED),
    Ending.PARTLY: (Outcome.PARTLY, words.HALF, MarkWord.BASIC),
    Ending.NOT: (Outcome.NOT, words.UNDONE, MarkWord.UNSATISFIED),
}


def _rate(rng: Random, concern: Concern, ending: Ending, at: datetime) -> None:
    outcome, said, mark = OUTCOMES[ending]
    where = concern.studio.place.where
    resident = Actor(ActorKind.RESIDENT, id=str(concern.pk), where=where, label="反映人")
    actions.rate(concern=_fresh(concern), outcome=outcome, words=rng.choice(said), by=resident, at=at)
    if rng.random() < 0.7 and not Receipt.objects.filter(concern=concern, marked=True).exists():
        actions.mark(concern=_fresh(concern), word=mark, by=resident, at=at)


def _fresh(concern: Concern) -> Concern:
    return Concern.objects.select_related("studio__place", "place").get(pk=concern.pk)


Progress = Callable[[float], None]
