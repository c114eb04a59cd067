"""A visitor sends the city forward: in a week everything happens once, to their own matter too."""

from collections import Counter
from datetime import date, timedelta

import pytest

from lianxinqiao.base import clock, jobs
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.errors import NotItsTime
from lianxinqiao.base.models import JobState
from lianxinqiao.concerns import actions
from lianxinqiao.concerns.models import Concern
from lianxinqiao.inbox.models import Message
from lianxinqiao.ledger.models import DaySeal, Line
from lianxinqiao.ledger.verify import verify
from lianxinqiao.simulation import living, snapshot, stepping
from lianxinqiao.simulation.world import DEMO_STUDIO
from lianxinqiao.studios.models import Studio

# The module's city asks for tables as soon as it is built; the mark names them to pytest-django, also when run alone.
pytestmark = pytest.mark.django_db(databases=["default", "traces"])
WEEK = timedelta(days=7)


def work():
    """What the worker does."""
    jobs.discover()
    while jobs.work_one():
        pass
    assert list(jobs.failures()) == []


def write_in(at, text="门口的石板翘起来了，老人绊过。"):
    """A visitor's matter at the demo's studio."""
    studio = Studio.objects.select_related("place").get(name=DEMO_STUDIO)
    resident = Actor(ActorKind.RESIDENT, where=studio.place.where, label="反映人")
    return actions.receive(studio=studio, place=studio.place, text=text, channel="web", by=resident, at=at)


def test_a_week_brings_something_of_everything(monday):
    faults = verify().faults  # other tests' gaps in the ids of this database
    own = write_in(monday)
    stepping.ask(to="week")
    begun = stepping.state()
    assert (begun.running, begun.days_done, begun.days, begun.since.date()) == (True, 0, 7, monday.date())
    assert stepping.last() is None
    work()
    done = stepping.state()
    assert (done.running, done.days_done, done.fault) == (False, 7, "")
    assert clock.now().replace(second=0, microsecond=0) == monday + WEEK
    week = stepping.last()
    kinds = Counter(one.kind for one in week.notable)
    assert set(kinds) == {"received", "answered", "overdue", "rework", "rating", "reminder"}
    assert sum(n for _words, n in week.counts) > 40
    assert [one.at for one in week.notable] == sorted((one.at for one in week.notable), reverse=True)
    assert all(week.since < one.at <= week.until and one.link.startswith("/desk/") for one in week.notable)
    assert Concern.objects.get(pk=own.pk).accepted_at is not None
    assert verify().faults == faults


def test_invented_people_keep_office_hours_and_the_order_of_moments(monday):
    last = Line.objects.order_by("-pk")[0].pk
    stepping.ask(to="week")
    work()
    lines = list(Line.objects.filter(pk__gt=last).order_by("pk"))
    moments = [line.at.astimezone(clock.ZONE) for line in lines]
    assert moments == sorted(moments)
    assert all(line.at == line.written_at for line in lines)
    for line, at in zip(lines, moments, strict=True):
        if line.by.startswith("person:"):
            assert 9 <= at.hour < 18, line
            assert at.weekday() < 5, line
        elif line.by.startswith("resident"):
            assert 7 <= at.hour < 22, line
    assert [seal.day for seal in DaySeal.objects.order_by("-number")[:7]] == [
        monday.date() + timedelta(days=n) for n in reversed(range(7))
    ]


def test_a_day_lived_again_changes_nothing(monday):
    """A crash after the day was kept and before the clock was set: the worker lives it once more."""
    stepping.ask(to="day")
    work()
    lines, messages = Line.objects.count(), Message.objects.count()
    where = list(Concern.objects.order_by("pk").values_list("number", "state", "version"))
    clock.set_city(monday)
    stepping.ask(to="day")
    work()
    assert (lines, messages) == (Line.objects.count(), Message.objects.count())
    assert where == list(Concern.objects.order_by("pk").values_list("number", "state", "version"))


def test_a_fault_takes_the_day_back_and_the_next_try_goes_on(monday, monkeypatch):
    faults = verify().faults
    stepping.ask(to="week")
    lives, days = living.live_day, []

    def breaks_on_wednesday(**told):
        lives(**told)
        days.append(told["since"])
        if len(days) == 3:
            raise OSError

    monkeypatch.setattr(living, "live_day", breaks_on_wednesday)
    jobs.work_one()
    told = stepping.state()
    assert (told.running, told.days_done, told.fault) == (True, 2, "OSError")
    assert clock.today() == date(2023, 6, 7)
    jobs.Job.objects.filter(name=living.JOB).update(run_after=monday)
    work()
    told = stepping.state()
    assert (told.running, told.days_done, told.fault) == (False, 7, "")
    assert verify().faults == faults


def test_one_step_at_a_time(monday):
    stepping.ask(to="day")
    with pytest.raises(NotItsTime):
        stepping.ask(to="week")
    with pytest.raises(NotItsTime):
        snapshot.restore()
    assert jobs.Job.objects.filter(name=living.JOB, state=JobState.WAITING).count() == 1


def test_to_the_next_deadline(monday):
    stepping.ask(to="deadline")
    until = stepping.state().until
    assert until.date() > monday.date()
    assert Concern.objects.filter(due_on=until.date()).exists() or Concern.objects.filter(contact_on=until.date())
    work()
    assert clock.now().replace(second=0, microsecond=0) == until


def test_nothing_due_is_said(monday):
    Concern.objects.filter(state__in=["received", "accepted", "assigned"]).update(due_on=None, contact_on=None)
    with pytest.raises(NotItsTime):
        stepping.ask(to="deadline")
    with pytest.raises(ValueError, match="expected day"):
        stepping.ask(to="year")


def test_what_somebody_erased_is_declined_and_stops_nobody(monday):
    own = write_in(monday)
    resident = Actor(ActorKind.RESIDENT, id=str(own.pk), where=own.where, label="反映人")
    actions.erase(concern=own, by=resident, at=monday)
    stepping.ask(to="week")
    work()
    own.refresh_from_db()
    assert own.state == "declined"


def test_only_a_demo_steps(monday, settings):
    settings.DEMO = False
    for act in (lambda: stepping.ask(to="day"), snapshot.take, snapshot.restore):
        with pytest.raises(RuntimeError):
            act()
