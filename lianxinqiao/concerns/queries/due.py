"""What the clock has to see to."""

import calendar as months
from datetime import date, datetime

from django.db.models import Min, Q, QuerySet

from lianxinqiao.concerns import policies
from lianxinqiao.concerns.enums import ConcernState
from lianxinqiao.concerns.models import Concern
from lianxinqiao.concerns.queries.desk import due_q
from lianxinqiao.rulebook import current


def rating_over(at: datetime) -> QuerySet[Concern]:
    """Answered concerns whose time for the resident's word is over, oldest first."""
    found = Concern.objects.select_related("studio__place")
    return found.filter(state=ConcernState.ANSWERED, due_on__lt=policies.day_of(at)).order_by("due_on", "pk")


def next_due(day: date) -> date | None:
    """The first day after `day` on which a matter in a studio's hands is due."""
    ahead = Concern.objects.filter(due_q(gt=day))
    contact = ahead.filter(state=ConcernState.ACCEPTED).aggregate(first=Min("contact_on"))["first"]
    term = ahead.exclude(state=ConcernState.ACCEPTED).aggregate(first=Min("due_on"))["first"]
    return min(filter(None, (contact, term)), default=None)


def fell_overdue(first: date, last: date) -> QuerySet[Concern]:
    """Matters in a studio's hands whose day lay within these days, both included, and passed."""
    return Concern.objects.select_related("studio").filter(due_q(range=(first, last))).order_by("pk")


def to_forget(at: datetime) -> QuerySet[Concern]:
    """Finished concerns whose personal data has been kept as long as the rulebook says, oldest first."""
    last = months_before(policies.day_of(at), current().months("retention.case"))
    ended = Q(state=ConcernState.CLOSED, closed_at__date__lt=last)
    declined = Q(state=ConcernState.DECLINED, declined_at__date__lt=last)
    kept = Concern.objects.select_related("studio__place").filter(original__erased_at__isnull=True)
    return kept.filter(ended | declined).order_by("pk")


def months_before(day: date, n: int) -> date:
    """The same day n months earlier; the month's last day where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 - n, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))
