"""The figures of the article beside the ledger's: for the article's period, and to date."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from lianxinqiao import rulebook
from lianxinqiao.figures import measures
from lianxinqiao.figures.measures import Measure
from lianxinqiao.rulebook.values import ArticleFigure, Period, Text, Value

MET, NOT_MET, NOT_YET = "met", "not_met", "not_yet_recorded"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the comparison. `rows` counts the lines behind `ledger`; `beside` those enrolled, for members."""

    measure: Measure
    article: Text
    ledger: int
    to_date: int
    rows: int
    state: str
    counting: Value
    told: Value
    parts: list[tuple[str | Promise, int]]
    beside: int | None = None

    @property
    def recorded(self) -> bool:
        """Whether anything of this kind stands in the ledger yet."""
        return self.state != NOT_YET

    def as_json(self) -> dict[str, Any]:
        """The row as `lxq figures --json` prints it."""
        return {
            "name": self.measure.name,
            "article": self.article.zh,
            "ledger": self.ledger,
            "to_date": self.to_date,
            "rows": self.rows,
            "state": self.state,
        }


def against_article(*, today: date) -> list[Figure]:
    """Every figure of the article with the ledger's value for its period and up to `today`."""
    book = rulebook.current()
    since, until = book.figure_period()
    return [_figure(told, since=since, until=until, today=today) for told in book.article_figures()]


def _figure(told: ArticleFigure, *, since: date, until: date, today: date) -> Figure:
    measure = measures.MEASURES[told.name]
    ledger = measures.value(measure, since=since, until=until)
    rows = measures.lines(measure, since=since, until=until).count()
    return Figure(
        measure=measure,
        article=told.words,
        ledger=ledger,
        rows=rows,
        to_date=measures.value(measure, since=since, until=max(today, until)),
        state=NOT_YET if not rows else MET if told.met_by(ledger) else NOT_MET,
        counting=told.counting,
        told=told.value,
        parts=measures.apart(measure, since=since, until=until),
        beside=measures.enrolled(until) if measure.name == "members" else None,
    )


def page(*, today: date) -> dict[str, Any]:
    """What a page of all figures shows."""
    since, until = rulebook.current().figure_period()
    return {"rows": against_article(today=today), "period": Period(since, until), "today": max(today, until)}


def opened(name: str, *, today: date, to_date: bool) -> dict[str, Any]:
    """What the page of one figure shows. Raises KeyError for a name that the rulebook does not tell of."""
    book = rulebook.current()
    since, until = book.figure_period()
    told = {one.name: one for one in book.article_figures()}[name]
    shown = Period(since, max(today, until) if to_date else until)
    return {
        "figure": _figure(told, since=since, until=until, today=today),
        "value": measures.value(measures.MEASURES[name], since=shown.since, until=shown.until),
        "parts": measures.apart(measures.MEASURES[name], since=shown.since, until=shown.until),
        "period": shown,
        "to_date": to_date,
    }


@dataclass(frozen=True, slots=True)
class Here:
    """A figure of one place and all below it: for the article's period and to date. `parts` belong to `ledger`.

    `article` is what was told of the whole city.
    """

    measure: Measure
    article: Text
    ledger: int
    to_date: int
    parts: list[tuple[str | Promise, int]]
    recorded: bool
    beside: int | None = None


def here(*, path: str, today: date) -> dict[str, Any]:
    """What a page of the figures of one place shows."""
    book = rulebook.current()
    since, until = book.figure_period()
    shown = Period(since, max(today, until))
    rows = [_here(told, path=path, since=since, until=until, last=shown.until) for told in book.article_figures()]
    return {"rows": rows, "period": Period(since, until), "today": shown.until}


def _here(told: ArticleFigure, *, path: str, since: date, until: date, last: date) -> Here:
    measure = measures.MEASURES[told.name]
    ledger = measures.value(measure, since=since, until=until, path=path)
    to_date = measures.value(measure, since=since, until=last, path=path)
    return Here(
        measure=measure,
        article=told.words,
        ledger=ledger,
        to_date=to_date,
        parts=measures.apart(measure, since=since, until=until, path=path),
        recorded=bool(ledger or to_date) or measures.lines(measure, since=since, until=last).exists(),
        beside=measures.enrolled(until, path) if measure.name == "members" else None,
    )


def period(*, today: date, to_date: bool) -> Period:
    """The article's period, or the same beginning up to today."""
    since, until = rulebook.current().figure_period()
    return Period(since, max(today, until) if to_date else until)
