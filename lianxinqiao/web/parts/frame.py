"""What every page's frame shows: language, size, demo banner, who is here, and the two switches."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lianxinqiao.inbox import queries as inbox
from lianxinqiao.web.parts.demo import Banner, carried

SIZE_COOKIE = "size"
YEAR = 365 * 24 * 3600  # seconds
SIZES = {"standard": _("标准"), "large": _("大字"), "elder": _("长辈版")}
TONGUES = {"zh-hans": ("简", "zh-CN"), "zh-hant": ("繁", "zh-Hant"), "en": ("EN", "en")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One position of a switch: the value that is sent, the word, and whether it is the present one."""

    value: str
    word: Any
    lang: str
    on: bool


class Frame:
    """Read lazily by the base template, so that a page of fault needs no database."""

    def __init__(self, request: HttpRequest, *, quiet: bool = False) -> None:
        self._request = request
        self._quiet = quiet
        self.switches = not quiet
        self.path = request.path
        self.demo = settings.DEMO

    @cached_property
    def banner(self) -> Banner:
        """Time in the demo city; only asked for there."""
        return Banner(quiet=self._quiet)

    @property
    def receipt(self) -> str:
        """In the demo, behind a door: the way back to the matter that this browser sent as a resident."""
        return carried(self._request) if self.person else ""

    @cached_property
    def lang(self) -> str:
        """The html lang attribute; always a Chinese one for Chinese, else Han shapes come out Japanese."""
        return TONGUES.get(get_language() or "", TONGUES["zh-hans"])[1]

    @cached_property
    def size(self) -> str:
        """standard, large or elder, by cookie."""
        told = self._shown("size") or self._request.COOKIES.get(SIZE_COOKIE, "")
        return told if told in SIZES else "standard"

    @cached_property
    def brand(self) -> str:
        """red or blue, by the installation's settings."""
        return self._shown("brand") or settings.BRAND

    def _shown(self, name: str) -> str:
        """What a page that shows the looks side by side asks for, instead of the reader's own."""
        told: str = getattr(self._request, "shown_look", {}).get(name, "")
        return told

    @cached_property
    def sizes(self) -> list[Choice]:
        """The switch of letter sizes."""
        return [Choice(k, word, "", k == self.size) for k, word in SIZES.items()]

    @cached_property
    def tongues(self) -> list[Choice]:
        """The switch of languages."""
        here = get_language() or settings.LANGUAGE_CODE
        return [Choice(k, word, lang, k == here) for k, (word, lang) in TONGUES.items()]

    @cached_property
    def person(self) -> Any:
        """Who is signed in; None for a resident and on a page of fault."""
        user = None if self._quiet else getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def role(self) -> str:
        """The role and place the person works in now, as words; set by the door's `actor_of`."""
        return getattr(self._request, "role_words", "") if self.person else ""

    @cached_property
    def unread(self) -> int:
        """How many messages wait for the person."""
        actor = getattr(self._request, "actor", None)
        return inbox.unread(actor) if actor else 0


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame of a page."""
    return {"frame": Frame(request)}


def look(request: HttpRequest) -> HttpResponse:
    """Keep the reader's choice of size or language for a year and go back to the page."""
    back = request.POST.get("back", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None) or not back.startswith("/"):
        back = "/"
    answer = HttpResponseRedirect(back)
    answer.status_code = 303
    for field, cookie, known in (
        ("size", SIZE_COOKIE, set(SIZES)),
        ("tongue", settings.LANGUAGE_COOKIE_NAME, set(TONGUES)),
    ):
        told = request.POST.get(field, "")
        if told in known:
            answer.set_cookie(cookie, told, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
    return answer
