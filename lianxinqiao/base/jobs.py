"""Background work on the database: put down in the transaction of the act that needs it, done by `lxq work`.

A worker takes a job by compare-and-set: the row's state and fence number must still be what it read,
so no lock is held and SQLite and PostgreSQL behave alike. It holds the job for a lease; if it dies,
another takes the job after the lease with the next fence number, and whatever the first still does
with the old number is refused. Handlers run in one transaction with the mark “done”, so what they
write in the database happens exactly once; `atomic=False` is for slow work outside the database
(mail, PDF), which may then happen twice after a crash.
"""

import random
import traceback
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import clock, drafts, limits
from lianxinqiao.base.errors import NotItsTime, Refused, TooMany
from lianxinqiao.base.models import Job, JobState, Sent
from lianxinqiao.base.prepared import insert_rows

MAX_TRIES = 6
LEASE = 300  # seconds a worker may need for a job
FIRST_WAIT = 10  # seconds until the second try; doubles with each further
LONGEST_WAIT = 3600  # seconds
JITTER = 0.25  # of the wait, added at random, so that jobs that failed together do not return together
KEEP_DONE = 62  # days; longer than `LOOK_BACK`, or a monthly job would be put down again
KEEP_SENT = 31  # days a form may be sent again without effect
LOOK_BACK = 32  # days a scheduled moment may be missed and still be made up for

HOUSE = Path(__file__).parents[1]

Work = Callable[[dict[str, Any], datetime], None]
log = structlog.get_logger("lianxinqiao.jobs")


@dataclass(frozen=True, slots=True)
class Handler:
    """How one name of job is done."""

    work: Work
    atomic: bool
    lease: int


@dataclass(frozen=True, slots=True)
class Times:
    """Moments of a crontab line, in the city's zone: which minutes, hours, days, months, weekdays (0 = Sunday)."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]

    def on(self, day: date) -> bool:
        return day.day in self.days and day.month in self.months and day.isoweekday() % 7 in self.weekdays

    def last(self, until: datetime) -> datetime | None:
        """The latest moment not after `until`, at most LOOK_BACK days before it."""
        local = until.astimezone(clock.ZONE)
        for back in range(LOOK_BACK):
            day = local.date() - timedelta(days=back)
            if self.on(day):
                for hour in sorted(self.hours, reverse=True):
                    for minute in sorted(self.minutes, reverse=True):
                        moment = datetime.combine(day, time(hour, minute), clock.ZONE)
                        if moment <= local:
                            return moment
        return None


HANDLERS: dict[str, Handler] = {}
EVERY: dict[str, Times] = {}
_last_put: dict[str, datetime] = {}  # what this worker has put down already: saves a query a second


class _Lost(Exception):
    """The lease ran out and somebody else has the job."""


def _part(word: str, low: int, high: int) -> Iterator[int]:
    span, _slash, step = word.partition("/")
    first, dash, last = span.partition("-")
    start = low if first == "*" else int(first)
    end = int(last) if dash else (high if first == "*" or step else start)
    if not low <= start <= end <= high or (step and int(step) < 1):
        raise ValueError
    yield from range(start, end + 1, int(step or 1))


def _times(line: str) -> Times:
    bounds = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 6)]
    words = line.split()
    try:
        fields = [
            frozenset(n for part in word.split(",") for n in _part(part, low, high))
            for word, (low, high) in zip(words, bounds, strict=True)
        ]
    except ValueError as wrong:
        raise ValueError(f"“{line}”: expected five fields, minute hour day month weekday (0 = Sunday)") from wrong
    return Times(*fields)


def handler(name: str, *, atomic: bool = True, lease: int = LEASE) -> Callable[[Work], Work]:
    """Register `def f(payload, at)` as the doer of jobs of this name; `at` is the city's time, `lease` seconds."""

    def register(work: Work) -> Work:
        if name in HANDLERS:
            raise ValueError(f"two handlers are called {name}")
        HANDLERS[name] = Handler(work, atomic, lease)
        return work

    return register


def every(name: str, line: str) -> None:
    """Put job `name` down at each moment of a crontab line (“10 2 * * *”), machine time in the city's zone.

    Moments missed while no worker ran are made up for once, by the latest of them.
    """
    EVERY[name] = _times(line)


def put(*, name: str, payload: dict[str, Any], at: datetime, key: str = "", run_after: datetime | None = None) -> None:
    """Put a job down in the caller's transaction; the same non-empty key counts once. Ids only in the payload."""
    job = Job(name=name, payload=payload, key=key, run_after=run_after or at, made_at=at)
    if key:
        Job.objects.bulk_create([job], ignore_conflicts=True)
    else:
        insert_rows(job)


@lru_cache(maxsize=1)
def discover() -> None:
    """Import every room's `jobs.py`, once, on the first work."""
    autodiscover_modules("jobs")


def schedule(now: datetime) -> None:
    """Put down what the clock asks for; `now` is machine time. The key keeps several workers apart."""
    for name, times in EVERY.items():
        moment = times.last(now)
        if moment is not None and _last_put.get(name) != moment:
            put(name=name, payload={}, at=now, key=f"every:{name}:{moment:%Y%m%dT%H%M}", run_after=moment)
            _last_put[name] = moment


def within(since: datetime, until: datetime) -> list[tuple[datetime, str]]:
    """What the clock asks for after `since` until `until`, a day later at most: (moment, name), in order.

    Of a job that comes more than once a day only the last moment: it makes up for those before it.
    """
    discover()
    found = [(times.last(until), name) for name, times in EVERY.items()]
    return sorted((moment, name) for moment, name in found if moment is not None and moment > since)


def act(name: str, at: datetime) -> None:
    """Do what the scheduled job `name` does at a moment of the city, here and now: nothing is put down."""
    HANDLERS[name].work({}, at)


def inner() -> frozenset[str]:
    """The names of jobs that only work in the database: those that a caller may do in a transaction of its own."""
    discover()
    return frozenset(name for name, how in HANDLERS.items() if how.atomic)


def _ready(now: datetime) -> QuerySet[Job]:
    waiting = Q(state=JobState.WAITING, run_after__lte=now)
    left_behind = Q(state=JobState.RUNNING, lease_until__lt=now)
    return Job.objects.filter(waiting | left_behind).order_by("run_after", "pk")


def _held(job: Job) -> QuerySet[Job]:
    """The row, if it is still as `job` says: the compare of every compare-and-set."""
    return Job.objects.filter(pk=job.pk, state=job.state, fence=job.fence)


def _give_up_lost(job: Job, now: datetime) -> None:
    _held(job).update(state=JobState.FAILED, fault="worker lost", done_at=now)
    log.error("job_failed", job=job.pk, name=job.name, fault="worker lost")


def _claim(now: datetime, names: Collection[str] | None = None) -> Job | None:
    ready = _ready(now) if names is None else _ready(now).filter(name__in=names)
    for job in ready[:8]:
        if job.tries >= MAX_TRIES:
            _give_up_lost(job, now)
            continue
        how = HANDLERS.get(job.name)
        until = now + timedelta(seconds=how.lease if how else LEASE)
        taken = _held(job).update(state=JobState.RUNNING, fence=F("fence") + 1, tries=F("tries") + 1, lease_until=until)
        if taken:
            job.state, job.fence, job.tries, job.lease_until = JobState.RUNNING, job.fence + 1, job.tries + 1, until
            return job
    return None


def _finish(job: Job) -> None:
    done = _held(job).update(state=JobState.DONE, lease_until=None, fault="", done_at=clock.real_now())
    if not done:
        raise _Lost


def _where(fault: BaseException) -> str:
    """Type and place of a fault. Not its message: that may hold what a resident wrote."""
    if isinstance(fault, Refused):
        return f"{type(fault).__name__}: {fault}"
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [f for f in frames if Path(f.filename).is_relative_to(HOUSE)] or list(frames)
    place = f" {'/'.join(Path(ours[-1].filename).parts[-2:])}:{ours[-1].lineno}" if ours else ""
    return f"{type(fault).__name__}{place}"


def wait_after(tries: int) -> float:
    """Seconds until the next try after so many tries."""
    wait = min(FIRST_WAIT * 2.0 ** (tries - 1), LONGEST_WAIT)
    return wait * (1 + JITTER * random.random())  # noqa: S311 -- spreads load, guards nothing


def _fail(job: Job, fault: Exception) -> None:
    """Wait and try again, or give up: after MAX_TRIES, and at once on a refusal, which does not heal by waiting."""
    now = clock.real_now()
    words = _where(fault)
    final = job.tries >= MAX_TRIES or (isinstance(fault, Refused) and not isinstance(fault, TooMany))
    state = JobState.FAILED if final else JobState.WAITING
    _held(job).update(
        state=state,
        lease_until=None,
        fault=words,
        run_after=now + timedelta(seconds=wait_after(job.tries)),
        done_at=now if final else None,
    )
    log.error("job_failed" if final else "job_put_back", job=job.pk, name=job.name, tries=job.tries, fault=words)


def _do(job: Job, at: datetime) -> None:
    how = HANDLERS.get(job.name)
    if how is None:
        raise LookupError(job.name)
    if not how.atomic:
        how.work(job.payload, at)
    with transaction.atomic():
        if how.atomic:
            how.work(job.payload, at)
        _finish(job)


def work_one(at: datetime | None = None, names: Collection[str] | None = None) -> bool:
    """Take and do one job that is due; False when none was.

    `at` is the city's moment that its handler is told, where it is not the present one; `names` those that may
    be taken, where not all.
    """
    discover()
    job = _claim(clock.real_now(), names)
    if job is None:
        return False
    try:
        _do(job, at or clock.now())
    except _Lost:
        log.warning("job_lost", job=job.pk, name=job.name, fence=job.fence)
    except Exception as fault:
        _fail(job, fault)
    return True


def retry(job: Job) -> None:
    """Give a failed job its tries again. Raises NotItsTime if it has not failed."""
    again = Job.objects.filter(pk=job.pk, state=JobState.FAILED).update(
        state=JobState.WAITING, tries=0, run_after=clock.real_now(), done_at=None
    )
    if not again:
        raise NotItsTime(_("这个后台任务没有失败，不必重做。"))


def failures() -> QuerySet[Job]:
    """Jobs that gave up, newest first."""
    return Job.objects.filter(state=JobState.FAILED).order_by("-done_at", "-pk")


def counts() -> dict[str, int]:
    """How many jobs are in each state."""
    rows = Job.objects.values_list("state").annotate(n=Count("pk")).order_by()
    return {str(state): 0 for state in JobState} | dict(rows)


def pending(name: str) -> bool:
    """Is a job of this name waiting or running?"""
    return Job.objects.filter(name=name, state__in=[JobState.WAITING, JobState.RUNNING]).exists()


def sweep(at: datetime) -> int:
    """Remove jobs that were done KEEP_DONE days ago; `at` is machine time. Returns how many."""
    return Job.objects.filter(state=JobState.DONE, done_at__lt=at - timedelta(days=KEEP_DONE)).delete()[0]


@handler("base.sweep")
def sweep_all(_payload: dict[str, Any], at: datetime) -> None:
    """What base itself keeps for days only: done jobs, closed counters, used once keys."""
    now = clock.real_now()
    sweep(now)
    limits.sweep(now)
    Sent.objects.filter(at__lt=at - timedelta(days=KEEP_SENT)).delete()


every("base.sweep", "40 3 * * *")


@handler("base.sweep_drafts", atomic=False)
def sweep_drafts(_payload: dict[str, Any], _at: datetime) -> None:
    """Photos of forms that were never sent: promised to be gone after a day."""
    drafts.sweep(clock.real_now())


every("base.sweep_drafts", "17 * * * *")
