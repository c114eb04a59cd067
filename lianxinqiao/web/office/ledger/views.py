"""Lines, seals and the last check of the ledger; how often something was revealed, in counts."""

from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import clock
from lianxinqiao.concerns.enums import RevealWhat
from lianxinqiao.ledger import read, state
from lianxinqiao.organisation.queries import office_names
from lianxinqiao.web.office.pages import Page, pages_of, sees, show
from lianxinqiao.web.parts.doors import acting, actor_of, reading

WRONG: dict[str, str | Promise] = {
    "edited": _("被改过"),
    "missing": _("不见了"),
    "extra": _("是添进来的"),
    "unreadable": _("读不懂"),
    "chain": _("与上一封接不上"),
    "root": _("与所封内容不符"),
    "count": _("行数不符"),
    "anchor": _("与外面留存的不符"),
}
"""What a check may find of a row (ledger.report.Fault.what)."""


@reading
@sees(Page.LEDGER)
def ledger(request: HttpRequest) -> HttpResponse:
    """How the ledger stands. Checking it is a job: it reads every row."""
    context: dict[str, Any] = {"standing": state.standing(), "wrong": WRONG}
    if Page.REVEALS in pages_of(request):
        context |= _reveals(actor_of(request).where.path)
    return show(request, "office/ledger/ledger.html", context)


def _reveals(path: str) -> dict[str, Any]:
    """How often what was revealed in each office, by the ledger's lines, in one query."""
    lines = read.lines(verbs=["concerns.reveal"], path=path).order_by()
    counted = lines.values_list("office", "kind").annotate(n=Sum("quantity"))
    table: dict[str, dict[str, int]] = {}
    for office, kind, n in counted:
        table.setdefault(office, {})[kind] = n
    names = office_names()
    return {"reveals": [(names.get(office, office), row) for office, row in sorted(table.items())], "what": RevealWhat}


@acting
@sees(Page.LEDGER)
def verify(request: HttpRequest) -> HttpResponse:
    """Have the whole ledger checked in the background."""
    state.ask(at=clock.real_now())
    messages.success(request, _("已经在核对了。核对要读每一行，做完后结果会出现在这一页。"))
    answer = HttpResponseRedirect(reverse("office_ledger"))
    answer.status_code = 303
    return answer
