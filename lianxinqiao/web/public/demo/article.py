"""The article beside the city: each of its mechanisms, how far it works here, and the page where it lives."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.upkeep.article import report
from lianxinqiao.upkeep.article.states import State
from lianxinqiao.web.parts.demo import only_demo
from lianxinqiao.web.parts.doors import open_to_all, reading


@open_to_all
@only_demo
@reading
def article(request: HttpRequest) -> HttpResponse:
    """The last computed report, all rows or those of one state (`?state=`); rows that wait for it say so."""
    asked = request.GET.get("state", "")
    only = asked if asked in set(State) else ""
    context = report.page(settings.BASE_DIR, settings.HOME, only=only)
    context["roles"] = {role.value: role.label for role in RoleName}
    return render(request, "public/demo/article.html", context)
