"""The list of studios and one studio's page; the register is public."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from markupsafe import Markup

from lianxinqiao.base import clock, codes
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.studios.enums import StudioState
from lianxinqiao.studios.models import Studio
from lianxinqiao.studios.queries import by_code, members_of, open_studios, people_of
from lianxinqiao.web.parts.addresses import absolute
from lianxinqiao.web.parts.doors import open_to_all, reading
from lianxinqiao.web.public.studios.forms import FindForm

PER_PAGE = 24


def _narrowed(told: dict[str, str]) -> QuerySet[Studio]:
    found = open_studios()
    if told.get("county"):
        found = found.filter(place__office_code=told["county"])
    if told.get("type"):
        found = found.filter(type=told["type"])
    for word in told.get("q", "").split():
        near = Q(name__icontains=word) | Q(brand__icontains=word) | Q(townships__name__icontains=word)
        found = found.filter(near | Q(code__iexact=word))
    return found.distinct().prefetch_related("townships", "sectors")


@open_to_all
@reading
def studios(request: HttpRequest) -> HttpResponse:
    """Open studios, narrowed by words, county and type; an htmx part is the list alone."""
    form = FindForm(request.GET or None)
    told = {k: str(v) for k, v in form.cleaned_data.items() if v} if form.is_bound and form.is_valid() else {}
    page = Paginator(_narrowed(told), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "query": urlencode(told) + "&" if told else "", "narrowed": bool(told)}
    part = bool(getattr(request, "htmx", False))
    return render(request, "public/studios/list.html" if part else "public/studios/studios.html", context)


@open_to_all
@reading
def studio(request: HttpRequest, code: str) -> HttpResponse:
    """One studio as its wall tells it, with the code to scan."""
    found = by_code(code)
    if found is None or found.state == StudioState.PLANNED:
        raise Http404
    day = clock.today()
    landing = absolute(request, reverse("scan", args=[found.code]))
    context = {
        "studio": found,
        "is_open": found.state == StudioState.PLATED,
        "townships": list(found.townships.all()),
        "sectors": list(found.sectors.all()),
        "members": list(members_of(found, day)),
        "conveners": people_of(found, RoleName.CONVENER, day),
        "landing": landing,
        "qr": Markup(codes.qr_svg(landing)),  # noqa: S704 -- drawn by us from our own address
    }
    return render(request, "public/studios/studio.html", context)
