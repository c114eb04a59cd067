"""How long a session lasts: 30 minutes without a request, 12 hours in all (reliability A7); and that whoever came
with a one-time password sets an own one before anything else.

That the account is open and the password still the one of the sign-in, Django asks anew at each request
(`ModelBackend.get_user`, `get_session_auth_hash`): a session of a closed account is nobody's.
"""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lianxinqiao.base import clock

BEGAN, SEEN = "began", "seen"
IDLE = 30 * 60  # seconds
WHOLE = 12 * 3600  # seconds
STAMP = 60  # seconds between two notes of the last request, so that a page costs no write
OWN = "own_password"
OPEN = (OWN, "account_logout", "look")
"""The addresses that whoever owes an own password may still open."""


class Watch:
    """End a session whose time is over; an htmx part then leads the whole page to sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._look(request, clock.real_now().timestamp())
        if request.user.is_authenticated and _owes(request) and request.path not in map(reverse, OPEN):
            response: HttpResponse = HttpResponseRedirect(reverse(OWN))
        else:
            response = self.get_response(request)
        to = response.headers.get("Location", "")
        if request.headers.get("HX-Request") and response.status_code == 302 and to.startswith(reverse("sign_in")):
            answer = HttpResponse(status=204)
            answer.headers["HX-Redirect"] = to
            return answer
        return response

    def _look(self, request: HttpRequest, now: float) -> None:
        session = request.session
        began, seen = session.get(BEGAN), session.get(SEEN)
        if began is None or seen is None:
            session[BEGAN] = session[SEEN] = now
        elif now - seen > IDLE or now - began > WHOLE:
            logout(request)
        elif now - seen > STAMP:
            session[SEEN] = now


def _owes(request: HttpRequest) -> bool:
    """Did this person come with a one-time password? One press in the demo city asks for none, so it owes none."""
    if not request.user.must_change:  # type: ignore[union-attr]
        return False
    return not settings.DEMO or bool(get_authentication_records(request, request.user))
