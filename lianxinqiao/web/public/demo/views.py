"""The demo's desk: where time stands, the steps, what happened, and beginning anew."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import vault
from lianxinqiao.base.errors import Refused
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.simulation import snapshot, stepping
from lianxinqiao.simulation.happened import Notable
from lianxinqiao.simulation.mark import Mark
from lianxinqiao.studios.queries import register
from lianxinqiao.web.parts import errands
from lianxinqiao.web.parts.demo import KINDS, RECEIPT, STEPS, forget_news, only_demo, passed
from lianxinqiao.web.parts.doors import acting, filling, open_to_all, reading
from lianxinqiao.web.parts.enter import enter_as

FIRST = 3  # notable things of a kind shown at once; the rest unfolds
TELLING = ("overdue", "rework", "reminder", "rating", "answered", "received")
"""The kinds in the order in which they teach a visitor something."""
ELSEWHERE: tuple[tuple[str, Promise, Promise], ...] = (
    ("/enter/", _("入口"), _("十五种人，各有三件想做的事，按一下就进。")),
    ("/demo/mail/", _("演示信箱"), _("本来会发出去的每一条消息：短信、邮件、站内。")),
    ("/article/", _("对照报道"), _("报道里写到的做法，哪些建好了，点开就是。")),
    ("/parts/", _("界面部件"), _("给做网页的人看：页面是由哪些部件拼成的。")),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A notable thing as the page shows it: without its number, for the page is open to all."""

    words: str
    studio: str
    at: datetime
    mark: str
    role: Any


@dataclass(frozen=True, slots=True)
class Group:
    """What happened of one kind, newest first: its word, the colour of its tag, a few and the rest."""

    word: Promise
    colour: str
    first: list[Shown]
    rest: list[Shown]


def _mark(one: Notable) -> str:
    """A word for a notable thing that says nothing of the matter."""
    return vault.mac("demo.see", f"{one.kind}|{one.number}|{one.at.isoformat()}".encode()).hex()[:24]


def _groups(notable: list[Notable]) -> list[Group]:
    codes = {one.studio_code for one in notable}
    names = dict(register().filter(code__in=codes).values_list("code", "name"))
    found = []
    for kind in TELLING:
        these = [
            Shown(one.words, names.get(one.studio_code, ""), one.at, _mark(one), RoleName(one.role).label)
            for one in notable
            if one.kind == kind
        ]
        if these:
            found.append(Group(*KINDS[kind], these[:FIRST], these[FIRST:]))
    return found


def _there(path: str) -> bool:
    """Whether something answers at this address yet."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


@open_to_all
@only_demo
@reading
def demo(request: HttpRequest) -> HttpResponse:
    """Where time stands, the four presses, what the last step brought, and the other pages of the demo."""
    happened = stepping.last()
    context = {
        "state": stepping.state(),
        "happened": happened,
        "passed": passed(happened) if happened else "",
        "groups": _groups(happened.notable) if happened else [],
        "elsewhere": [(path, word, what) for path, word, what in ELSEWHERE if _there(path)],
    }
    return render(request, "public/demo/demo.html", context)


@open_to_all
@only_demo
@acting
def step(request: HttpRequest) -> HttpResponse:
    """Let time run a day, a week, or to the next deadline; a refusal is said on the page one came from."""
    if (to := request.POST.get("to", "")) not in STEPS:
        raise Http404
    try:
        _must_be_ours()
        stepping.ask(to=to)
    except Refused as wrong:
        messages.error(request, str(wrong.sentence))
    return _back(request)


@open_to_all
@only_demo
@acting
def see(request: HttpRequest) -> HttpResponse:
    """One press to a thing that happened in the last step, as whoever it waits for."""
    happened, mark = stepping.last(), request.POST.get("mark", "")
    one = next((one for one in happened.notable if _mark(one) == mark), None) if happened else None
    if one is None:
        messages.info(request, say("时间又往前走了，这件事不在最近的一段里。"))
        return _see_other(reverse("demo"))
    return enter_as(request, one.role, studio=one.studio_code, to=one.link)


@open_to_all
@only_demo
@reading
def clock(request: HttpRequest) -> HttpResponse:
    """How far the step is: the banner's part, asked for again and again; at the end the whole page is."""
    if not getattr(request, "htmx", False):
        return _see_other(reverse("demo"))
    state = stepping.state()
    answer = render(request, "public/demo/progress.html", {"state": state})
    if not state.running:
        answer.headers["HX-Refresh"] = "true"
    return answer


@open_to_all
@only_demo
@filling
def reset(request: HttpRequest) -> HttpResponse:
    """Back to the city's first morning, after a page that says what is lost."""
    if request.method != "POST":
        return render(request, "public/demo/reset.html", {"state": stepping.state()})
    try:
        _must_be_ours()
        snapshot.restore()
        forget_news()
    except Refused as wrong:
        messages.error(request, str(wrong.sentence))
        return _see_other(reverse("demo"))
    messages.success(request, say("城市回到了最初的样子。"))
    answer = _see_other(reverse("demo"))
    errands.keep(answer, ())
    answer.delete_cookie(RECEIPT)
    return answer


@open_to_all
@only_demo
@acting
def again(request: HttpRequest) -> HttpResponse:
    """Forget which errands this browser has done."""
    answer = _see_other(reverse("enter"))
    errands.keep(answer, ())
    return answer


def _must_be_ours() -> None:
    """Raise Refused where demo mode was switched on over a database that no demo built: nothing invented enters it."""
    if not Mark.read(settings.HOME).here:
        raise Refused(_("这个数据库不是演示建起来的，时间不能在这里走。"))


def _see_other(address: str) -> HttpResponse:
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer


def _back(request: HttpRequest) -> HttpResponse:
    """To the page whose banner was pressed, if that is a page of ours."""
    back = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    return _see_other(back if ours else reverse("demo"))
