"""What exists in the demo city only: the lock of its addresses, and what its banner says of time."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import cached_property, wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from lianxinqiao.base import clock
from lianxinqiao.simulation import stepping
from lianxinqiao.simulation.happened import Happened
from lianxinqiao.simulation.stepping import Stepping

KINDS: dict[str, tuple[Promise, str]] = {
    "received": (pgettext_lazy("happened", "收到"), "new"),
    "answered": (pgettext_lazy("happened", "答复"), "bare"),
    "rating": (pgettext_lazy("happened", "评价"), "ok"),
    "reminder": (_("提醒"), "wait"),
    "overdue": (_("超期"), "late"),
    "rework": (_("重新办"), "wait"),
}
"""What a notable thing is called, and the colour of its tag."""
NEWS = "demo.news"
"""Where the cache keeps the counts of the last step."""
RECEIPT, TOKEN = "receipt", re.compile(r"[A-Za-z0-9_-]{22}")
"""The cookie of the demo's last receipt, and what a receipt's token looks like."""
STEPS: dict[str, Promise] = {
    "day": _("前进一天"),
    "week": _("前进一周"),
    "deadline": _("到下一个期限"),
}
WEEKDAYS = (_("星期一"), _("星期二"), _("星期三"), _("星期四"), _("星期五"), _("星期六"), _("星期日"))


def only_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Outside demo mode there is no such address."""

    @wraps(view)
    def locked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return locked


class Banner:
    """Time as the head of every page tells it; read lazily, and on a page of fault not from the database."""

    steps = tuple(STEPS.items())

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet

    @cached_property
    def now(self) -> datetime:
        """Where the city's time stands."""
        return clock.now()

    @property
    def weekday(self) -> Promise:
        """Its day of the week."""
        return WEEKDAYS[self.now.weekday()]

    @cached_property
    def state(self) -> Stepping | None:
        """How far a step is; None on a page of fault."""
        return None if self._quiet else stepping.state()

    @property
    def running(self) -> bool:
        """Whether a step runs."""
        return bool(self.state and self.state.running)

    @cached_property
    def news(self) -> tuple[str, list[tuple[Promise, int]]] | None:
        """What the last step brought: how long it was, and how many of each kind; None while none is over."""
        if self.state is None or self.state.running or not self.state.days_done:
            return None
        told = _news(self.state)
        return (passed(self.state), [(KINDS[kind][0], n) for kind, n in told]) if told is not None else None


def carry(answer: HttpResponse, token: str) -> None:
    """In the demo one browser plays resident and studio: remember its receipt, so that it finds back to it."""
    if settings.DEMO:
        answer.set_cookie(RECEIPT, token, httponly=True, samesite="Lax")


def carried(request: HttpRequest) -> str:
    """The address of the receipt that this browser carries in the demo; empty without one."""
    token = request.COOKIES.get(RECEIPT, "") if settings.DEMO else ""
    return reverse("receipt", args=[token]) if TOKEN.fullmatch(token) else ""


def passed(step: Stepping | Happened) -> str:
    """过了一周: how long a step was, in words."""
    days = (clock.day_of(step.until) - clock.day_of(step.since)).days
    told = {1: str(_("过了一天")), 7: str(_("过了一周"))}
    return told.get(days) or ngettext("过了 %(n)d 天", "过了 %(n)d 天", days) % {"n": days}


def _news(step: Stepping) -> list[tuple[str, int]] | None:
    """How many of each kind, counted once a step: every page of the city shows it."""
    which, told = cache.get(NEWS) or (None, None)
    if which != step.until or told is None:
        happened = stepping.last()
        if happened is None:
            return None
        kinds = Counter(one.kind for one in happened.notable)
        told = [(kind, kinds[kind]) for kind in KINDS if kinds[kind]]
        cache.set(NEWS, (step.until, told), timeout=None)
    return told


def forget_news() -> None:
    """The city goes back to its beginning."""
    cache.set(NEWS, None)
