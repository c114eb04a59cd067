"""Rosters from Excel: upload, look at what would change and what is wrong cell by cell, then confirm.

The first step runs the whole import and takes it back; the workbook waits sealed under the form's own
key for a day. The second step runs it for good, once for that key.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import clock, drafts
from lianxinqiao.base.actor import Actor
from lianxinqiao.upkeep import imports as sheets
from lianxinqiao.upkeep import rows
from lianxinqiao.upkeep.rows import Batch
from lianxinqiao.web.office.imports.forms import SheetForm
from lianxinqiao.web.office.pages import Page, sees, show
from lianxinqiao.web.parts.doors import actor_of, filling, once_key, reading

RUNS: dict[str, Callable[..., Batch]] = {"studios": sheets.studios, "members": sheets.members, "bodies": sheets.bodies}
WORDS: dict[str, str | Promise] = {
    "studios": _("工作室名册：代码、名称、类型、县区、服务的镇街、挂牌日期。"),
    "members": _("委员名册：编号、姓名、界别、党派、入驻的工作室。"),
    "bodies": _("专委会、学习组、党派、界别：先有它们，名册里才写得上。"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 200  # faults shown


@reading
@sees(Page.IMPORT)
def imports(request: HttpRequest) -> HttpResponse:
    """Which workbooks can be imported."""
    kinds = [(what, sheets.TEMPLATES[what][0], words) for what, words in WORDS.items()]
    return show(request, "office/imports/imports.html", {"kinds": kinds})


@reading
@sees(Page.IMPORT)
def template(request: HttpRequest, what: str) -> HttpResponse:
    """The empty workbook to fill in."""
    if what not in RUNS:
        raise Http404
    answer = HttpResponse(sheets.template(what), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{what}.xlsx"'
    return answer


@filling
@sees(Page.IMPORT)
def sheet(request: HttpRequest, what: str) -> HttpResponse:
    """One kind of workbook: upload, see, confirm."""
    if what not in RUNS:
        raise Http404
    if request.method != "POST":
        return _page(request, what, SheetForm())
    return _confirm(request, what) if request.POST.get("step") == "confirm" else _check(request, what)


def _check(request: HttpRequest, what: str) -> HttpResponse:
    """Run it and take it back."""
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, what, form, status=422)
    data, by = form.cleaned_data["file"].read(), actor_of(request)
    batch, once = RUNS[what](data, by=by, at=clock.now(), dry_run=True), once_key()
    if batch.changed and not batch.faults:
        drafts.keep_file(_key(what, by, once), data)
    return _page(request, what, SheetForm(), batch=batch, once=once, status=422 if batch.faults else 200)


def _confirm(request: HttpRequest, what: str) -> HttpResponse:
    """Run it for good, once for the key of the step before."""
    by, once = actor_of(request), request.POST.get("once", "")[:64]
    data = drafts.load_file(_key(what, by, once), at=clock.real_now())
    batch = rows.done(key=once, by=by) if data is None else _run(what, data, once, by)
    if batch is None:
        messages.warning(request, _("刚才的表格已经不在了（只留一天）。请再传一次。"))
    elif batch.faults:
        return _page(request, what, SheetForm(), batch=batch, status=422)
    else:
        drafts.drop(_key(what, by, once))
        messages.success(request, _said(batch))
    answer = HttpResponseRedirect(reverse("office_import", args=[what]))
    answer.status_code = 303
    return answer


def _run(what: str, data: bytes, once: str, by: Actor) -> Batch:
    return rows.once(partial(RUNS[what], data, by=by, at=clock.now()), key=once, by=by, at=clock.now())


def _said(batch: Batch) -> str:
    told = gettext("导入好了：共 %(rows)d 行，%(changed)d 行有变动。")
    again = gettext("这份表刚才已经导入过，没有再导一次。") if batch.before else ""
    return told % {"rows": batch.rows, "changed": batch.changed} + again


def _key(what: str, by: Actor, once: str) -> str:
    """The draft's key: the form's own, tied to the person and the kind of workbook."""
    return f"import|{what}|{by}|{by.role}|{once}"


def _page(
    request: HttpRequest, what: str, form: SheetForm, *, batch: Batch | None = None, once: str = "", status: int = 200
) -> HttpResponse:
    title, columns = sheets.TEMPLATES[what]
    context: dict[str, Any] = {
        "what": what,
        "title": title,
        "words": WORDS[what],
        "columns": columns,
        "form": form,
        "batch": batch,
        "faults": batch.faults[:MOST] if batch else [],
        "once": once,
    }
    return show(request, "office/imports/sheet.html", context, status=status)
