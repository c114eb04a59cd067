"""How the list of studios is narrowed and sorted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

SORTS = {"late": _("超期多的在前"), "soon": _("快到期多的在前"), "open": _("在办多的在前"), "code": _("按代码")}


class FindForm(forms.Form):
    """Words of a name or code, county, order. Whatever is wrong counts as not said."""

    q = forms.CharField(label=_("名称或代码"), required=False, max_length=60)
    county = forms.ChoiceField(label=_("县区"), required=False)
    sort = forms.ChoiceField(label=_("排序"), required=False, choices=list(SORTS.items()))

    def __init__(self, data: Any, *, offices: dict[str, str]) -> None:
        super().__init__(data)
        self.fields["county"].choices = [("", _("全部")), *offices.items()]  # type: ignore[attr-defined]
        self.is_valid()

    def told(self, name: str) -> str:
        """What was said, or empty."""
        return str(self.cleaned_data.get(name) or "")
