"""The Jinja2 environment of all pages: gettext, addresses, static files, dates and numbers."""

from datetime import date, datetime
from json import dumps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.dateformat import format as formatted
from django.utils.translation import gettext as _
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from lianxinqiao.base import clock


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named view."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def words(text: str, **values: Any) -> Markup:
    """`_("…")` of the templates: translated, values escaped. The extension's own costs three calls more a word."""
    said = Markup(translation.gettext(text))  # noqa: S704 -- a catalogue is ours
    return said % values if "%" in said else said


def _day(when: date | datetime) -> date:
    return clock.day_of(when) if isinstance(when, datetime) else when


def plain_day(when: date | datetime) -> str:
    """2023年6月5日: the whole date, without markup."""
    return formatted(_day(when), _("Y年n月j日"))


def short_day(when: date | datetime) -> str:
    """6月5日: the day without its year, without markup."""
    return formatted(_day(when), _("n月j日"))


def _words(day: date, today: date) -> str:
    near = {-1: _("昨天"), 0: _("今天"), 1: _("明天")}.get((day - today).days)
    if near:
        return near
    return short_day(day) if day.year == today.year else plain_day(day)


def _timed(when: date | datetime, words: str) -> Markup:
    iso = when.astimezone(clock.ZONE).isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()
    return Markup('<time datetime="{0}" title="{0}">{1}</time>').format(iso, words)


def day(when: date | datetime | None) -> Markup:
    """今天, 明天, 11月3日, 2022年11月3日; the full date in `title`."""
    return _timed(when, _words(_day(when), clock.today())) if when else Markup("")


def full(when: date | datetime | None) -> Markup:
    """2023年6月4日, never 昨天: for periods, where nearness says nothing."""
    return _timed(when, plain_day(when)) if when else Markup("")


def stamp(when: datetime | None) -> Markup:
    """2023年6月4日 14:05: machine time, in the city's zone."""
    return full(when) + f" {when.astimezone(clock.ZONE):%H:%M}" if when else Markup("")


def moment(when: datetime | None) -> Markup:
    """今天 14:05, 11月3日; the hour only where it still helps: yesterday, today, tomorrow."""
    if not when:
        return Markup("")
    here, today = when.astimezone(clock.ZONE), clock.today()
    words = _words(here.date(), today)
    return _timed(when, f"{words} {here:%H:%M}" if abs((here.date() - today).days) <= 1 else words)


def number(value: float) -> str:
    """An integer or decimal with separators of thousands, never in 万."""
    return f"{value:,}"  # Django's own would group Chinese by four, with nothing between


def lines(text: str) -> Markup:
    """Escaped text whose line breaks show."""
    return Markup("<br>").join(str(text).splitlines())


def json(value: Any) -> str:
    """A value as JSON for an attribute, where Jinja2 escapes it."""
    return dumps(value, cls=DjangoJSONEncoder)


def environment(**options: Any) -> Environment:
    """Autoescaping Jinja2 with gettext, urls and static files; an undefined name is an error."""
    options |= {
        "autoescape": True,
        "undefined": StrictUndefined,
        "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    env = Environment(**options)  # noqa: S701 -- autoescape is on, four lines above
    env.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(url=url, static=static, _=words)
    env.filters.update(day=day, full=full, stamp=stamp, moment=moment, plain_day=plain_day, short_day=short_day)
    env.filters.update(number=number, lines=lines, json=json)
    return env
