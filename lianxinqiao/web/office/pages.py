"""Which role sees which page of the office: one table. tests/web/office/pages.csv says the same by hand.

What of a matter a role reads there, the concern's own table of rights decides (tests/rights.csv); a page
is never wider than that. Whoever keeps the machine sees no matter; custodians have no page yet.
"""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianxinqiao.base.errors import NotYours
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.web.parts.doors import actor_of

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
R = RoleName


class Page(StrEnum):
    """The office's kinds of pages."""

    STUDIOS = "studios"  # how many matters each studio has
    CONCERNS = "concerns"  # the matters themselves: number, state, days
    REVEAL = "reveal"  # open a text by a reason
    FIGURES = "figures"
    LEDGER = "ledger"
    REVEALS = "reveals"  # how often something was revealed, in counts
    IMPORT = "import"
    PEOPLE = "people"  # who may sign in; residents are not among them
    JOBS = "jobs"


P = Page
STAFF = frozenset({P.STUDIOS, P.CONCERNS, P.REVEAL, P.FIGURES, P.LEDGER, P.IMPORT, P.PEOPLE})
PAGES: dict[str, frozenset[Page]] = {
    R.COMMITTEE_LEAD: frozenset({P.STUDIOS, P.CONCERNS, P.FIGURES}),
    R.COUNTY_STAFF: STAFF,
    R.CITY_STAFF: STAFF | {P.REVEALS},
    R.OFFICE_HEAD: frozenset({P.STUDIOS, P.CONCERNS, P.FIGURES, P.LEDGER}),
    R.LEADER: frozenset({P.STUDIOS, P.CONCERNS, P.FIGURES}),
    R.ASSESSOR: frozenset({P.STUDIOS, P.FIGURES}),
    R.INFORMATION_EDITOR: frozenset({P.FIGURES}),
    R.SIGNER: frozenset({P.FIGURES}),
    R.AUDITOR: frozenset({P.FIGURES, P.LEDGER, P.REVEALS}),
    R.ADMINISTRATOR: frozenset({P.LEDGER, P.PEOPLE, P.JOBS}),
    R.CUSTODIAN: frozenset(),
    R.CORRESPONDENT: frozenset(),
}

MENU: tuple[tuple[Page, str | Promise, str], ...] = (
    (P.STUDIOS, pgettext_lazy("menu", "工作室"), "office"),
    (P.CONCERNS, _("反映件"), "office_concerns"),
    (P.FIGURES, _("数字"), "office_figures"),
    (P.LEDGER, _("台账"), "office_ledger"),
    (P.IMPORT, _("导入名册"), "office_imports"),
    (P.PEOPLE, _("人员登录"), "office_people"),
    (P.JOBS, _("后台任务"), "office_jobs"),
)
"""The office's menu, at most eight entries: page, word, name of the address."""


def pages_of(request: HttpRequest) -> frozenset[Page]:
    """The pages of the role that the person works in now."""
    return PAGES.get(actor_of(request).role, frozenset())


def first_page(request: HttpRequest) -> str:
    """The address of the first page that the role sees; empty when there is none."""
    seen = pages_of(request)
    return next((reverse(name) for page, _words, name in MENU if page in seen), "")


def _menu(request: HttpRequest) -> list[tuple[str | Promise, str, bool]]:
    """The menu's entries: word, address, whether the reader is there."""
    seen, here = pages_of(request), request.path
    found = [(words, reverse(name)) for page, words, name in MENU if page in seen]
    home, studios = reverse("office"), f"{reverse('office')}studios/"
    return [
        (words, href, here.startswith(href) if href != home else here == home or here.startswith(studios))
        for words, href in found
    ]


def sees(page: Page) -> Callable[[View], View]:
    """Let a view open only to the roles that the table gives this page."""

    def shut(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if page not in pages_of(request):
                raise NotYours(_("您现在的身份看不到这一页。"))
            return view(request, *args, **kwargs)

        guarded.page = page  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return shut


def show(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of the office with its menu; `may` holds the pages that the reader's role sees."""
    told = {"menu": _menu(request), "may": pages_of(request), **context}
    return render(request, template, told, status=status)
