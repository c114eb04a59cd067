"""Dates and lists in words, for residents and the desk alike."""

from datetime import date
from functools import lru_cache

from django.utils.dateformat import format as formatted
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lianxinqiao.rulebook import Choice, current


def day_words(day: date | None) -> str:
    """A day as it is said: 6月8日."""
    return _written(day, get_language()) if day else ""


@lru_cache(maxsize=512)
def _written(day: date, _language: str | None) -> str:
    """The language is the reader's; every page names a few days near today."""
    return formatted(day, _("n月j日"))


def choice_words(key: str, code: str) -> str:
    """The label of a rulebook's choice; a code that the rulebook no longer has stands for itself."""
    found = choice(key, code)
    return str(found) if found else code


def choice(key: str, code: str) -> Choice | None:
    """The rulebook's choice with this code."""
    return next((c for c in current().choices(key) if c.code == code), None)
