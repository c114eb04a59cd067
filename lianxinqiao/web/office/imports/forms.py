"""The workbook that comes in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.sheets import MAX_BYTES


class SheetForm(forms.Form):
    """One workbook. What is inside it, the import says cell by cell."""

    file = forms.FileField(
        label=_("Excel 或 WPS 表格"),
        help_text=_("xlsx 或 xls，最多 10 MB。第一行是列名，列的先后不要紧。"),
        error_messages={"required": _("请选一个表格文件。"), "empty": _("这个文件是空的，请重新选。")},
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls"}),
    )

    def clean_file(self) -> Any:
        """Refuse by size before anything is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("这个文件太大，最多 10 MB。请分成几个文件。"))
        return file
