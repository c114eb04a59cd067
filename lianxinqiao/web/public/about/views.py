"""Help, privacy and accessibility: what we say of ourselves must be what the program does."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lianxinqiao import rulebook
from lianxinqiao.web.parts.doors import open_to_all, reading

PAGES = frozenset({"help", "privacy", "accessibility"})


@open_to_all
@reading
def about(request: HttpRequest, name: str) -> HttpResponse:
    """One page of words; doors and days come from the rulebook."""
    if name not in PAGES:
        raise Http404
    book = rulebook.current()
    context = {
        "kinds": book.choices("concern.kinds"),
        "doors": book.choices("concern.doors"),
        "keep": book.value("retention.case"),
        "log": book.value("retention.access_log"),
        "doors_basis": book.value("concern.doors").words(),
        "days": {
            k: book.value(f"concern.{k}") for k in ("screen", "contact", "simple", "complex", "rework", "rating_open")
        },
    }
    return render(request, f"public/about/{name}.html", context)
