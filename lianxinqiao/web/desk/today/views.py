"""The most urgent matters first, at most five, each with its one next step."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianxinqiao.base import clock
from lianxinqiao.concerns import queries
from lianxinqiao.web.parts.doors import actor_of, reading

MOST = 5  # matters shown at once


@reading
def today(request: HttpRequest) -> HttpResponse:
    """What to do now; everything else is on its way."""
    at = clock.now()
    rows = queries.today(actor_of(request), at)
    context = {"at": at, "today": clock.day_of(at), "rows": rows[:MOST], "rest": len(rows) - MOST}
    return render(request, "desk/today/today.html", context)
