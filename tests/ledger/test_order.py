"""On PostgreSQL ids run ahead of commits: no line may appear behind the watermark or a seal."""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from lianxinqiao.ledger import order, read, seals
from lianxinqiao.ledger import verify as verifying
from lianxinqiao.ledger.models import DaySeal, Line, Watermark
from lianxinqiao.ledger.tally import advance
from lianxinqiao.ledger.verify import verify
from tests.ledger.conftest import NOW, write

pytestmark = pytest.mark.django_db(transaction=True, reset_sequences=True)
postgres_only = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")


def _in_thread(act: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def _write_one() -> None:
    with transaction.atomic():
        write()


@pytest.fixture
def slow_writer() -> Iterator[Callable[[], None]]:
    """Somebody who has drawn an id and not committed; call it to let them commit."""
    drawn, go = threading.Event(), threading.Event()

    def act() -> None:
        with transaction.atomic():
            write()
            drawn.set()
            assert go.wait(20)

    thread = _in_thread(act)
    assert drawn.wait(20)

    def finish() -> None:
        go.set()
        thread.join(20)

    yield finish
    finish()


def _advance() -> None:
    advance(at=NOW)


def _seal() -> None:
    seals.seal(day=date(2023, 6, 5), at=NOW)


@postgres_only
@pytest.mark.parametrize("act", [_advance, _seal])
def test_counting_and_sealing_wait_for_a_slow_writer(slow_writer, act) -> None:
    _write_one()  # a higher id, committed first
    waiting = _in_thread(act)
    waiting.join(0.4)
    assert waiting.is_alive()
    slow_writer()
    waiting.join(20)
    act()
    assert Line.objects.count() == 2
    assert read.total(verb="concerns.receive") == 2
    assert verify().good


@postgres_only
def test_without_the_lock_a_line_is_lost(slow_writer, monkeypatch) -> None:
    """The control: what would happen if nobody waited."""
    monkeypatch.setattr(order, "settled", order.last_drawn)
    _write_one()
    advance(at=NOW)
    slow_writer()
    advance(at=NOW)
    assert Line.objects.count() == 2
    assert read.total(verb="concerns.receive") == 1
    assert not verify().good


def test_two_who_advance_at_once_count_once() -> None:
    for _ in range(20):
        _write_one()
    threads = [_in_thread(_advance) for _ in range(4)]
    for thread in threads:
        thread.join(20)
    assert Watermark.objects.get().lines == 20
    assert read.total(verb="concerns.receive") == 20
    assert verify().good


def test_figures_are_exact_while_writers_and_tallies_run() -> None:
    def many() -> None:
        for _ in range(30):
            _write_one()

    threads = [_in_thread(many) for _ in range(3)]
    seen, faults = [0], []
    while any(thread.is_alive() for thread in threads):
        advance(at=NOW)
        seen.append(read.total(verb="concerns.receive"))
        faults += verify().faults
    assert faults == []
    assert seen == sorted(seen)
    assert read.total(verb="concerns.receive") == 90


@postgres_only
def test_ids_of_rolled_back_acts_are_sealed_as_unused() -> None:
    _write_one()
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    _write_one()
    assert verify().good
    _seal()
    assert DaySeal.objects.get().unused == "2"
    assert verify().good


@postgres_only
def test_a_line_deleted_after_its_seal_is_named(hand) -> None:
    for _ in range(3):
        _write_one()
    _seal()
    hand("DELETE FROM ledger_credit WHERE line_id = 2")
    hand("DELETE FROM ledger_line WHERE id = 2")
    assert 2 in {f.id for f in verify().faults if f.what == "missing"}


def test_verify_sees_one_state_and_lets_others_write(monkeypatch) -> None:
    for _ in range(5):
        _write_one()
    _advance()
    check = verifying.check_tallies

    def meanwhile(*told: Any) -> int:
        for act in (_write_one, _advance, _seal):
            thread = _in_thread(act)
            thread.join(10)
            assert not thread.is_alive()
        return check(*told)

    monkeypatch.setattr(verifying, "check_tallies", meanwhile)
    report = verify()
    assert report.good
    assert report.lines == 5
    assert verify().lines == 6
