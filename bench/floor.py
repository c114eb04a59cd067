"""The floor that our own pages are measured against: one ORM create, one row in a template, same middleware."""

import secrets

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import include, path

from lianxinqiao.base import clock
from lianxinqiao.base.models import Sent
from lianxinqiao.web.parts.doors import acting, open_to_all, reading


@open_to_all
@acting
def create(request: HttpRequest) -> HttpResponse:
    """Store one row and say its key."""
    row = Sent.objects.create(
        key=secrets.token_urlsafe(16),
        by="bench",
        digest=request.POST["text"][:60],
        thing_model="bench",
        thing_pk="1",
        at=clock.now(),
    )
    return JsonResponse({"id": row.pk})


@open_to_all
@reading
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """One row in a template that stands in the frame of every page."""
    return render(request, "bench/row.html", {"row": Sent.objects.get(pk=pk)})


@open_to_all
@reading
def bare(request: HttpRequest, pk: int) -> HttpResponse:
    """One row in a template without any frame."""
    return render(request, "bench/bare.html", {"row": Sent.objects.get(pk=pk)})


urlpatterns = [
    path("floor/create/", create),
    path("floor/row/<int:pk>/", row),
    path("floor/bare/<int:pk>/", bare),
    path("", include("lianxinqiao.config.urls")),
]
