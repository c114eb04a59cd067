"""Residents' marks, released by the month and only in numbers."""

from datetime import date

from lianxinqiao.concerns.enums import MarkWord
from lianxinqiao.concerns.models import Mark
from lianxinqiao.rulebook import current
from lianxinqiao.studios.models import Studio


def marks(studio: Studio, month: date, day: date) -> dict[MarkWord, int] | None:
    """A studio's marks of a month: None while the month runs, or with fewer than the rulebook releases (5)."""
    first = month.replace(day=1)
    if (day.year, day.month) <= (first.year, first.month):
        return None
    counted = dict(Mark.objects.filter(studio=studio, month=first).values_list("word", "n"))
    if sum(counted.values()) < current().number("publish.marks_from"):
        return None
    return {word: counted.get(word, 0) for word in MarkWord}
