"""A demo city comes to stand in this home folder: marked, built, its clock set, its first state kept."""

from datetime import date, timedelta

from django.conf import settings
from django.utils import translation

from lianxinqiao.base import clock
from lianxinqiao.simulation import build, snapshot
from lianxinqiao.simulation.city import Story
from lianxinqiao.simulation.life import Progress
from lianxinqiao.simulation.mark import Mark

FIRST, LAST = date(2021, 6, 24), date(2023, 6, 4)
"""The days that are lived before a visitor comes: from the rules' adoption to the day of the article."""


def found(*, seed: int, since: date, until: date, laying: Progress, living: Progress, share: float = 1.0) -> Story:
    """Build the city of `seed` in an empty database and live from `since` to `until`; the next morning is its present.

    Raises RuntimeError outside demo mode and where studios stand already.
    """
    mark = Mark.read(settings.HOME)
    mark.begin(seed=seed)
    clock.set_city(clock.opening(until + timedelta(days=1)))
    with translation.override(settings.LANGUAGE_CODE):
        story = build.whole_city(seed=seed, since=since, until=until, laying=laying, living=living, share=share)
    clock.set_city(clock.opening(until + timedelta(days=1)))
    snapshot.take()
    mark.finish(matters=story.matters, days=story.days)
    return story
