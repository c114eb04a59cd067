"""Django system checks: the program does not start with a faulty rulebook or calendar."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.utils.translation import gettext as _

from lianxinqiao.rulebook import calendar
from lianxinqiao.rulebook.book import current
from lianxinqiao.rulebook.faults import RulebookFault


@register("rulebook")
def rulebook_is_good(**_told: Any) -> list[CheckMessage]:
    """Every fault of the rulebook in force and of its calendar is an error."""
    try:
        current()
        calendar.known_years()
    except RulebookFault as wrong:
        return [Error(str(fault), id="rulebook.E001") for fault in wrong.faults]
    except OSError as wrong:
        told = {"file": wrong.filename, "reason": wrong.strerror}
        return [Error(_("打不开文件 %(file)s：%(reason)s") % told, id="rulebook.E002")]
    return []
