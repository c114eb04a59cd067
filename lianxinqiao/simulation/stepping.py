"""A visitor sends the demo city forward: what is asked, how far it is, what happened meanwhile.

The days are lived by the worker (job `simulation.step`); how far it is lies in the cache of `traces`, where all
processes see it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import clock, jobs
from lianxinqiao.base.errors import NotItsTime
from lianxinqiao.concerns import queries
from lianxinqiao.simulation import living
from lianxinqiao.simulation.happened import Happened, happened
from lianxinqiao.simulation.mark import Mark

__all__ = ["Happened", "Stepping", "ask", "happened", "last", "live_to", "seed", "state", "take"]

PLACE = "simulation.step"
"""Where the cache keeps how far the step is."""
ONE_AT_A_TIME = 0x6C787374  # advisory lock on PostgreSQL ("lxst"); SQLite has one writer anyway
SEED = 20230604


@dataclass(frozen=True, slots=True)
class Stepping:
    """How far the step is: `days_done` of `days`, from city moment to city moment; `fault` the name of what failed."""

    running: bool
    days_done: int
    days: int
    since: datetime
    until: datetime
    fault: str


def ask(*, to: str) -> None:
    """Send the city forward: `to` is "day", "week" or "deadline" (the next day on which an open matter is due).

    Raises NotItsTime while a step runs, or when nothing is due; ValueError on another word, RuntimeError outside
    demo mode.
    """
    if not settings.DEMO:
        raise RuntimeError("only a demo city steps")
    now = clock.now()
    until = clock.opening(_target(to, now.date()))
    with transaction.atomic():
        _alone()
        if jobs.pending(living.JOB):
            raise NotItsTime(_("城市正在往前走，请等它停下再按。"))
        _keep(Stepping(True, 0, (until.date() - now.date()).days, now, until, ""))
        jobs.put(name=living.JOB, payload={"until": until.isoformat()}, at=now)


def _target(to: str, today: date) -> date:
    if to == "deadline":
        day = queries.next_due(today)
        if day is None:
            raise NotItsTime(_("现在没有在办的事有期限。请往前走一天或一周，会有新的反映进来。"))
        return day
    return today + timedelta(days={"day": 1, "week": 7}[to]) if to in {"day", "week"} else _unknown(to)


def _unknown(to: str) -> date:
    raise ValueError(f"to: expected day, week or deadline, found {to!r}")


def _alone() -> None:
    """Of two who press at once the second waits here and is then told; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def state() -> Stepping:
    """How far the last step is; before the first one, a step of no days."""
    told: Stepping | None = cache.get(PLACE)
    if told is None:
        now = clock.now()
        return Stepping(jobs.pending(living.JOB), 0, 0, now, now, "")
    return replace(told, running=jobs.pending(living.JOB))


def last() -> Happened | None:
    """What happened in the last step; None before the first and while one has not lived a day."""
    told: Stepping | None = cache.get(PLACE)
    if told is None or not told.days_done:
        return None
    return happened(since=told.since, until=min(told.until, clock.now()))


def forget() -> None:
    """There was no step: the city is as it began."""
    cache.set(PLACE, None)


def take(*, until: datetime) -> None:
    """Live until then and keep how far it is: what the worker does. A fault is kept by its name, then raised."""
    told: Stepping = cache.get(PLACE) or Stepping(True, 0, 0, clock.now(), until, "")

    def lived(day: datetime) -> None:
        _keep(replace(told, days_done=(day.date() - told.since.date()).days, fault=""))

    try:
        live_to(until, lived)
    except Exception as fault:
        _keep(replace(cache.get(PLACE) or told, fault=type(fault).__name__))
        raise


def live_to(until: datetime, lived: Callable[[datetime], None] = lambda _day: None) -> None:
    """Live from the city's present to a moment; each day is kept, then the city's clock is set, then `lived` told."""

    def kept(day: datetime) -> None:
        clock.set_city(day)
        lived(day)

    with translation.override(settings.LANGUAGE_CODE):  # what the city's people write is Chinese, wherever it is run
        living.live(seed=seed(), since=clock.now().replace(second=0, microsecond=0), until=until, lived=kept)


def seed() -> int:
    """The seed that the demo city of this folder was built with."""
    return int(Mark.read(settings.HOME).told.get("seed", SEED))


def _keep(told: Stepping) -> None:
    cache.set(PLACE, told, timeout=None)
