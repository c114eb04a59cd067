"""The first page: say it, follow it, call."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianxinqiao import rulebook
from lianxinqiao.organisation.queries import counties
from lianxinqiao.studios.enums import StudioType
from lianxinqiao.studios.queries import open_studios
from lianxinqiao.web.parts.doors import open_to_all, reading


@open_to_all
@reading
def home(request: HttpRequest) -> HttpResponse:
    """What a studio is for, in one press; the register's own numbers, each of which opens its rows."""
    types = Counter(open_studios().values_list("type", flat=True))
    book = rulebook.current()
    steps = ["concern.screen", "concern.simple", "concern.complex"]
    context = {
        "studios": sum(types.values()),
        "types": [(kind, kind.label, types[kind]) for kind in StudioType if types[kind]],
        "counties": counties(),
        "days": {key.partition(".")[2]: book.value(key) for key in steps},
    }
    return render(request, "public/home/home.html", context)
