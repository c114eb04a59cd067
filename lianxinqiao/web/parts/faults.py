"""Pages for what went wrong: a sentence and what to do next."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.errors import Refused, TooMany
from lianxinqiao.web.parts.frame import Frame


@dataclass(frozen=True, slots=True)
class Fault:
    """What a status means to the reader, and what helps."""

    title: Promise
    sentence: Promise
    step: Promise


FAULTS = {
    400: Fault(_("这个请求没看懂"), _("浏览器送来的内容不完整。"), _("请回到上一页，再送一次。")),
    403: Fault(
        _("这里您不能进"), _("您现在的身份看不到这一页。"), _("如果您本来应当看到，请换一个身份进入，或联系市政协。")
    ),
    404: Fault(_("没有这一页"), _("地址可能抄错了，或者这一页已经撤下。"), _("请检查地址，或从首页找起。")),
    405: Fault(_("这一步不能这样走"), _("这个地址不接受这种打开方式。"), _("请从页面上的按钮进来。")),
    409: Fault(_("现在还不能这样做"), _("这件事走到的这一步不允许这样做。"), _("请先看看它现在走到哪一步。")),
    410: Fault(_("内容已经删除"), _("这些个人信息已按规定删除，谁也看不到了。"), _("其他内容可以从首页找起。")),
    413: Fault(_("送来的东西太大"), _("照片或文字超过了能收的大小。"), _("请换小一点的照片，或少写一些，再送一次。")),
    422: Fault(_("有一处要改"), _("送来的内容有一处不对。"), _("请回到上一页改一下，再送一次。")),
    429: Fault(_("试得太多了"), _("短时间里试的次数太多，先停一停。"), _("请过一会儿再来；急事请直接打电话。")),
    500: Fault(_("我们这边出了错"), _("不是您的问题。您刚才送出的内容可能没有收下。"), _("请过几分钟再试。")),
}
CSRF = Fault(
    _("这张表放得太久了"),
    _("为了防止别人冒用，表要和打开它的浏览器对得上，这次没对上。什么也没有送出。"),
    _("请回到上一页刷新后再送一次；如果浏览器关了 Cookie，请先打开。"),
)


def ways(path: str, status: int) -> list[tuple[Promise, str]]:
    """Where to go from here, the best first: behind a door back to the work, else to the public pages."""
    door = path.lstrip("/").partition("/")[0]
    if door not in {"desk", "office"}:
        return [(_("回首页"), "/"), (_("去哪里办"), reverse("about", args=["help"]))]
    work, other = (_("回到工作台"), f"/{door}/"), (_("换一个身份"), reverse("enter"))
    if status == 409:  # a verb's page: the thing itself lies one step up
        return [(_("看看现在的情况"), escape_uri_path(path.rstrip("/").rpartition("/")[0] + "/")), work]
    return [other, (_("回首页"), "/")] if status == 403 else [work, other]


def page(request: HttpRequest, status: int, *, sentence: str = "", fault: Fault | None = None) -> HttpResponse:
    """The page of one fault; needs neither database nor session."""
    told = fault or FAULTS.get(status, FAULTS[500])
    context: dict[str, Any] = {
        "frame": Frame(request, quiet=True),
        "fault": told,
        "gone": status == 404,
        "sentence": sentence or told.sentence,
        "ways": ways(request.path, status),
        "messages": [],
        "csrf_input": "",
    }
    template = engines["jinja2"].get_template("parts/fault.html")
    return HttpResponse(template.render(context), status=status)  # without request: no context processors


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is missing or foreign."""
    return page(request, 403, fault=CSRF)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400."""
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500."""
    return page(request, 500)


class Sentences:
    """An uncaught refusal and a bare error answer become pages with a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        bare = not answer.streaming and not answer.content
        if answer.status_code in FAULTS and bare:
            told = page(request, answer.status_code)
            if allow := answer.headers.get("Allow"):
                told.headers["Allow"] = allow
            return told
        return answer

    def process_exception(self, request: HttpRequest, wrong: Exception) -> HttpResponse | None:
        """Say a refusal that no form took."""
        if not isinstance(wrong, Refused):
            return None
        answer = page(request, wrong.status, sentence=str(wrong.sentence))
        if isinstance(wrong, TooMany) and wrong.seconds:
            answer.headers["Retry-After"] = str(wrong.seconds)
        return answer


__all__ = ["FAULTS", "Fault", "Sentences", "bad_request", "csrf", "forbidden", "not_found", "page", "server_error"]
