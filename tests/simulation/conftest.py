"""A demo city to live in: built once for a module, taken back at its end."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction
from django.test import override_settings

from lianxinqiao.base import clock
from lianxinqiao.simulation import build, stepping
from lianxinqiao.simulation.mark import Mark

SINCE, UNTIL = date(2023, 1, 1), date(2023, 6, 4)
SHARE = 0.5  # of the matters: enough for a week in which something of everything happens; a module may say less


@contextmanager
def _city(home, share):
    with override_settings(DEMO=True, DEMO_NOW="2023-06-05T09:00:00+08:00", HOME=home), transaction.atomic():
        Mark.read(home).begin(seed=stepping.SEED)
        build.whole_city(
            seed=stepping.SEED, since=SINCE, until=UNTIL, laying=lambda _: None, living=lambda _: None, share=share
        )
        clock.set_city(clock.opening(date(2023, 6, 5)))
        yield
        transaction.set_rollback(True)
    stepping.forget()


@pytest.fixture(scope="module")
def city(request, django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), _city(tmp_path_factory.mktemp("city"), getattr(request.module, "SHARE", SHARE)):
        yield


@pytest.fixture
def monday(city):
    """The city on its first morning; what a test does there is taken back."""
    morning = clock.opening(date(2023, 6, 5))
    with transaction.atomic():
        clock.set_city(morning)
        stepping.forget()
        yield morning
        transaction.set_rollback(True)
