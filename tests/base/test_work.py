"""The command `lxq work`: drains, tells, and stops on SIGTERM after the job in hand."""

import json
import os
import signal
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError

from lianxinqiao.base import clock, jobs
from lianxinqiao.base.management.commands import work
from lianxinqiao.base.models import Job


@pytest.fixture
def told(monkeypatch):
    jobs.discover()  # first: a room imported now would register into the empty tables below and be lost to later tests
    monkeypatch.setattr(jobs, "HANDLERS", {})
    monkeypatch.setattr(jobs, "EVERY", {})
    calls = []
    jobs.handler("note")(lambda payload, at: calls.append(payload))
    return calls


@pytest.fixture(autouse=True)
def signals():
    before = {s: signal.getsignal(s) for s in (signal.SIGTERM, signal.SIGINT)}
    yield
    for name, act in before.items():
        signal.signal(name, act)


@pytest.mark.django_db
def test_once_drains_and_tells(told):
    for n in range(3):
        jobs.put(name="note", payload={"n": n}, at=clock.real_now())
    out = StringIO()
    call_command("work", "--once", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"done": 3, "waiting": 0, "running": 0, "failed": 0}
    assert len(told) == 3


@pytest.mark.django_db
def test_sigterm_finishes_the_job_in_hand_and_leaves_the_next(told):
    @jobs.handler("stop")
    def stop(payload, at):
        os.kill(os.getpid(), signal.SIGTERM)

    for name in ("stop", "note"):
        jobs.put(name=name, payload={}, at=clock.real_now())
    call_command("work", stdout=StringIO())
    assert list(Job.objects.order_by("pk").values_list("state", flat=True)) == ["done", "waiting"]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_ends_nothing(told, monkeypatch):
    tries = []

    def away(now):
        tries.append(now)
        if len(tries) == 1:
            raise OperationalError("gone")
        signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(jobs, "schedule", away)
    monkeypatch.setattr(work, "IDLE", 0.01)
    call_command("work", stdout=StringIO())
    assert len(tries) == 2


def test_the_start_imports_nothing_heavy():
    code = (
        "import os, sys, django; from lianxinqiao.config import sqlite; sqlite.alias();"
        "os.environ['DJANGO_SETTINGS_MODULE']='lianxinqiao.config.settings'; django.setup();"
        "from lianxinqiao.base import codes, jobs, limits, photos, receipts, search, sheets;"
        "import lianxinqiao.language; jobs.discover();"
        "heavy={'numpy','pandas','openpyxl','PIL','segno','xlsxwriter','python_calamine','opencc','sklearn'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
