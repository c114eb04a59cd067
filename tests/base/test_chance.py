"""Chance that stands in records: secret in a real installation, repeatable in a rehearsal, never mixed."""

import threading

import pytest

from lianxinqiao.base import chance


def draw():
    return [chance.token_hex(16), chance.token_hex(16), *(chance.below(10_000) for _ in range(20))]


def test_a_real_installation_never_rehearses(settings):
    assert not settings.DEMO
    with pytest.raises(RuntimeError), chance.rehearsed(7):
        pass
    assert not chance.rehearsing()
    assert draw() != draw()


def test_the_same_seed_the_same_values(settings):
    settings.DEMO = True
    told = []
    for seed, *words in ((7,), (7,), (8,), (7, "2023-06-05")):
        with chance.rehearsed(seed, *words):
            told.append(draw())
    assert told[0] == told[1]
    assert len({str(one) for one in told}) == 3
    assert all(0 <= n < 10_000 for n in told[0][2:])
    assert draw() != draw()


def test_only_in_this_thread_and_only_inside(settings):
    settings.DEMO, seen = True, []
    with chance.rehearsed(7):
        other = threading.Thread(target=lambda: seen.append(chance.rehearsing()))
        other.start()
        other.join()
        assert chance.rehearsing()
    assert seen == [False]
    with pytest.raises(ZeroDivisionError), chance.rehearsed(7):
        1 / 0  # noqa: B018
    assert not chance.rehearsing()
