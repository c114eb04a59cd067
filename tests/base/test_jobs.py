"""Background work: once, after a crash, never by two, and loudly when it fails."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError, connections, transaction

from lianxinqiao.base import clock, jobs
from lianxinqiao.base.errors import NotItsTime, Refused, TooMany
from lianxinqiao.base.models import Job, JobState, Sent


@pytest.fixture
def told(monkeypatch):
    """Handlers of this test only; what they were given."""
    jobs.discover()  # first: a room imported now would register into the empty tables below and be lost to later tests
    monkeypatch.setattr(jobs, "HANDLERS", {})
    monkeypatch.setattr(jobs, "EVERY", {})
    monkeypatch.setattr(jobs, "_last_put", {})
    calls: list[dict] = []
    jobs.handler("note")(lambda payload, at: calls.append(payload))
    return calls


def put(name="note", key="", **payload):
    jobs.put(name=name, payload=payload, at=clock.real_now(), key=key)


def later(monkeypatch, **delta):
    now = clock.real_now() + timedelta(**delta)
    monkeypatch.setattr(clock, "real_now", lambda: now)


@pytest.mark.django_db
def test_a_job_is_done_once(told):
    put(n=1)
    assert jobs.work_one()
    assert not jobs.work_one()
    assert told == [{"n": 1}]
    assert jobs.counts() == {"waiting": 0, "running": 0, "done": 1, "failed": 0}


@pytest.mark.django_db
def test_the_same_key_counts_once_also_after_it_is_done(told):
    put(key="k", n=1)
    put(key="k", n=2)
    assert jobs.work_one()
    put(key="k", n=3)
    assert not jobs.work_one()
    assert told == [{"n": 1}]


@pytest.mark.django_db(transaction=True)
def test_a_job_of_an_act_that_was_rolled_back_does_not_exist(told):
    @transaction.atomic
    def act():
        put(n=1)
        raise Refused("no")

    with pytest.raises(Refused):
        act()
    assert not jobs.work_one()


@pytest.mark.django_db
def test_a_job_waits_for_its_time(told, monkeypatch):
    now = clock.real_now()
    jobs.put(name="note", payload={}, at=now, run_after=now + timedelta(minutes=5))
    assert not jobs.work_one()
    later(monkeypatch, minutes=6)
    assert jobs.work_one()


@pytest.mark.django_db
def test_a_fault_waits_longer_each_time_then_gives_up_and_can_be_retried(told, monkeypatch):
    @jobs.handler("broken")
    def broken(payload, at):
        raise OperationalError("13912345678 王某")

    put("broken")
    waits = []
    for _try in range(jobs.MAX_TRIES):
        before = clock.real_now()
        assert jobs.work_one()
        job = Job.objects.get()
        waits.append((job.run_after - before).total_seconds())
        assert not jobs.work_one(), "it must wait"
        later(monkeypatch, seconds=waits[-1] + 1)
    assert job.state == JobState.FAILED
    for n, wait in enumerate(waits[:-1]):
        assert jobs.FIRST_WAIT * 2**n <= wait <= jobs.FIRST_WAIT * 2**n * (1 + jobs.JITTER) + 1
    assert list(jobs.failures()) == [job]
    assert "OperationalError" in job.fault
    assert "139" not in job.fault, "the words of a fault may be a resident's"
    jobs.retry(job)
    job.refresh_from_db()
    assert (job.state, job.tries) == (JobState.WAITING, 0)
    with pytest.raises(NotItsTime):
        jobs.retry(job)


@pytest.mark.django_db
@pytest.mark.parametrize(("fault", "state"), [(Refused("不行"), JobState.FAILED), (TooMany("慢"), JobState.WAITING)])
def test_a_refusal_is_final_but_a_limit_passes(told, fault, state):
    @jobs.handler("refused")
    def refused(payload, at):
        raise fault

    put("refused")
    jobs.work_one()
    assert Job.objects.get().state == state


@pytest.mark.django_db
def test_an_unknown_name_is_put_back_for_a_newer_worker(told):
    put("of-tomorrow")
    assert jobs.work_one()
    job = Job.objects.get()
    assert (job.state, job.fault.split()[0]) == (JobState.WAITING, "LookupError")


@pytest.mark.django_db
def test_what_a_handler_wrote_before_its_fault_is_undone(told):
    @jobs.handler("half")
    def half(payload, at):
        put(n=9)
        raise ValueError

    put("half")
    jobs.work_one()
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_after_a_crash_the_job_is_taken_again_after_the_lease_and_the_stale_fence_cannot_finish(told, monkeypatch):
    put(n=1)
    dead = jobs._claim(clock.real_now())
    assert dead is not None
    assert not jobs.work_one(), "the lease still runs"
    later(monkeypatch, seconds=jobs.LEASE + 1)
    assert jobs.work_one()
    assert told == [{"n": 1}]
    with pytest.raises(jobs._Lost):
        jobs._finish(dead)
    jobs._fail(dead, ValueError())
    job = Job.objects.get()
    assert (job.state, job.fence, job.tries) == (JobState.DONE, 2, 2)


@pytest.mark.django_db
def test_a_slow_worker_undoes_its_effect_when_another_has_the_job(told, monkeypatch):
    @jobs.handler("slow")
    def slow(payload, at):
        put(n=len(told))
        Job.objects.filter(name="slow").update(fence=7)  # another worker claimed it meanwhile

    put("slow")
    assert jobs.work_one()
    assert list(Job.objects.values_list("name", "fence", "state")) == [("slow", 1, "running")]


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_ends(told, monkeypatch):
    put()
    for _kill in range(jobs.MAX_TRIES):
        assert jobs._claim(clock.real_now())
        later(monkeypatch, seconds=jobs.LEASE + 1)
    assert not jobs.work_one()
    assert Job.objects.get().fault == "worker lost"


@pytest.mark.django_db(transaction=True)
def test_workers_that_race_take_each_job_once(told):
    for n in range(24):
        put(n=n)
    gate, faults = threading.Barrier(3), []

    def work():
        try:
            gate.wait()
            idle = 0
            while idle < 3:
                idle = 0 if jobs.work_one() else idle + 1
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert not faults
    assert sorted(c["n"] for c in told) == list(range(24))
    assert set(Job.objects.values_list("state", "fence", "tries")) == {("done", 1, 1)}


@pytest.mark.django_db
def test_a_claim_that_lost_the_race_takes_nothing(told, monkeypatch):
    put()
    seen = list(jobs._ready(clock.real_now()))
    assert jobs._claim(clock.real_now())
    monkeypatch.setattr(jobs, "_ready", lambda now: seen_again(seen))
    assert jobs._claim(clock.real_now()) is None


def seen_again(jobs_seen):
    return jobs_seen


def moment(words):
    return datetime.fromisoformat(words).replace(tzinfo=clock.ZONE)


@pytest.mark.parametrize(
    ("line", "until", "expected"),
    [
        ("10 2 * * *", "2026-03-05 02:09", "2026-03-04 02:10"),
        ("10 2 * * *", "2026-03-05 02:10", "2026-03-05 02:10"),
        ("*/15 8-17 * * 1-5", "2026-03-07 12:00", "2026-03-06 17:45"),  # a Saturday
        ("0 9 1 * *", "2026-03-01 08:59", "2026-02-01 09:00"),
        ("0 9 29 2 *", "2026-06-01 00:00", None),
        ("5,35 * * * 0", "2026-03-08 00:40", "2026-03-08 00:35"),
    ],
)
def test_a_crontab_line_names_its_last_moment(line, until, expected):
    assert jobs._times(line).last(moment(until)) == (moment(expected) if expected else None)


@pytest.mark.parametrize("line", ["", "1 2 3", "60 * * * *", "* 24 * * *", "* * 0 * *", "a * * * *", "*/0 * * * *"])
def test_a_wrong_crontab_line_says_what_was_expected(line):
    with pytest.raises(ValueError, match="five fields"):
        jobs._times(line)


@pytest.mark.django_db
def test_daily_work_is_put_down_once_and_made_up_for(told, monkeypatch):
    jobs.every("note", "10 2 * * *")
    jobs.schedule(moment("2026-03-05 12:00"))
    jobs.schedule(moment("2026-03-05 12:01"))
    monkeypatch.setattr(jobs, "_last_put", {})  # another worker
    jobs.schedule(moment("2026-03-05 12:02"))
    assert list(Job.objects.values_list("key", flat=True)) == ["every:note:20260305T0210"]
    jobs.schedule(moment("2026-03-06 02:10"))
    assert Job.objects.count() == 2


def test_two_handlers_may_not_share_a_name(told):
    with pytest.raises(ValueError, match="note"):
        jobs.handler("note")(lambda payload, at: None)


@pytest.mark.django_db(databases=["default", "traces"])
def test_the_nightly_sweep_removes_only_what_is_old():
    now = clock.real_now()
    for age in (1, 90):
        Job.objects.create(name="x", state="done", run_after=now, made_at=now, done_at=now - timedelta(days=age))
        Sent.objects.create(key=str(age), by="p", digest="", thing_model="", thing_pk="", at=now - timedelta(days=age))
    jobs.sweep_all({}, now)
    assert Job.objects.count() == Sent.objects.count() == 1
