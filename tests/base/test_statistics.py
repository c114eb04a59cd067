"""After many rows at once PostgreSQL is told how many; SQLite needs no telling."""

import pytest
from django.db import connection

from lianxinqiao.base import statistics
from lianxinqiao.base.models import Job
from tests.concerns.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_the_planner_knows_rows_that_are_not_committed_yet():
    Job.objects.bulk_create(Job(name="x", run_after=AT, made_at=AT) for _ in range(300))
    statistics.refresh("base_job")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'base_job'")
        assert cursor.fetchone() == (300.0,)
