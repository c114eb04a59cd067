"""The page that shows every part of which pages are built, in all its states."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from lianxinqiao.base import clock, codes
from lianxinqiao.web.parts.addresses import absolute
from lianxinqiao.web.parts.demo import only_demo
from lianxinqiao.web.parts.doors import open_to_all, reading
from lianxinqiao.web.parts.frame import SIZES

COLOURS = (
    ("paper", _("纸：页面的底")),
    ("sheet", _("卡片的底")),
    ("well", _("页脚、鼠标停处")),
    ("ink", _("字")),
    ("hint", _("旁注")),
    ("line", _("细线")),
    ("edge", _("要填的框")),
    ("brand", _("主色：只给一件要做的事")),
    ("brand-deep", _("主色，按下时")),
    ("brand-tint", _("主色，极淡")),
    ("bad", _("出错、超期、不能撤回")),
    ("link", _("链接")),
    ("focus", _("键盘停在哪里")),
    ("new-tint", _("标签：等人受理")),
    ("wait-tint", _("标签：等群众")),
    ("ok-tint", _("标签：办好了")),
    ("off-tint", _("标签：放着")),
)
TYPE = (("h1", "28 · 32 · 38"), ("h2", "21 · 26 · 33"), ("h3", "18 · 22 · 30"), ("huge", "40 · 49 · 53"))
"""Class and pixels at the three sizes."""
BRANDS = {"red": _("红"), "blue": _("蓝")}


class Sample(forms.Form):
    """One field of each kind; sent nowhere."""

    words = forms.CharField(
        label=_("什么事"),
        help_text=_("写几句话就行。"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写一写是什么事。")},
    )
    phone = forms.CharField(label=_("您的电话"), required=False, widget=forms.TextInput(attrs={"class": "short"}))
    county = forms.ChoiceField(
        label=_("县区"),
        choices=[("", _("请选择")), ("a", _("山阳县")), ("b", _("镇安县"))],
        error_messages={"required": _("请选一个县区。")},
    )
    result = forms.ChoiceField(
        label=_("办得怎样"),
        choices=[("A", _("已经解决")), ("B", _("正在解决")), ("C", _("暂时不能解决"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选办理结果。")},
    )
    helpers = forms.MultipleChoiceField(
        label=_("请谁协助"),
        required=False,
        choices=[("1", _("王委员")), ("2", _("李委员"))],
        widget=forms.CheckboxSelectMultiple,
    )
    call = forms.BooleanField(label=_("请给我打电话"), required=False, help_text=_("不想打字的，留个号码就行。"))
    photo = forms.FileField(label=_("照片"), required=False)


def _shown(request: HttpRequest, name: str, known: Any) -> str:
    told = request.GET.get(name, "")
    return told if told in known else ""


@only_demo
@open_to_all
@reading
def parts(request: HttpRequest) -> HttpResponse:
    """Every part with its name, when to use it, in all its states; ?brand= and ?size= preview the other looks."""
    look = {name: _shown(request, name, known) for name, known in (("brand", BRANDS), ("size", SIZES))}
    request.shown_look = look  # type: ignore[attr-defined]
    now, home = clock.now(), absolute(request, "/")
    context = {
        "colours": COLOURS,
        "sizes_of_type": TYPE,
        "form": Sample(auto_id="good_%s"),
        "wrong": Sample({}, auto_id="wrong_%s"),
        "page": Paginator(range(90), 30).page(2),
        "now": now,
        "gone_by": [(_("收到"), now - timedelta(days=4)), (_("受理"), now - timedelta(days=3)), (_("答复"), now)],
        "brands": [(words, one) for one, words in BRANDS.items()],
        "letters": list(SIZES.items()),
        "sample_address": home,
        "sample_code": Markup(codes.qr_svg(home)),  # noqa: S704 -- drawn by us from our own address
    }
    return render(request, "public/demo/parts.html", context)
