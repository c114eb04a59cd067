"""Every studio in the reader's area with its open, near and late matters, red ones first; and one studio."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import urlencode

from lianxinqiao.base import clock
from lianxinqiao.base.actor import Actor
from lianxinqiao.concerns import queries
from lianxinqiao.concerns.queries import StudioLoad
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.organisation.queries import office_names
from lianxinqiao.studios.models import Studio
from lianxinqiao.studios.queries import members_of, people_of, within
from lianxinqiao.web.office.concerns.views import listing
from lianxinqiao.web.office.pages import Page, first_page, pages_of, sees, show
from lianxinqiao.web.office.studios.forms import FindForm
from lianxinqiao.web.parts.doors import actor_of, reading

PER_PAGE = 50
ORDERS = {
    "late": lambda one: (-one.overdue, -one.due_soon, -one.open, one.studio.code),
    "soon": lambda one: (-one.due_soon, -one.overdue, -one.open, one.studio.code),
    "open": lambda one: (-one.open, -one.overdue, -one.due_soon, one.studio.code),
    "code": lambda one: one.studio.code,
}


@reading
def studios(request: HttpRequest) -> HttpResponse:
    """All studios in the area; a role that does not see them goes to its own first page."""
    if Page.STUDIOS not in pages_of(request):
        elsewhere = first_page(request)
        return HttpResponseRedirect(elsewhere) if elsewhere else show(request, "office/studios/nothing.html", {})
    loads = queries.loads(actor_of(request), clock.now())
    offices = _offices(loads)
    form = FindForm(request.GET, offices=offices)
    found = sorted(_found(loads, form), key=ORDERS[form.told("sort") or "late"])
    context = {
        "form": form,
        "offices": offices,
        "totals": {
            "studios": len(found),
            "open": sum(one.open for one in found),
            "soon": sum(one.due_soon for one in found),
            "late": sum(one.overdue for one in found),
        },
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "words": form.told("q"),
        "county": form.told("county"),
        "sort": form.told("sort"),
        "query": urlencode({name: form.told(name) for name in form.fields if form.told(name)}) + "&",
    }
    return show(request, "office/studios/studios.html", context)


def _offices(loads: list[StudioLoad]) -> dict[str, str]:
    """The offices that these studios belong to, by code; empty where there is only one."""
    here = {one.studio.place.office_code for one in loads}
    return {code: name for code, name in office_names().items() if code in here} if len(here) > 1 else {}


def _found(loads: list[StudioLoad], form: FindForm) -> list[StudioLoad]:
    words, county = form.told("q").casefold(), form.told("county")
    return [
        one
        for one in loads
        if words in f"{one.studio.name} {one.studio.code}".casefold()
        and (not county or one.studio.place.office_code == county)
    ]


@reading
@sees(Page.STUDIOS)
def studio(request: HttpRequest, code: str) -> HttpResponse:
    """One studio of the area: its head facts and its matters without identity."""
    actor, at = actor_of(request), clock.now()
    found = within(actor, clock.day_of(at)).filter(code=code).first()
    if found is None:
        raise Http404
    context = {"studio": found, **_head(found), "load": _load(actor, found)}
    if Page.CONCERNS in pages_of(request):
        matters = queries.visible_to(actor, clock.day_of(at)).filter(studio=found)
        context |= listing(request, matters)
    return show(request, "office/studios/studio.html", context)


def _load(actor: Actor, studio: Studio) -> StudioLoad | None:
    return next((one for one in queries.loads(actor, clock.now()) if one.studio.pk == studio.pk), None)


def _head(studio: Studio) -> dict[str, Any]:
    today = clock.today()
    return {
        "conveners": people_of(studio, RoleName.CONVENER, today),
        "clerks": people_of(studio, RoleName.CLERK, today),
        "members": members_of(studio, today).count(),
        "townships": list(studio.townships.all()),
        "sectors": list(studio.sectors.all()),
    }
