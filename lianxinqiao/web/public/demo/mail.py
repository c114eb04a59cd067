"""演示信箱: every message that reached somebody of the demo city, or would have left it, and the page it points to."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import clock
from lianxinqiao.concerns.queries import studios_of
from lianxinqiao.inbox.enums import Channel
from lianxinqiao.inbox.queries import Seen, To, letterbox, letters
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.organisation.models import Appointment
from lianxinqiao.organisation.queries import appointments
from lianxinqiao.simulation.world import CAST, CLERKS
from lianxinqiao.web.parts.demo import only_demo
from lianxinqiao.web.parts.doors import address_of_door, door_of, open_to_all, reading, role_words

PAGE = 20  # letters
TO: dict[str, str | Promise] = {"": _("全部"), To.RESIDENTS: _("群众"), To.STAFF: _("委员和工作人员")}
BY: dict[str, str | Promise] = {"": _("不论怎么发的"), **{one.value: one.label for one in Channel}}
MATTER = re.compile(r"^/desk/concerns/([^/]+)/$")
ROLE_OF = {username: role for role, username in CAST.items()}


@dataclass(frozen=True, slots=True)
class Way:
    """One press to the page that a letter points to: into `role`, of `studio` if it is a clerk; `own` = as receiver."""

    role: str
    studio: str
    own: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter with its receiver's role in words and the way to its page."""

    letter: Seen
    who: str
    way: Way | None


@open_to_all
@only_demo
@reading
def mail(request: HttpRequest) -> HttpResponse:
    """The letterbox, newest first."""
    to, by = _one_of(TO, request.GET.get("to")), _one_of(BY, request.GET.get("by"))
    query = _query(to=to, by=by)
    page = Paginator(letterbox(to=to, channel=by), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "letters": _shown(letters(page.object_list)),
        "tos": [(words, _query(to=value, by=by), value == to) for value, words in TO.items()],
        "bys": [(words, _query(to=to, by=value), value == by) for value, words in BY.items()],
        "query": query and f"{query}&",
        "filtered": bool(to or by),
    }
    return render(request, "public/demo/mail.html", context)


def _one_of(known: dict[str, str | Promise], told: str | None) -> str:
    return told if told in known else ""


def _query(**told: str) -> str:
    """The filters that say something, as a query string."""
    return urlencode({name: str(value) for name, value in told.items() if value})


def _shown(found: list[Seen]) -> list[Shown]:
    """With what takes a query each for the whole page: who the receivers are, which studio has the matter."""
    people = {one.to.pk for one in found if one.to is not None}
    roles: dict[int, Appointment] = {}
    for held in sorted(appointments(clock.today()).filter(person__in=people), key=lambda a: a.role == RoleName.MEMBER):
        roles.setdefault(held.person_id, held)  # a convener is a member, too: what one is besides says more
    studios = studios_of({_number(one.link) for one in found} - {""})
    return [Shown(one, _who(one, roles), _way(one, studios)) for one in found]


def _number(link: str) -> str:
    told = MATTER.match(unquote(link))
    return told[1] if told else ""


def _who(one: Seen, roles: dict[int, Appointment]) -> str:
    held = roles.get(one.to.pk) if one.to is not None else None
    return role_words(held) if held else ""


def _way(one: Seen, studios: dict[str, str]) -> Way | None:
    """As the receiver, if the demo lets one in as them; else as the clerk of the studio that has the matter."""
    if one.to is None or not one.link:
        return None
    role = ROLE_OF.get(one.to.username, "")
    if role and one.link.startswith(address_of_door(door_of(role))):
        return Way(role, "", own=True)
    studio = studios.get(_number(one.link), "")
    return Way(RoleName.CLERK, studio, own=one.to.username == CLERKS + studio.lower()) if studio else None
