"""The figures of the article beside the ledger's: for the article's period, and to date."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from lianxinqiao import rulebook
from lianxinqiao.figures import measures
from lianxinqiao.figures.measures import Measure
from lianxinqiao.rulebook.values import ArticleFigure

MET, NOT_MET, NOT_YET = "met", "not_met", "not_yet_recorded"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the comparison. `rows` counts the lines behind `ledger`."""

    measure: Measure
    article: str
    ledger: int
    to_date: int
    rows: int
    state: str
    parts: list[tuple[str | Promise, int]]
    beside: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The row as `lxq figures --json` prints it."""
        return {"name": self.measure.name, "article": self.article, "ledger": self.ledger,
                "to_date": self.to_date, "rows": self.rows, "state": self.state}


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
        measure=measure, article=told.words, ledger=ledger, rows=rows,
        to_date=measures.value(measure, since=since, until=max(today, until)),
        state=NOT_YET if not rows else MET if told.met_by(ledger) else NOT_MET,
        parts=measures.apart(measure, since=since, until=until),
        beside=measures.enrolled(until) if measure.name == "members" else None,
    )
