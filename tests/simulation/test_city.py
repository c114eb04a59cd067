"""A small share of the two years: the same seed gives the same story, and every step is an action's line."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from lianxinqiao.concerns.models import Concern
from lianxinqiao.ledger.models import Line
from lianxinqiao.ledger.verify import verify
from lianxinqiao.simulation import build

pytestmark = pytest.mark.django_db

SINCE, UNTIL = date(2021, 6, 24), date(2023, 6, 4)


def live(share: float) -> list[tuple[Any, ...]]:
    """The ledger of a small city, which is then taken back."""
    found: list[tuple[Any, ...]] = []
    try:
        with transaction.atomic():
            build.whole_city(
                seed=7, since=SINCE, until=UNTIL, laying=lambda _: None, living=lambda _: None, share=share
            )
            found = list(Line.objects.order_by("pk").values_list("at", "verb", "kind", "path", "quantity", "by_label"))
            closed = Counter(Concern.objects.filter(state="closed").values_list("closed_as", flat=True))
            assert closed["solved"] == round(city_share("solved", share)) + round(city_share("reworked", share))
            assert verify().faults == []
            transaction.set_rollback(True)
    finally:
        pass
    return found


def city_share(ending: str, share: float) -> float:
    from lianxinqiao.simulation.city import ENDINGS
    from lianxinqiao.simulation.life import Ending

    return ENDINGS[Ending(ending)] * share


def test_the_same_seed_tells_the_same_story() -> None:
    once, again = live(0.04), live(0.04)
    assert once == again
    assert {verb for _at, verb, *_rest in once} >= {
        "studios.plate",
        "studios.enrol",
        "concerns.receive",
        "concerns.accept",
        "concerns.decline",
        "concerns.assign",
        "concerns.answer",
        "concerns.rate",
        "concerns.close",
    }
    assert min(at for at, *_rest in once).date() >= SINCE
