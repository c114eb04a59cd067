"""People of the reader's area and their way in: hand out a one-time password, close an account, open it again.

Members and staff only; residents have no account and are never found here.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from lianxinqiao.base import clock
from lianxinqiao.organisation import actions, queries
from lianxinqiao.organisation.enums import RoleName, SignIn
from lianxinqiao.organisation.models import Appointment, Member, Person
from lianxinqiao.web.office.pages import Page, sees, show
from lianxinqiao.web.parts import tries
from lianxinqiao.web.parts.addresses import absolute
from lianxinqiao.web.parts.doors import acting, actor_of, once_key, reading, role_words

PER_PAGE = 30
KINDS = {
    SignIn.NONE: "off",
    SignIn.ISSUED: "wait",
    SignIn.OUTDATED: "late",
    SignIn.OWN: "bare",
    SignIn.DISABLED: "off",
}


def _held(person: Person) -> list[str]:
    """What the person is and will be, in words."""
    roles: list[Appointment] = list(person.appointments.all())
    sitting: list[Member] = [] if any(one.role == RoleName.MEMBER for one in roles) else list(person.memberships.all())
    return [role_words(one) for one in roles] + [f"{RoleName.MEMBER.label} · {one.place.name}" for one in sitting]


def _row(person: Person) -> dict[str, Any]:
    state = queries.sign_in_state(person, clock.now())
    return {"person": person, "held": _held(person), "state": state, "kind": KINDS[state]}


@sees(Page.PEOPLE)
@reading
def people(request: HttpRequest) -> HttpResponse:
    """Everybody of the area, or those whose name or sign-in name has these words."""
    words = request.GET.get("q", "").strip()[:60]
    found = queries.people_within(actor_of(request).where, clock.today(), words)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "words": words,
        "page": page,
        "rows": [_row(one) for one in page.object_list],
        "query": f"{urlencode({'q': words})}&" if words else "",
    }
    return show(request, "office/people/people.html", context)


def _person(request: HttpRequest, pk: int) -> Person:
    """Somebody of the area; else the same as if there were nobody."""
    found = queries.people_within(actor_of(request).where, clock.today()).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@sees(Page.PEOPLE)
@reading
def person(request: HttpRequest, person: int) -> HttpResponse:
    """One person: what they are, how far their way in is, what the reader may do about it."""
    found, actor = _person(request, person), actor_of(request)
    context = {
        **_row(found),
        "verbs": queries.account_verbs(actor, found, clock.today()),
        "me": actor.id == str(found.pk),
        "once": once_key(),
    }
    return show(request, "office/people/person.html", context)


@sees(Page.PEOPLE)
@acting
def issue_password(request: HttpRequest, person: int) -> HttpResponse:
    """Hand out a one-time password: it stands on this answer only, and on the same press sent again."""
    tries.issuing(request)
    found, once = _person(request, person), request.POST.get("once", "")
    made = actions.issue_password(person=found, by=actor_of(request), at=clock.now(), once=once)
    context = {
        "person": made,
        "held": _held(found),
        "password": queries.one_time_password(made, once, clock.now()),
        "address": absolute(request, reverse("sign_in")),
    }
    return show(request, "office/people/issue_password.html", context)


@sees(Page.PEOPLE)
@acting
def disable_person(request: HttpRequest, person: int) -> HttpResponse:
    """Close somebody's way in."""
    return _done(request, person, actions.disable_person, gettext("%(name)s的登录已停用，已经登录的地方也都退出了。"))


@sees(Page.PEOPLE)
@acting
def enable_person(request: HttpRequest, person: int) -> HttpResponse:
    """Let somebody sign in again."""
    told = gettext("%(name)s的登录已恢复。原来的密码已作废，请再发一个一次性密码。")
    return _done(request, person, actions.enable_person, told)


def _done(request: HttpRequest, pk: int, act: Callable[..., Person], words: str) -> HttpResponse:
    """Act once for the form's key and go back to the person's page."""
    made = act(person=_person(request, pk), by=actor_of(request), at=clock.now(), once=request.POST.get("once", ""))
    messages.success(request, words % {"name": made.name})
    answer = HttpResponseRedirect(reverse("office_person", args=[pk]))
    answer.status_code = 303
    return answer
