"""Who uses the city and the three things each wants done within a minute: where each begins, and whether the
visitor of the demo has done it. What is done stands in a cookie of that browser and nowhere else.

An errand without `begin` is not built yet. `done` names what counts: the view, its method, and that the role of the
errand was answered well – 200 to who reads, 303 to who acts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.web.parts.doors import chosen

R = RoleName
COOKIE = "errands"
KEPT = 30 * 24 * 3600  # seconds
GOOD = {"GET": 200, "POST": 303}
"""The answer of a view that did what it was asked."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to be done: words, the name of the address where it begins, and what counts as done.

    `done` holds names of views, each with its method: `POST receipt_rate`.
    """

    words: Promise
    begin: str = ""
    done: tuple[str, ...] = ()

    @property
    def built(self) -> bool:
        """Whether it can be done here already."""
        return bool(self.begin)


@dataclass(frozen=True, slots=True)
class User:
    """One of the fifteen. `press` is the word of the one-press entry, empty for who has no account or no door yet."""

    key: str
    door: str
    title: Promise
    errands: tuple[Errand, Errand, Errand]
    role: str = ""
    press: str = ""


UPPER = "upper_member"
"""The one-press entry of a member of the city's committee, who has no username of the cast."""

DOORS: dict[str, Promise] = {
    "public": _("群众"),
    "desk": _("工作室和委员"),
    "office": _("机关"),
    "unit": _("承办单位"),
}


def _of(role: RoleName, door: str, title: Promise, *errands: Errand) -> User:
    first, second, third = errands
    press = "" if door == "unit" else role.value
    return User(role.value, door, title, (first, second, third), role.value, press)


USERS: tuple[User, ...] = (
    User(
        "resident",
        "public",
        _("群众"),
        (
            Errand(_("扫工作室的码，说一件事，拿到回执"), "scan", ("POST say",)),
            Errand(_("凭查询码看走到哪一步"), "find", ("POST find",)),
            Errand(
                _("看了答复，说解决没解决"), "find", ("POST receipt_rate", "POST receipt_mark", "POST receipt_erase")
            ),
        ),
    ),
    User(
        "elder",
        "public",
        _("年长或行动不便的群众"),
        (
            Errand(_("不想打字，请工作室打电话来"), "call", ("POST call",)),
            Errand(_("打电话或在家门口说，由联络员代记")),
            Errand(_("由联络员打电话或送纸把答复告诉我")),
        ),
    ),
    _of(
        R.MEMBER,
        "desk",
        _("委员"),
        Errand(_("看今天什么事在等我"), "desk", ("GET desk",)),
        Errand(_("接一件事，记下联系的经过"), "desk_concerns", ("POST desk_concern_note", "POST desk_concern_answer")),
        Errand(_("把一件事写成微建议、社情民意或提案")),
    ),
    User(
        UPPER,
        "desk",
        _("住在这里的市级委员"),
        (
            Errand(_("看需要市里出面的事")),
            Errand(_("答应或谢绝一次协商")),
            Errand(_("取自己的履职记录")),
        ),
        role=R.MEMBER,
        press=UPPER,
    ),
    _of(
        R.CONVENER,
        "desk",
        _("召集人"),
        Errand(_("确认谁到了，写完活动记录")),
        Errand(_("看四个步骤和墙上还缺什么")),
        Errand(_("把一件事分派给委员"), "desk_concerns", ("POST desk_concern_assign",)),
    ),
    _of(
        R.CLERK,
        "desk",
        _("工作室联络员"),
        Errand(_("来访的人说的事，填五格就记好")),
        Errand(_("取门口的二维码来打印"), "studio", ("GET studio",)),
        Errand(_("导出这个季度的台账")),
    ),
    _of(
        R.GROUP_LEAD,
        "desk",
        _("学习组组长"),
        Errand(_("看本组各工作室手上的事"), "desk_concerns", ("GET desk_concerns",)),
        Errand(_("约几个工作室一起办活动")),
        Errand(_("用一段现成的话提醒大家")),
    ),
    _of(
        R.COMMITTEE_LEAD,
        "office",
        _("专委会和联系领导"),
        Errand(_("看所联系的工作室，超期的排在前面"), "office", ("GET office",)),
        Errand(_("记一次走访和发现的问题")),
        Errand(_("批一份计划或方案")),
    ),
    _of(
        R.COUNTY_STAFF,
        "office",
        _("县区政协工作人员"),
        Errand(_("看全县工作室，哪里有超期"), "office", ("GET office",)),
        Errand(_("核对工作室写的，不再填一遍")),
        Errand(_("把县里的情况报到市里")),
    ),
    _of(
        R.CITY_STAFF,
        "office",
        _("市政协工作人员"),
        Errand(_("按一下催办超期的，函也写好")),
        Errand(_("由事实写出督查通报")),
        Errand(_("看今天的数字，点开它的每一行"), "office_figures", ("GET office_figure",)),
    ),
    _of(
        R.ASSESSOR,
        "office",
        _("考核组"),
        Errand(_("打开一个工作室的评分表，点到凭据")),
        Errand(_("标出存疑的一项，写明为什么")),
        Errand(_("签下结果")),
    ),
    _of(
        R.INFORMATION_EDITOR,
        "office",
        _("社情民意编辑"),
        Errand(_("看下一篇待编的信息")),
        Errand(_("对照原文改稿，合并说同一件事的")),
        Errand(_("登记采用和批示")),
    ),
    _of(
        R.CORRESPONDENT,
        "office",
        _("媒体通讯员"),
        Errand(_("找本周办结、照片可以用的事")),
        Errand(_("登记一篇报道")),
        Errand(_("取一份三百字的稿子")),
    ),
    _of(
        R.LEADER,
        "office",
        _("主席、副主席"),
        Errand(_("一屏看懂：全市几件在办，哪里超期"), "office", ("GET office",)),
        Errand(_("读三件办得最好的事")),
        Errand(_("写一条批示")),
    ),
    _of(
        R.HANDLER,
        "unit",
        _("承办单位经办人"),
        Errand(_("打开一个链接，看清楚，写答复")),
        Errand(_("不归我管，在期限内说明理由退回")),
        Errand(_("申请延长期限")),
    ),
)
"""The fifteen in the order of the page: residents, studio, office, handling units."""

NOT_BUILT = pgettext_lazy("errand", "还没有建")


# --- what was done ------------------------------------------------------------------------------


def name_of(user: User, n: int) -> str:
    """An errand's word in the cookie: resident-1."""
    return f"{user.key}-{n + 1}"


NAMES = frozenset(name_of(user, n) for user in USERS for n in range(3))
_BY_ACT: dict[str, list[tuple[User, str]]] = {}
for _user in USERS:
    for _n, _errand in enumerate(_user.errands):
        for _act in _errand.done:
            _BY_ACT.setdefault(_act, []).append((_user, name_of(_user, _n)))


def ticked(request: HttpRequest) -> frozenset[str]:
    """The errands that this browser has done; what the cookie says besides is not heard."""
    return NAMES & frozenset(request.COOKIES.get(COOKIE, "").split("."))


def _done(request: HttpRequest, response: HttpResponse) -> Iterable[str]:
    """The errands that this answer completes, for the role that was answered."""
    method = "GET" if request.method == "GET" else "POST"
    if request.resolver_match is None or response.status_code != GOOD[method]:
        return
    waiting = _BY_ACT.get(f"{method} {request.resolver_match.view_name}", [])
    here = _who(request) if any(user.role for user, _name in waiting) else ""
    for user, name in waiting:
        if user.role in {"", here}:
            yield name


def _who(request: HttpRequest) -> str:
    one = chosen(request)
    return one.role if one else ""


class Ticks:
    """Note in the visitor's own cookie what was just done. Outside demo mode it does nothing at all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEMO and (new := frozenset(_done(request, response)) - (before := ticked(request))):
            keep(response, before | new)
        return response


def keep(response: HttpResponse, names: Iterable[str]) -> None:
    """Set the cookie to these errands; with none it is deleted."""
    told = ".".join(sorted(names))
    if told:
        response.set_cookie(COOKIE, told, max_age=KEPT, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
