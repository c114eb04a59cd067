"""Reading: exact figures as tally + lines after the watermark, and the lines that a figure is made of.

Each figure is one SQL statement, so that it sees one state also while `advance` runs; its cost does not
grow with the length of the history.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce, Left
from django.db.models.lookups import Exact

from lianxinqiao.base.actor import Ref
from lianxinqiao.ledger import days
from lianxinqiao.ledger.models import Credit, Grain, Line, Tally, Watermark


class _SumOf(Subquery):
    """The sum of a subquery's one column, 0 over nothing."""

    template = "(SELECT COALESCE(SUM(s.q), 0) FROM (%(subquery)s) s)"
    output_field = IntegerField()


def _from_to(low: date | None, high: date | None, at: str) -> Q:
    found = Q(**{f"{at}__gte": days.midnight(low)}) if low else Q()
    return found & Q(**{f"{at}__lt": days.midnight(high)}) if high else found


def _in_period(since: date | None, until: date | None, at: str = "at") -> Q:
    return _from_to(since, days.after(until), at)


def _below(path: str, name: str = "path") -> Any:
    # not __startswith: SQLite's LIKE does not tell a from A
    return Exact(Left(name, len(path)), Value(path)) if path != "/" else Q()


def _at(path: str) -> str:
    if not (path.startswith("/") and path.endswith("/")):
        raise ValueError(f"path: expected /…/, found {path!r}")
    return path


def _between(rows: QuerySet[Tally], low: date | None, high: date | None) -> QuerySet[Tally]:
    rows = rows.filter(start__gte=low) if low else rows
    return rows.filter(start__lt=high) if high else rows


def _tallies(path: str, pieces: list[days.Piece]) -> list[QuerySet[Tally]]:
    at = Tally.objects.filter(path=path).order_by()
    return [_between(at.filter(grain=grain), low, high) for grain, low, high in pieces]


def total(
    *, verb: str, kind: str | None = None, path: str = "/", since: date | None = None, until: date | None = None
) -> int:
    """The sum of quantities of a verb's lines at a place and below, from `since` to `until` (both inclusive).

    `kind=None` means every kind, `""` the lines without one; an open end means from or to ever. A state on a
    day, kept by +1/-1 lines, is `total(until=day)`.
    """
    exact = Q(verb=verb) if kind is None else Q(verb=verb, kind=kind)
    tallied = _tallies(_at(path), days.pieces(since, until))
    parts = [_SumOf(rows.filter(exact, holder="").values(q=F("quantity"))) for rows in tallied]
    # Only the id narrows the search, so that no planner walks the whole history of a verb by its index.
    wanted = When(exact & _in_period(since, until) & Q(_below(path)), then=F("quantity"))
    tail = Line.objects.order_by().annotate(q=Case(wanted, default=0, output_field=IntegerField())).values("q")
    figure = _SumOf(tail.filter(pk__gt=OuterRef("tallied")))
    for part in parts:
        figure = figure + part  # type: ignore[assignment]
    found = Watermark.objects.filter(pk=1).values_list(figure, flat=True).first()
    if found is None:  # nothing was tallied yet
        found = tail.aggregate(sum=Coalesce(Sum("q"), 0))["sum"]
    return int(found)


def net(
    *, holders: str = "member", path: str = "/", since: date | None = None, until: date | None = None
) -> Counter[str]:
    """For each holder of a sort (`member`, `studio`): acts credited less those taken back, in the period.

    Whole months and years come from the tallies, the days at both ends from the lines themselves.
    """
    pieces = days.pieces(since, until)
    whole = [piece for piece in pieces if piece[0] != Grain.DAY]
    held = Credit.objects.filter(holder__startswith=f"{holders}:").order_by()
    here = Q(_below(_at(path), "line__path"))
    arms = [
        rows.filter(verb="", holder__startswith=f"{holders}:").values_list("holder").annotate(net=Sum("n"))
        for rows in _tallies(path, whole)
    ]
    for grain, low, high in pieces:
        if grain == Grain.DAY:
            some = held.filter(here, _from_to(low, high, "line__at"))
            arms.append(some.values_list("holder").annotate(net=Sum("n")))
    # As in total(): only the id narrows the search.
    mark = Coalesce(Subquery(Watermark.objects.filter(pk=1).values("tallied")), 0)
    every, none = Q(pk__isnull=False), Q(pk__isnull=True)
    in_whole = reduce(or_, [_from_to(low, high, "line__at") or every for _, low, high in whole], none)
    wanted = Case(When(here & in_whole, then=F("n")), default=0)
    tail = held.filter(line_id__gt=mark).values_list("holder").annotate(net=Sum(wanted))
    found: Counter[str] = Counter()
    for holder, n in tail.union(*arms, all=True):
        found[holder] += n
    return found


def distinct(*, holders: str = "member", path: str = "/", since: date | None = None, until: date | None = None) -> int:
    """How many members (or studios) are credited with at least one act that was not taken back, in the period."""
    return sum(n > 0 for n in net(holders=holders, path=path, since=since, until=until).values())


def lines(
    *,
    verbs: Iterable[str],
    kind: str | None = None,
    path: str = "/",
    since: date | None = None,
    until: date | None = None,
    thing: Ref | None = None,
) -> QuerySet[Line]:
    """The lines that a figure is made of, newest first, corrections included."""
    found = Line.objects.filter(_in_period(since, until), Q(_below(_at(path))), verb__in=list(verbs))
    if kind is not None:
        found = found.filter(kind=kind)
    if thing is not None:
        found = found.filter(thing_kind=thing.kind, thing_id=thing.id)
    return found.order_by("-at", "-pk")


def of_thing(kind: str, id: str) -> list[Line]:  # noqa: A002 -- the word of Ref
    """Everything that happened to one thing, oldest first, with its credits at hand."""
    rows = Line.objects.filter(thing_kind=kind, thing_id=id)
    return list(rows.order_by("at", "pk").prefetch_related("credits"))


def credited(
    *, holders: str = "member", path: str = "/", since: date | None = None, until: date | None = None
) -> QuerySet[Line]:
    """The lines behind `distinct`: those that credit a holder of this sort, newest first, corrections included."""
    theirs = Credit.objects.filter(line=OuterRef("pk"), holder__startswith=f"{holders}:")
    found = Line.objects.filter(_in_period(since, until), Q(_below(_at(path))), Exists(theirs))
    return found.order_by("-at", "-pk")
