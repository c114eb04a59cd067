"""Messages to this person, and what each points to."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from lianxinqiao.base import clock
from lianxinqiao.inbox import actions, queries
from lianxinqiao.web.parts.doors import acting, actor_of, reading

PAGE = 20  # messages


@reading
def inbox(request: HttpRequest) -> HttpResponse:
    """The person's messages, newest first."""
    page = Paginator(queries.for_person(actor_of(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/inbox/inbox.html", {"page": page})


@acting
def read(request: HttpRequest, message: int) -> HttpResponse:
    """Note that a message was read, and go where it points."""
    actor = actor_of(request)
    found = get_object_or_404(queries.for_person(actor), pk=message)
    actions.read(message=found, by=actor, at=clock.now())
    ours = found.link.startswith("/") and url_has_allowed_host_and_scheme(found.link, allowed_hosts=None)
    answer = HttpResponseRedirect(found.link if ours else reverse("desk_inbox"))
    answer.status_code = 303
    return answer
