"""What an office is asked before a text opens."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxinqiao.concerns.enums import RevealWhat

LINE = 200  # characters


class RevealForm(forms.Form):
    """What to open, and why: the resident reads the reason."""

    what = forms.ChoiceField(
        label=_("要看什么"), widget=forms.RadioSelect, error_messages={"required": _("请选要看的内容。")}
    )
    reason = forms.CharField(
        label=_("为什么要看"),
        max_length=LINE,
        help_text=_("反映人会看到：谁、什么时候、看了什么、为什么。"),
        error_messages={
            "required": _("请写明为什么要看，反映人能看到这个理由。"),
            "max_length": _("写得太长：最多 %(limit_value)s 字，现在 %(show_value)s 字。"),
        },
    )

    def __init__(self, *args: Any, able: Iterable[RevealWhat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [(what.value, what.label) for what in able]  # type: ignore[attr-defined]
