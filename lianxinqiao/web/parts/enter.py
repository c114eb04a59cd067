"""The entrance: which role to work in; in demo mode a card for each user with one press and three errands."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import clock
from lianxinqiao.organisation.enums import STUDIO_ROLES, Level, RoleName
from lianxinqiao.organisation.models import Appointment
from lianxinqiao.organisation.queries import appointments
from lianxinqiao.simulation.world import CAST
from lianxinqiao.studios.queries import by_code
from lianxinqiao.web.parts import errands
from lianxinqiao.web.parts.doors import (
    acting,
    address_of_door,
    appointments_of,
    choose,
    chosen,
    door_of,
    filling,
    open_to_all,
    role_words,
)

R = RoleName
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

DOES: dict[RoleName, Promise] = {
    R.CLERK: _("受理群众说的事，分派给委员，答复，办结。"),
    R.MEMBER: _("看分给自己的事，去办，写答复。"),
    R.CONVENER: _("看全室的事，分派委员，没解决的重新办一次。"),
    R.GROUP_LEAD: _("看本组各工作室手上的事走到哪一步。"),
    R.COMMITTEE_LEAD: _("看所联系的工作室：手上几件，哪几件超期。"),
    R.COUNTY_STAFF: _("看全县工作室，打开每一件事，看不到是谁说的。"),
    R.CITY_STAFF: _("看全市的工作室、台账和数字，导入名册。"),
    R.INFORMATION_EDITOR: _("看各工作室的情况，为社情民意找线索。"),
    R.OFFICE_HEAD: _("看全市的进度和超期。"),
    R.SIGNER: _("签发文件以前，看数字和它的来历。"),
    R.LEADER: _("看全市的数字和超期，只看不办。"),
    R.ASSESSOR: _("看考核要用的事实和台账。"),
    R.CUSTODIAN: _("两人一起才能打开身份；不办任何事。"),
    R.CORRESPONDENT: _("看可以公开的办结情况。"),
    R.AUDITOR: _("看台账和谁看过什么，核对封存。"),
    R.ADMINISTRATOR: _("看机器和后台任务，看不到群众说的事。"),
    R.HANDLER: _("凭交办的链接回复，不用账号；这扇门还没有建好。"),
}
DOORS: dict[str, Promise] = {
    "desk": _("工作室和委员"),
    "office": _("机关：县区政协、市政协、专委会、监督"),
    "unit": _("承办单位"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One role at the entrance. `value` is posted; `here` marks the role one works in now."""

    value: str
    title: str
    who: str
    does: Any
    open: bool
    here: bool


def _card(one: Appointment, value: str, here: bool) -> Card:
    role = RoleName(one.role)
    return Card(value, role_words(one), one.person.name, DOES[role], door_of(role) != "unit", here)


def _by_door(cards: list[tuple[str, Card]]) -> list[tuple[Any, list[Card]]]:
    return [(words, [card for at, card in cards if at == door]) for door, words in DOORS.items()]


# --- the demo's people ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Task:
    """One errand on a card: `at` is the address where it begins, empty where it is not built."""

    words: Any
    at: str
    done: bool


@dataclass(frozen=True, slots=True)
class Visitor:
    """One of the fifteen users as a card. `press` is posted to enter, empty where there is nothing to enter."""

    title: Any
    who: str
    press: str
    tasks: list[Task]
    here: bool


def _invented(**what: Any) -> QuerySet[Appointment]:
    """Running appointments of invented people: no press ever leads into the account of a real one."""
    return appointments(clock.today()).filter(person__is_invented=True, person__is_active=True, **what)


def _cast() -> dict[str, Appointment]:
    """The demo's people, one for each role."""
    found = _invented(person__username__in=CAST.values())
    return {one.role: one for one in found if CAST[one.role] == one.person.username}


def _upper() -> Appointment | None:
    """A member of the city's own committee who is nothing else."""
    found = _invented(role=R.MEMBER, person__memberships__level=Level.CITY)
    others = _invented().exclude(role=R.MEMBER).values("person")
    return found.exclude(person__in=others).exclude(person__username__in=CAST.values()).order_by("place__code").first()


def _visitors(request: HttpRequest, cast: dict[str, Appointment]) -> list[tuple[Any, list[Visitor]]]:
    """The fifteen, by door."""
    ticks, here, upper = errands.ticked(request), chosen(request), _upper()
    found: dict[str, list[Visitor]] = {door: [] for door in errands.DOORS}
    for user in errands.USERS:
        one = upper if user.press == errands.UPPER else cast.get(user.role)
        who = f"{one.person.name} · {one.body.name if one.body else one.place.name}" if one else ""
        tasks = [
            Task(errand.words, _begin(errand, cast), errands.name_of(user, n) in ticks)
            for n, errand in enumerate(user.errands)
        ]
        found[user.door].append(Visitor(user.title, who, user.press if one else "", tasks, bool(one and one == here)))
    return [(words, found[door]) for door, words in errands.DOORS.items()]


def _begin(errand: errands.Errand, cast: dict[str, Appointment]) -> str:
    """The address where an errand begins; the studio is the demo clerk's."""
    if errand.begin not in {"scan", "studio"}:
        return reverse(errand.begin) if errand.begin else ""
    clerk = cast.get(R.CLERK)
    return reverse(errand.begin, args=[clerk.place.code]) if clerk else ""


def _others(request: HttpRequest, cast: dict[str, Appointment]) -> list[Card]:
    """The roles that are not among the fifteen."""
    told, here = {user.role for user in errands.USERS}, chosen(request)
    return [_card(one, role, here == one) for role in CAST if role not in told and (one := cast.get(role))]


def _pressed(press: str, studio: str) -> Appointment | None:
    """Whom a press means: in a studio's matter those of that studio, else the cast's."""
    if press == errands.UPPER:
        return _upper()
    there = by_code(studio) if studio else None
    if there is not None and press in STUDIO_ROLES:
        return _invented(role=press, place=there.place).order_by("pk").first() or _cast().get(press)
    if there is not None and press == R.COUNTY_STAFF:
        return _invented(role=press, place__code=there.place.office_code).first() or _cast().get(press)
    return _cast().get(press)


# --- the way in -----------------------------------------------------------------------------


def _next(request: HttpRequest) -> str:
    """Where to go afterwards, if that is a page of ours."""
    told = request.POST.get("next") or request.GET.get("next") or ""
    here = url_has_allowed_host_and_scheme(told, allowed_hosts=None) and told.startswith("/")
    return told if here else ""


def _go(to: str, door: str) -> HttpResponse:
    """To the door, or to the page that was asked for first: of that door, in the demo also an open one."""
    gate = address_of_door(door)
    shut = to.split("/")[1:2] in [[], *([name] for name in DOORS)]
    fits = to.startswith(gate) or (settings.DEMO and not shut)
    answer = HttpResponseRedirect(to if fits else gate)
    answer.status_code = 303
    return answer


@open_to_all
@filling
def enter(request: HttpRequest) -> HttpResponse:
    """Choose the role to work in; with one role there is nothing to choose."""
    if not request.user.is_authenticated and not settings.DEMO:
        return redirect(reverse("sign_in") + "?" + urlencode({"next": request.get_full_path()}))
    own = appointments_of(request)
    if request.method == "POST":
        return _choose(request, own)
    if request.user.is_authenticated and not settings.DEMO and len(own) == 1:
        return _go(_next(request), door_of(own[0].role))
    if settings.DEMO:
        return _demo(request)
    here = chosen(request)
    context = {
        "signed_in": request.user.is_authenticated,
        "doors": _by_door([(door_of(a.role), _card(a, str(a.pk), here == a)) for a in own]),
        "has_role": bool(own),
        "next": _next(request),
    }
    nobody = bool(request.user.is_authenticated and not own)
    return render(request, "account/enter.html", context, status=403 if nobody else 200)


def _demo(request: HttpRequest) -> HttpResponse:
    cast = _cast()
    context = {
        "visitors": _visitors(request, cast),
        "others": _others(request, cast),
        "next": _next(request),
        "ticks": len(errands.ticked(request)),
        "built": sum(errand.built for user in errands.USERS for errand in user.errands),
    }
    return render(request, "account/enter_demo.html", context)


def _choose(request: HttpRequest, own: list[Appointment]) -> HttpResponse:
    one = next((a for a in own if str(a.pk) == request.POST.get("appointment")), None)
    if one is None:
        raise Http404
    choose(request, one)
    return _go(_next(request), door_of(one.role))


@open_to_all
@acting
def press(request: HttpRequest, role: str) -> HttpResponse:
    """One press into a role of the demo city; outside demo mode there is no such address."""
    return enter_as(request, role, studio=request.POST.get("studio", ""), to=_next(request))


def enter_as(request: HttpRequest, role: str, *, studio: str, to: str) -> HttpResponse:
    """Sign in as an invented person of this role (of this studio where it has one) and go to `to` or the door."""
    if not settings.DEMO or (role not in CAST and role != errands.UPPER) or role == R.HANDLER:
        raise Http404
    one = _pressed(role, studio)
    if one is None:
        raise Http404
    login(request, one.person, backend=BACKEND)
    choose(request, one)
    return _go(to, door_of(one.role))
