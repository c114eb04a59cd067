"""Two people press at the same moment: one wins, one is told, one line is written (reliability C2)."""

import threading

import pytest
from django.db import connections

from lianxinqiao.base.errors import NotItsTime
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.models import Concern, Mark
from tests.concerns.conftest import AT, City, build, lines

VERBS = ["accept", "decline", "assign", "answer", "rate", "close", "reopen"]
FROM = {
    "accept": "received",
    "decline": "received",
    "assign": "accepted",
    "answer": "assigned",
    "rate": "answered",
    "close": "rated",
    "reopen": "rated",
}


def _act(city: City, concern: Concern, verb: str) -> None:
    told = {
        "accept": {"passed_on": "桥断了。", "topic": "roads", "kind": "help"},
        "decline": {"reason": "归法院管。", "door": "court"},
        "assign": {"to": city.people["member"]},
        "answer": {"result": "A", "text": "修好了。", "evidence": "现场看过"},
        "rate": {"outcome": "partly", "by": queries.resident_of(concern)},
        "close": {},
        "reopen": {"reason": "又断了。"},
        "mark": {"word": "basic", "by": queries.resident_of(concern)},
    }[verb]
    getattr(actions, verb)(**{"concern": concern, "by": city.convener, "at": AT, **told})


def _race(city: City, pk: int, verb: str, n: int = 4) -> list[str]:
    gate, ends = threading.Barrier(n), []

    def run() -> None:
        try:
            mine = Concern.objects.select_related("studio__place").get(pk=pk)
            gate.wait()
            _act(city, mine, verb)
            ends.append("won")
        except NotItsTime:
            ends.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", VERBS)
def test_one_wins(verb: str):
    city = build()
    for _ in range(3):
        concern = city.concern(FROM[verb])
        assert _race(city, concern.pk, verb) == ["told"] * 3 + ["won"]
        assert lines(concern).count(verb) == 1


@pytest.mark.django_db(transaction=True)
def test_one_mark():
    city = build()
    concern = city.concern("answered")
    assert _race(city, concern.pk, "mark") == ["told"] * 3 + ["won"]
    assert [m.n for m in Mark.objects.all()] == [1]
