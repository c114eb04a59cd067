"""A small world of places and members, and hands that write into the database past every rule."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from lianxinqiao.base.actor import Actor, ActorKind, Ref, Where
from lianxinqiao.ledger.models import Line
from lianxinqiao.ledger.write import Credited, counter, line

CITY = ZoneInfo("Asia/Shanghai")
AT = datetime(2023, 6, 5, 9, tzinfo=CITY)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ROOT = "/611000/"
PLACES = {
    "611000": [ROOT, "/611000/S001/"],
    "611024": ["/611000/611024/", "/611000/611024/S071/", "/611000/611024/611024100/"],
    "611022": ["/611000/611022/", "/611000/611022/S030/"],
}
VERBS = {"concerns.receive": ["web", "qr", "desk"], "concerns.close": ["solved", "not"], "studios.plate": [""]}
CLERK = Actor(ActorKind.PERSON, id="7", role="clerk", label="李办事员")
CASE = Ref("concern", "山阳2306-0417", "山阳2306-0417")


def write(
    *,
    verb: str = "concerns.receive",
    kind: str = "web",
    at: datetime = AT,
    office: str = "611024",
    path: str = "/611000/611024/S071/",
    quantity: int = 1,
    holders: tuple[str, ...] = ("studio:S071", "member:12"),
    thing: Ref = CASE,
    by: Actor = CLERK,
) -> Line:
    """One line with sensible content."""
    return line(
        verb=verb, kind=kind, at=at, where=Where(office, path), quantity=quantity, thing=thing, by=by,
        credits=[Credited(holder, f"称呼{holder[-2:]}") for holder in holders],
    )  # fmt: skip


def write_many(n: int, dice: random.Random, *, days: int = 900) -> list[Line]:
    """`n` random lines and now and then a counter-line."""
    found: list[Line] = []
    for _ in range(n):
        if found and dice.random() < 0.08:
            right = [one for one in found if one.corrects is None and not Line.objects.filter(corrects=one.pk).exists()]
            if right:
                found.append(counter(line=dice.choice(right), by=CLERK, at=AT, why="登记重复"))
                continue
        office = dice.choice(list(PLACES))
        verb = dice.choice(list(VERBS))
        found.append(
            write(
                verb=verb,
                kind=dice.choice(VERBS[verb]),
                at=AT - timedelta(hours=dice.randrange(24 * days)),
                office=office,
                path=dice.choice(PLACES[office]),
                quantity=dice.choice([1, 1, 1, 2, -1]),
                holders=("studio:S071", *{f"member:{dice.randrange(9)}" for _ in range(dice.randrange(3))}),
            )
        )
    return found


@pytest.fixture
def hand() -> Iterator[Callable[..., int]]:
    """Raw SQL as somebody would type it into the database file; returns the rows touched."""

    def act(sql: str, *values: object) -> int:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return int(cursor.rowcount)

    return act
