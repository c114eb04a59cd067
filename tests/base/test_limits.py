"""The limiter: exact, keyed, and its refusal says when and what else."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connections

from lianxinqiao.base import clock, limits
from lianxinqiao.base.errors import TooMany
from lianxinqiao.base.models import Count

AT = datetime(2026, 3, 5, 12, 0, 1, tzinfo=clock.ZONE)


def take(what="status:device", limit=10, at=AT, seconds=3600):
    limits.take(what=what, limit=limit, seconds=seconds, at=at)


@pytest.mark.django_db(databases=["traces"])
def test_ten_pass_the_eleventh_is_refused_and_the_next_window_is_open():
    for _n in range(10):
        take()
    with pytest.raises(TooMany) as refused:
        take()
    assert 0 < refused.value.seconds <= 3600
    assert "电话" in str(refused.value)
    assert "工作室" in str(refused.value)
    assert "请过" in str(refused.value)
    take(what="status:other-device")
    take(at=AT + timedelta(seconds=refused.value.seconds))
    with pytest.raises(TooMany):
        take(at=AT + timedelta(seconds=refused.value.seconds - 1))


@pytest.mark.django_db(databases=["traces"])
def test_only_a_keyed_digest_is_stored():
    take(what="status:10.1.2.3")
    row = Count.objects.get()
    assert "10.1.2.3" not in row.what
    assert len(row.what) == 40


@pytest.mark.django_db(databases=["traces"])
def test_windows_of_different_things_close_at_different_moments():
    for n in range(20):
        take(what=f"w{n}")
    assert len(set(Count.objects.values_list("window", flat=True))) > 10


@pytest.mark.django_db(databases=["traces"])
def test_a_try_costs_one_statement(django_assert_num_queries):
    for _first_and_later in range(2):
        with django_assert_num_queries(1, using="traces"):
            take()


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 分钟"), (60, "1 分钟"), (61, "2 分钟"), (3600, "1 小时"), (3601, "2 小时")]
)
def test_the_wait_is_told_in_words(seconds, words):
    assert limits._wait(seconds) == words


@pytest.mark.django_db(databases=["traces"])
def test_the_sweep_removes_closed_windows():
    take()
    assert limits.sweep(AT) == 0
    assert limits.sweep(AT + timedelta(days=2)) == 1


@pytest.mark.django_db(transaction=True, databases=["default", "traces"])
def test_threads_together_get_exactly_the_limit():
    passed, refused, faults = [], [], []
    gate = threading.Barrier(6)

    def many():
        try:
            gate.wait()
            for _n in range(8):
                try:
                    take(limit=25)
                    passed.append(1)
                except TooMany:
                    refused.append(1)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=many) for _ in range(6)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert not faults
    assert (len(passed), len(refused)) == (25, 23)
    assert Count.objects.get().n == 25
