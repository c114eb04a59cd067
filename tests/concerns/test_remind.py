"""Deadlines that are near, due today or over: who hears of them, once, and in which words."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxinqiao.base import receipts
from lianxinqiao.base.jobs import EVERY, HANDLERS
from lianxinqiao.concerns import actions, policies, queries
from lianxinqiao.concerns.jobs import remind
from lianxinqiao.concerns.queries import desk
from lianxinqiao.inbox.models import Message
from lianxinqiao.ledger.models import Line
from lianxinqiao.rulebook import calendar
from tests.concerns.conftest import ADDRESS, AT, NAME, PHONE, ZONE, City

DESK = {"clerk", "convener"}


def on(day: date) -> datetime:
    """Half past eight, when the clock reminds."""
    return datetime(day.year, day.month, day.day, 8, 30, tzinfo=ZONE)


def before(day: date) -> date:
    """The working day before."""
    while True:
        day -= timedelta(days=1)
        if calendar.is_working(day):
            return day


def told(day: date) -> set[str]:
    """Whom the day's run tells, by sign-in name."""
    known = set(Message.objects.values_list("pk", flat=True))
    remind({}, on(day))
    return {m.to.username for m in Message.objects.exclude(pk__in=known).select_related("to")}


@pytest.mark.parametrize(
    ("state", "near", "late", "what"),
    [
        ("received", DESK, DESK, "受理"),
        ("accepted", DESK, DESK, "分派"),
        ("assigned", {"member"}, {"member", "convener"}, "答复"),
    ],
)
def test_whoever_must_act_hears_the_day_before_on_the_day_and_after(city: City, state, near, late, what):
    concern = city.concern(state)
    due = policies.due(concern)
    assert told(before(before(due))) == set()
    assert told(before(due)) == near
    assert told(due) == near
    after = calendar.working_days_after(due, 1)
    assert told(after) == late
    assert told(calendar.working_days_after(due, 5)) == set(), "once"
    newest = list(Message.objects.filter(key__startswith="concerns.remind").order_by("pk"))
    assert concern.number in newest[0].subject
    assert "快到期" in newest[0].subject
    assert "今天到期" in newest[len(near)].subject
    assert "已超期" in newest[-1].subject
    assert all(what in m.body and f"{due.month}月{due.day}日" in m.body for m in newest)
    assert f"{(after - due).days} 天" in newest[-1].body
    assert {m.link for m in newest} == {f"/desk/concerns/{concern.number}/"}


@pytest.mark.parametrize("state", ["answered", "rated", "closed", "declined"])
def test_what_waits_for_nobody_here_is_left_alone(city: City, state):
    city.concern(state)
    for day in range(60):
        remind({}, AT + timedelta(days=day))
    assert not Message.objects.filter(key__startswith="concerns.remind").exists()


def test_no_word_of_a_resident_and_no_line(city: City):
    for state in ("received", "accepted", "assigned"):
        city.concern(state)
    lines = Line.objects.count()
    remind({}, AT + timedelta(days=60))
    words = " ".join(m.subject + m.body + m.key for m in Message.objects.all())
    assert "已超期" in words
    assert not [word for word in (NAME, PHONE, ADDRESS, "桥", "roads") if word in words]
    assert Line.objects.count() == lines


def test_the_second_run_of_a_day_says_nothing(city: City):
    due = policies.due(city.concern())
    assert told(due) == DESK
    assert told(due) == set()


def test_days_off_are_days_off(city: City):
    """Two days before the Dragon Boat holiday of 2023 a matter falls due; on the holiday nobody is reminded."""
    due = policies.due(city.concern())
    off = due + timedelta(days=1)
    while calendar.is_working(off):
        off += timedelta(days=1)
    assert told(off) == set()
    assert told(calendar.working_days_after(off, 1)) == DESK


def test_a_new_term_is_a_new_reminder(city: City):
    concern = city.concern("answered")
    actions.rate(concern=concern, outcome="not", by=queries.resident_of(concern), at=AT)
    assert concern.state == "assigned"
    assert told(policies.due(concern)) == {"member"}


def test_who_left_is_not_reminded_the_desk_is(city: City):
    concern = city.concern("assigned")
    city.people["member"].is_active = False
    city.people["member"].save()
    assert told(policies.due(concern)) == DESK


def test_as_many_questions_for_many_as_for_one(city: City, django_assert_num_queries):
    city.concern()
    day = AT + timedelta(days=30)
    with CaptureQueriesContext(connection) as one:
        queries.to_remind(day)
    for state in ("received", "accepted", "assigned") * 3:
        city.concern(state)
    city.concern(studio=city.other)
    with django_assert_num_queries(len(one)):
        assert len(queries.to_remind(day)) > 12


def test_in_a_year_without_a_calendar_it_guesses(city: City):
    year = max(calendar.known_years()) + 1
    concern = city.concern()
    type(concern).objects.update(due_on=date(year, 3, 8))
    found = queries.to_remind(datetime(year, 3, 12, 8, 30, tzinfo=ZONE))
    weekend = date(year, 3, 12).weekday() >= 5
    assert bool(found) is not weekend
    assert desk.soon_until(date(year, 3, 1)) > date(year, 3, 1)


@pytest.mark.django_db(databases=["default", "traces"])
def test_the_resident_reads_that_the_studio_was_reminded_once_it_was(city: City, client, settings):
    concern = city.concern(once="remind".ljust(22, "0"))
    due = policies.due(concern)
    late = on(calendar.working_days_after(due, 1))
    settings.DEMO, settings.DEMO_NOW = True, late.isoformat()
    address = f"/r/{receipts.token_of('remind'.ljust(22, '0'))}/"
    page = client.get(address).content.decode()
    assert "比说好的晚了" in page
    assert "已提醒" not in page
    remind({}, late)
    assert "比说好的晚了，已提醒工作室" in client.get(address).content.decode()


def test_it_runs_every_day():
    assert "concerns.remind" in set(EVERY) & set(HANDLERS)
