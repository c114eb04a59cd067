"""Saved views of a list for those who look on: what is open, near its day, over it, finished."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxinqiao.concerns import policies
from lianxinqiao.concerns.enums import ConcernState
from lianxinqiao.concerns.models import Concern
from lianxinqiao.concerns.queries.desk import due_q, soon_until
from lianxinqiao.concerns.workflow import OPEN

VIEWS: Mapping[str, str | Promise] = {
    "open": _("在办"),
    "soon": _("快到期"),
    "late": _("超期"),
    "done": _("已办结"),
    "all": _("全部"),
}
"""The views in the order of their tabs; `open`, `soon` and `late` count as `loads` does."""


def _rows(day: date) -> dict[str, Q]:
    return {
        "open": Q(state__in=OPEN),
        "soon": due_q(range=(day, soon_until(day))),
        "late": due_q(lt=day),
        "done": Q(state__in=set(ConcernState) - OPEN),
        "all": Q(),
    }


def view_counts(found: QuerySet[Concern], at: datetime) -> dict[str, int]:
    """How many of these concerns each view holds, in one query."""
    rows = _rows(policies.day_of(at))
    return found.order_by().aggregate(**{name: Count("pk", filter=rows[name], distinct=True) for name in VIEWS})


def in_view(found: QuerySet[Concern], view: str, at: datetime) -> QuerySet[Concern]:
    """The concerns of one view: what waits by its next day, the rest newest first."""
    rows = found.filter(_rows(policies.day_of(at))[view])
    if view in {"done", "all"}:
        return rows
    due = Case(When(state=ConcernState.ACCEPTED, then=F("contact_on")), default=F("due_on"))
    return rows.order_by(due.asc(nulls_last=True), "received_at", "pk")
