"""How the list of studios is narrowed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxinqiao.organisation.models import Place
from lianxinqiao.organisation.queries import counties, root
from lianxinqiao.studios.enums import StudioType


class FindForm(forms.Form):
    """Search words, county and type; all optional, sent by GET."""

    q = forms.CharField(label=_("名称、镇街或特色"), max_length=40, required=False)
    county = forms.ChoiceField(label=_("县区"), required=False)
    type = forms.ChoiceField(label=_("类型"), required=False, choices=[("", _("全部")), *StudioType.choices])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        named = [(c.code, c.name) for c in counties()]
        try:
            city = root()
            named.insert(0, (city.code, city.name))
        except Place.DoesNotExist:  # before the places are laid
            pass
        self.fields["county"].choices = [("", _("全市")), *named]  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs["type"] = "search"
