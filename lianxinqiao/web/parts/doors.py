"""The doors: who stands at one and as what; how a view says what it is; the key that makes a double send one act.

A person works as one of their running appointments at a time; the session holds which. A whole door is shut by
`behind`, so that a view that forgets to ask is shut too.
"""

import secrets
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxinqiao.base import clock
from lianxinqiao.base.actor import Actor
from lianxinqiao.base.errors import NotYours, Refused
from lianxinqiao.organisation.enums import STUDIO_ROLES, RoleName
from lianxinqiao.organisation.models import Appointment
from lianxinqiao.organisation.queries import appointments, as_actor
from lianxinqiao.web.parts import faults, second

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

open_to_all = login_not_required

APPOINTMENT = "appointment"
"""The session's key of the chosen appointment."""


# --- what a view is -------------------------------------------------------------------------


def reading(view: View) -> View:
    """A view that only reads: GET and HEAD."""
    guarded = require_safe(view)
    guarded.door, guarded.methods = "reading", ("GET", "HEAD")  # type: ignore[attr-defined]
    return guarded


def acting(view: View) -> View:
    """A view that acts: POST only."""
    guarded = require_POST(view)
    guarded.door, guarded.methods = "acting", ("POST",)  # type: ignore[attr-defined]
    return guarded


def filling(view: View) -> View:
    """A view of one form: GET shows it, POST acts."""
    guarded = require_http_methods(["GET", "HEAD", "POST"])(view)
    guarded.door, guarded.methods = "acting", ("GET", "HEAD", "POST")  # type: ignore[attr-defined]
    return guarded


def once_key() -> str:
    """A fresh key for a form's hidden field `once` (128 bit, 22 url-safe characters)."""
    return secrets.token_urlsafe(16)


def refused(form: BaseForm, wrong: Refused) -> None:
    """Put the sentence of a refusal on the form, at its field if the form has it."""
    form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong.sentence))


# --- who acts -------------------------------------------------------------------------------


def door_of(role: str) -> str:
    """The door that a role works behind: desk, unit or office."""
    if role in STUDIO_ROLES:
        return "desk"
    return "unit" if role == RoleName.HANDLER else "office"


def address_of_door(door: str) -> str:
    """Where a door opens."""
    return f"/{door}/"


def role_words(appointment: Appointment) -> str:
    """A role and its place as words: 召集人 · 漫川关镇委员工作室."""
    where = appointment.body.name if appointment.body else appointment.place.name
    return f"{RoleName(appointment.role).label} · {where}"


def appointments_of(request: HttpRequest) -> list[Appointment]:
    """The running appointments of whoever is signed in, desk roles first; asked for once a request."""
    if not hasattr(request, "_appointments"):
        found: list[Appointment] = []
        if request.user.is_authenticated:
            order = {name: at for at, name in enumerate(RoleName.values)}
            running = appointments(clock.today()).filter(person=request.user)
            found = sorted(running, key=lambda one: (order[one.role], one.place.path))
        request._appointments = found  # type: ignore[attr-defined]
    told: list[Appointment] = request._appointments  # type: ignore[attr-defined]
    return told


def chosen(request: HttpRequest) -> Appointment | None:
    """The appointment that the person works as: the session's, or the only one there is."""
    running = appointments_of(request)
    told = request.session.get(APPOINTMENT)
    found = next((one for one in running if one.pk == told), None)
    return running[0] if found is None and len(running) == 1 else found


def choose(request: HttpRequest, appointment: Appointment) -> None:
    """Work as this appointment from now on; the session gets a new key, the old one is dead."""
    request.session[APPOINTMENT] = appointment.pk
    request.session.cycle_key()


def actor_of(request: HttpRequest) -> Actor:
    """Whoever acts in this request, in the chosen role. Raises NotYours without one.

    The actor's label is the person's name, as lines and messages show it; `request.role_words` says
    role and place for the page's head.
    """
    known: Actor | None = getattr(request, "actor", None)
    if known is not None:
        return known
    one = chosen(request)
    if one is None:
        raise NotYours(_("您还没有选身份，或者您现在没有任职。请从入口重新进来。"))
    actor = as_actor(one)
    request.actor, request.role_words = actor, role_words(one)  # type: ignore[attr-defined]
    return actor


# --- a whole door ---------------------------------------------------------------------------


def needs(door: str) -> Callable[[View], View]:
    """Let a view open only to those whose chosen role works behind this door."""

    def shut(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in view.methods:  # type: ignore[attr-defined]
                return HttpResponseNotAllowed(view.methods)  # type: ignore[attr-defined]
            return _turned_away(request, door) or view(request, *args, **kwargs)

        guarded.needs = door  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return shut


def behind(door: str, patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same addresses, every view behind this door."""
    found = list(patterns)
    for one in found:
        if isinstance(one, URLPattern):
            if getattr(one.callback, "needs", None) != door:
                one.callback = needs(door)(one.callback)
        else:
            behind(door, one.url_patterns)
    return found


def _turned_away(request: HttpRequest, door: str) -> HttpResponseBase | None:
    one = chosen(request)
    if one is None:
        return _go("enter", request)
    if door_of(one.role) != door:
        words = gettext("您现在的身份是“%(role)s”，这里归别的身份用。") % {"role": role_words(one)}
        return faults.page(request, 403, sentence=words)
    if door == "office" and not settings.DEMO and (step := second.missing(request)):
        return _go(step, request)
    actor_of(request)
    return None


def _go(name: str, request: HttpRequest) -> HttpResponseRedirect:
    """To another page first, and back here after it where here is a page."""
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    return HttpResponseRedirect(reverse(name) + (f"?{urlencode({'next': back})}" if back else ""))
