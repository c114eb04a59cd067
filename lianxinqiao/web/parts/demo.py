"""A lock for what exists in the demo city only."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse


def only_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Outside demo mode there is no such address."""

    @wraps(view)
    def locked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return locked
