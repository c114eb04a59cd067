"""The engine's line of writers: one at a time, the next at once, never left standing in it."""

import threading
import time

import pytest
from django.db import OperationalError, connection, connections, transaction

from lianxinqiao.base.models import Sent
from lianxinqiao.config.sqlite3.base import _lines
from tests.concerns.conftest import AT

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]


def sent(key: str) -> None:
    Sent.objects.create(key=key, by="b", digest="d", thing_model="m", thing_pk="1", at=AT)


def line():
    return _lines[str(connection.settings_dict["NAME"])]


def in_thread(act):
    """What `act` raised on a thread of its own, or None."""
    raised = []

    def run():
        try:
            act()
        except Exception as wrong:
            raised.append(wrong)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    return raised[0] if raised else None


def test_the_line_is_held_from_begin_to_the_end_of_the_transaction():
    with transaction.atomic():
        assert line().locked()
        with transaction.atomic():
            sent("inner")
        assert line().locked()
    assert not line().locked()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    assert not line().locked()


def test_a_connection_closed_in_its_transaction_leaves_the_line():
    with transaction.atomic():
        sent("lost")
        connection.close()
        assert not line().locked()
    assert not Sent.objects.exists()


def test_readers_and_single_statements_do_not_stand_in_it():
    with transaction.atomic():
        assert in_thread(lambda: list(Sent.objects.all())) is None


def test_who_waits_too_long_is_told_and_nobody_is_left_in_line():
    def wait():
        connection.settings_dict = {**connection.settings_dict, "OPTIONS": {"timeout": 0.05}}
        connection.ensure_connection()
        with transaction.atomic():
            pass

    with transaction.atomic():
        wrong = in_thread(wait)
    assert isinstance(wrong, OperationalError)
    assert "locked" in str(wrong)
    assert not line().locked()
    with transaction.atomic():
        sent("after")


def test_the_next_writer_begins_when_the_last_has_ended():
    ended, begun = [], []

    def write():
        with transaction.atomic():
            begun.append(time.monotonic())
            sent("next")

    thread = threading.Thread(target=lambda: in_thread(write))
    with transaction.atomic():
        thread.start()
        time.sleep(0.3)
        assert begun == []
    ended.append(time.monotonic())
    thread.join()
    assert begun[0] >= ended[0] - 0.05
    assert Sent.objects.filter(key="next").exists()
