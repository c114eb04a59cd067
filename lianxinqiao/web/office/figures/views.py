"""The figures of the reader's area; every line opens, and leads to its studio or, where the reader may know of it,
to its matter. Of other matters a line says that there was one, not which.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise

from lianxinqiao.base import clock
from lianxinqiao.base.actor import Actor
from lianxinqiao.concerns.enums import ConcernVerb
from lianxinqiao.concerns.queries import visible_to
from lianxinqiao.figures import article, measures
from lianxinqiao.figures.measures import Kind
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation.queries import office_names
from lianxinqiao.studios.enums import StudioVerb
from lianxinqiao.studios.models import Studio
from lianxinqiao.studios.queries import within
from lianxinqiao.web.office.pages import Page, sees, show
from lianxinqiao.web.parts.doors import actor_of, reading

PER_PAGE = 50
VERBS: dict[str, str | Promise] = {f"concerns.{verb.value}": verb.label for verb in ConcernVerb}
VERBS |= {f"studios.{verb.value}": verb.label for verb in StudioVerb}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with what the reader may open of it; `matter` and `studio` are empty where that is nothing."""

    line: Line
    words: str | Promise
    label: str
    matter: str
    studio: Studio | None
    who: list[str]


@reading
@sees(Page.FIGURES)
def figures(request: HttpRequest) -> HttpResponse:
    """Every figure of the area; beside the city's what was reported of it."""
    actor, today = actor_of(request), clock.today()
    office = office_names().get(actor.where.office, "")
    context = article.here(path=actor.where.path, today=today) | {"whole": _whole_city(actor), "office": office}
    return show(request, "office/figures/figures.html", context)


def _whole_city(actor: Actor) -> bool:
    """Does the actor's area hold the whole city? Only of that did anybody report figures."""
    return actor.where.path.count("/") == 2


@reading
@sees(Page.FIGURES)
def figure(request: HttpRequest, name: str) -> HttpResponse:
    """One figure of the area and the lines that it is made of."""
    measure = measures.MEASURES.get(name)
    if measure is None:
        raise Http404
    actor, to_date = actor_of(request), request.GET.get("period") == "to_date"
    period = article.period(today=clock.today(), to_date=to_date)
    told: dict[str, Any] = {"since": period.since, "until": period.until, "path": actor.where.path}
    found = measures.lines(measure, **told).prefetch_related("credits")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "measure": measure,
        "persons": measure.how is Kind.PERSONS,
        "period": period,
        "to_date": to_date,
        "value": measures.value(measure, **told),
        "parts": measures.apart(measure, **told),
        "offices": office_names(),
        "page": page,
        "lines": _shown(actor, page.object_list),
    }
    return show(request, "office/figures/figure.html", context)


def _shown(actor: Actor, lines: Iterable[Line]) -> list[Shown]:
    """These lines in four queries: which of their matters and studios the reader may open."""
    rows = list(lines)
    numbers = {one.thing_id for one in rows if one.thing_kind == "concern"}
    known = set(visible_to(actor, clock.today()).filter(number__in=numbers).values_list("number", flat=True))
    codes = {one.path.strip("/").rpartition("/")[2] for one in rows} | {one.thing_id for one in rows}
    studios = {one.code: one for one in within(actor, clock.today()).filter(code__in=codes)}
    return [_line(one, known, studios) for one in rows]


def _line(line: Line, known: set[str], studios: dict[str, Studio]) -> Shown:
    matter = line.thing_id if line.thing_id in known and line.thing_kind == "concern" else ""
    hidden = line.thing_kind == "concern" and not matter
    return Shown(
        line=line,
        words=VERBS.get(line.verb, line.verb),
        label="" if hidden else line.thing_label,
        matter=matter,
        studio=studios.get(line.path.strip("/").rpartition("/")[2]),
        who=[credit.label for credit in line.credits.all() if credit.holder.startswith("member:")],
    )
