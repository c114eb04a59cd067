"""The article's figures beside the ledger's, and the lines or counts behind each.

Open acts (studios) are shown line by line; residents' matters and who worked on them only as counts
that no single matter can be worked out from.
"""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lianxinqiao.base import clock
from lianxinqiao.figures import article, cells, measures
from lianxinqiao.figures.measures import Kind, Openness
from lianxinqiao.organisation.queries import office_names, root
from lianxinqiao.web.parts.doors import open_to_all, reading

PER_PAGE = 50


@open_to_all
@reading
def figures(request: HttpRequest) -> HttpResponse:
    """Every figure of the article: told, counted for the same period, counted to date."""
    return render(request, "public/figures/figures.html", article.page(today=clock.today()))


@open_to_all
@reading
def figure(request: HttpRequest, name: str) -> HttpResponse:
    """One figure: how it is counted, and what it is made of, for the article's period or to date."""
    if name not in measures.MEASURES:
        raise Http404
    today = clock.today()
    context = article.opened(name, today=today, to_date=request.GET.get("period") == "to_date")
    measure, period = context["figure"].measure, context["period"]
    context["offices"] = office_names()
    if measure.open is Openness.LINES:
        found = measures.lines(measure, since=period.since, until=period.until)
        context["page"] = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    elif measure.how is Kind.PERSONS:
        context |= {"persons": cells.persons(since=period.since, until=period.until, today=today), "city": root().code}
    else:
        context["released"] = cells.of(measure, since=period.since, until=period.until, today=today)
    return render(request, "public/figures/figure.html", context)
