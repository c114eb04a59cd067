"""The access log and ended sessions go when their time is over, and not before."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from lianxinqiao.base import clock, visits
from lianxinqiao.base.models import Visit
from lianxinqiao.base.visits import Seen
from lianxinqiao.upkeep.jobs import sweep_log

pytestmark = pytest.mark.django_db(databases=["default", "traces"])


def test_the_log_stays_a_year_and_goes():
    now = clock.real_now()
    for days in (1, 360, 371, 373, 500):
        visits.add({Seen(now - timedelta(days=days), "public", "GET", 200, "x" * 32): 1})
    sweep_log({}, now)
    assert sorted((now - row.hour).days for row in Visit.objects.all()) == [1, 360, 371]


def test_sessions_go_when_they_have_run_out():
    now = clock.real_now()
    for key, hours in (("a", -1), ("b", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=hours))
    sweep_log({}, now)
    assert [one.session_key for one in Session.objects.all()] == ["b"]
