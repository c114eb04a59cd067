"""Background work: how much of it, what gave up, and giving it its tries again. What a job is about stays out."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import jobs
from lianxinqiao.base.models import JobState
from lianxinqiao.web.office.pages import Page, sees, show
from lianxinqiao.web.parts.doors import acting, reading

PER_PAGE = 50
NAMES = {
    "base.sweep": _("清理用过的键和计数"),
    "base.sweep_drafts": _("清理没有送出的照片和表格"),
    "upkeep.sweep_log": _("到期删除访问记录"),
    "concerns.tell": _("通知下一步该办的人"),
    "concerns.close_unrated": _("评价期满，自动办结"),
    "concerns.forget": _("到期删除个人信息"),
    "ledger.tally": _("台账累计"),
    "ledger.seal": _("台账每日封印"),
    "ledger.verify": _("台账核对"),
}
"""Known jobs in words; any other stands with its name."""


@reading
@sees(Page.JOBS)
def failures(request: HttpRequest) -> HttpResponse:
    """Counts by state, and the jobs that gave up, newest first."""
    counted = jobs.counts()
    context = {
        "counts": [(state.label, counted[state.value], state == JobState.FAILED) for state in JobState],
        "page": Paginator(jobs.failures(), PER_PAGE).get_page(request.GET.get("page")),
        "names": NAMES,
    }
    return show(request, "office/jobs/jobs.html", context)


@acting
@sees(Page.JOBS)
def retry(request: HttpRequest, job: int) -> HttpResponse:
    """Give a failed job its tries again; a second press finds it waiting already and says so."""
    found = jobs.failures().filter(pk=job).first()
    if found is None:
        messages.info(request, _("这个后台任务不在失败的里面，不必重做。"))
    else:
        jobs.retry(found)
        messages.success(request, _("已经重新排上队，过一会儿会再做。"))
    answer = HttpResponseRedirect(reverse("office_jobs"))
    answer.status_code = 303
    return answer
