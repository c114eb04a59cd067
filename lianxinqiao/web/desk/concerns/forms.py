"""One form per verb: what the desk is asked before it does something with a concern."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxinqiao.concerns.enums import Result, RevealWhat
from lianxinqiao.concerns.models import Photo
from lianxinqiao.organisation.models import Person
from lianxinqiao.rulebook import current

LONG = 3000  # characters of one text
LINE = 200
TOO_LONG = _("写得太长：最多 %(limit_value)s 字，现在 %(show_value)s 字。")


def _choices(key: str) -> list[tuple[str, str]]:
    return [(choice.code, str(choice)) for choice in current().choices(key)]


def _text(label: Any, ask: Any, hint: Any = "", *, rows: int = 6, most: int = LONG) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        error_messages={"required": ask, "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": rows, "data-counter": most}),
    )


class VerbForm(forms.Form):
    """Empty: a verb that needs nothing but the press."""


class AcceptForm(VerbForm):
    """Take it on: the text that may be passed on, subject and kind."""

    passed_on = _text(
        _("可以转给别人看的文字"),
        _("请写好可以转述的文字，不带姓名、电话和门牌。"),
        _("委员、部门和机关看到的是这一段。请去掉姓名、电话、门牌；号码会自动遮住。"),
    )
    topic = forms.ChoiceField(label=_("领域"), error_messages={"required": _("请选一个领域。")})
    kind = forms.ChoiceField(
        label=_("类别"), widget=forms.RadioSelect, error_messages={"required": _("请选一个类别。")}
    )
    photos = forms.MultipleChoiceField(
        label=_("可以给机关看的照片"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("看过没有人脸、车牌、门牌的才勾；不勾的只留在本工作室。"),
    )
    simple = forms.BooleanField(label=_("这是简单的事"), required=False)

    def __init__(self, *args: Any, photos: Sequence[Photo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(photo.pk): photo for photo in photos}
        rows = [(pk, _("第 %(n)d 张") % {"n": n}) for n, pk in enumerate(self.offered, start=1)]
        self.fields["photos"].choices = rows  # type: ignore[attr-defined]
        self.fields["topic"].choices = [("", _("请选择")), *_choices("concern.topics")]  # type: ignore[attr-defined]
        self.fields["kind"].choices = _choices("concern.kinds")  # type: ignore[attr-defined]
        days = {"n": current().days("concern.simple"), "m": current().days("concern.complex")}
        self.fields["simple"].help_text = _("%(n)s 个工作日内答复；不勾就是 %(m)s 个工作日。") % days

    def told(self) -> dict[str, Any]:
        """What the action takes, with the chosen photos."""
        return self.cleaned_data | {"photos": [self.offered[pk] for pk in self.cleaned_data["photos"]]}


class DeclineForm(VerbForm):
    """Say why not, and who can."""

    door = forms.ChoiceField(
        label=_("该去哪里"),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个该找的地方，让反映人知道接下来去哪里。")},
    )
    reason = _text(_("为什么不能受理"), _("请写明不予受理的理由，反映人会看到。"), _("反映人会看到这段话。"), rows=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colon = _("：")
        found = [(c.code, f"{c}{colon}{c.door}") for c in current().choices("concern.doors")]
        self.fields["door"].choices = found  # type: ignore[attr-defined]


class AssignForm(VerbForm):
    """Who does it, and who helps."""

    to = forms.ChoiceField(
        label=_("交给谁办"), widget=forms.RadioSelect, error_messages={"required": _("请选一位承办的人。")}
    )
    helpers = forms.MultipleChoiceField(
        label=_("谁来协助"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("可以不选。")
    )

    def __init__(self, *args: Any, people: Iterable[Person], members: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(p.pk): p for p in people}
        self.members = {str(p.pk): p for p in members}
        self.fields["to"].choices = [(pk, p.name) for pk, p in self.people.items()]  # type: ignore[attr-defined]
        helpers = [(pk, p.name) for pk, p in self.members.items()]
        self.fields["helpers"].choices = helpers  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """The chosen people."""
        chosen = self.cleaned_data
        return {"to": self.people[chosen["to"]], "helpers": [self.members[pk] for pk in chosen["helpers"]]}


class AnswerForm(VerbForm):
    """What the resident is told; solved asks for a proof, not solved for who decided and the next word."""

    result = forms.ChoiceField(
        label=_("办得怎样"),
        choices=Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选办理结果：已经解决、正在解决或暂时不能解决。")},
    )
    text = _text(
        _("给反映人的答复"),
        _("请写下给反映人的答复：办了什么、结果怎样。"),
        _("说清谁、在什么时候、办了什么、结果怎样。没办成的，说明道理。"),
        rows=7,
    )
    evidence = forms.CharField(
        label=_("凭什么说解决了"),
        required=False,
        max_length=LINE,
        help_text=_("选“已经解决”时要写，一句就行：现场看过、回执号，或反映人当面说。"),
    )
    decided_by = forms.CharField(
        label=_("由谁决定"), required=False, max_length=60, help_text=_("没有解决时要写：哪个单位或哪次会议定的。")
    )
    next_on = forms.DateField(
        label=_("下次回音的日期"),
        required=False,
        help_text=_("没有解决时要写：哪天再告诉反映人一次。"),
        error_messages={"invalid": _("日期请写成 2023-06-20 这样。")},
        widget=forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, tomorrow: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_on"].widget.attrs["min"] = tomorrow.isoformat()


class ReopenForm(VerbForm):
    """Why once more."""

    reason = _text(_("为什么重新办"), _("请写明为什么要重新办理。"), rows=3, most=LINE)


class NoteForm(VerbForm):
    """Words for the studio alone."""

    text = _text(_("备注"), _("请写下备注内容。"), _("只有本工作室的人看得到，反映人和机关看不到。"), rows=4)


class RevealForm(VerbForm):
    """What to open, and why: the resident reads the reason."""

    what = forms.ChoiceField(
        label=_("要看什么"), widget=forms.RadioSelect, error_messages={"required": _("请选要看的内容。")}
    )
    reason = forms.CharField(
        label=_("为什么要看"),
        max_length=LINE,
        help_text=_("反映人会看到：谁、什么时候、看了什么、为什么。"),
        error_messages={"required": _("请写明为什么要看，反映人能看到这个理由。"), "max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, able: Iterable[RevealWhat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [(what.value, what.label) for what in able]  # type: ignore[attr-defined]
