"""How long a session lasts: 30 minutes without a request, 12 hours in all (reliability A7)."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lianxinqiao.base import clock

BEGAN, SEEN = "began", "seen"
IDLE = 30 * 60  # seconds
WHOLE = 12 * 3600  # seconds
STAMP = 60  # seconds between two notes of the last request, so that a page costs no write


class Watch:
    """End a session whose time is over; an htmx part then leads the whole page to sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._look(request, clock.real_now().timestamp())
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
