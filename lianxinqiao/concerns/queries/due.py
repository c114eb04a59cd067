"""What the clock has to see to."""

import calendar as months
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Min, Q, QuerySet

from lianxinqiao.concerns import policies
from lianxinqiao.concerns.enums import ConcernState
from lianxinqiao.concerns.models import Concern
from lianxinqiao.concerns.queries.desk import due_q, soon_until
from lianxinqiao.inbox.queries import told
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.organisation.models import Person
from lianxinqiao.organisation.queries import appointments
from lianxinqiao.rulebook import calendar, current


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


# --- reminders --------------------------------------------------------------------------------


class Stage(StrEnum):
    """How near a deadline is: the next working day, today, over."""

    SOON = "soon"
    TODAY = "today"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one person has to be told of one deadline, once. `key` says which; `days` is how long it is over."""

    concern: Concern
    to: Person
    due: date
    stage: Stage
    days: int
    key: str


def stage_of(due: date, day: date) -> Stage:
    """The stage of a deadline on a day."""
    if due > day:
        return Stage.SOON
    return Stage.TODAY if due == day else Stage.LATE


def reminder_key(concern: Concern, due: date, stage: Stage) -> str:
    """The key of a reminder: one for each thing to do, its day and the stage."""
    return f"concerns.remind:{concern.pk}:{concern.state}:{due:%Y%m%d}:{stage}"


def to_remind(at: datetime) -> list[Reminder]:
    """Whom to remind of what on this day and has not been yet, the longest over first; in three queries.

    Clerk and convener while nobody has the matter, then whoever has it; when the day is over the convener too.
    On days off nobody is reminded of anything.
    """
    day = policies.day_of(at)
    if calendar.due(day - timedelta(days=1), 1).on != day:
        return []
    near = Concern.objects.select_related("studio__place", "assignee").filter(due_q(lte=soon_until(day)))
    concerns = list(near.order_by("due_on", "pk"))
    desks = _desks(concerns, day)
    found = [one for concern in concerns for one in _reminders(concern, desks[concern.studio.place_id], day)]
    known = told({one.key for one in found})
    return sorted((one for one in found if (one.to.pk, one.key) not in known), key=lambda one: (one.due, one.key))


def _reminders(concern: Concern, desk: dict[str, list[Person]], day: date) -> list[Reminder]:
    due = policies.due(concern)
    if due is None:
        return []
    stage = stage_of(due, day)
    key, days = reminder_key(concern, due, stage), max(0, (day - due).days)
    return [Reminder(concern, person, due, stage, days, key) for person in _who_acts(concern, desk, stage)]


def _who_acts(concern: Concern, desk: dict[str, list[Person]], stage: Stage) -> list[Person]:
    """Without anybody twice: a convener may have a matter in hand, too."""
    lead = concern.assignee
    if concern.state != ConcernState.ASSIGNED or lead is None or not lead.is_active:
        people = desk[RoleName.CLERK] + desk[RoleName.CONVENER]
    else:
        people = [lead, *(desk[RoleName.CONVENER] if stage is Stage.LATE else [])]
    return list({person.pk: person for person in people}.values())


def _desks(concerns: list[Concern], day: date) -> dict[int, dict[str, list[Person]]]:
    """Clerks and conveners of these concerns' studios, by place and role, in one query."""
    roles = (RoleName.CLERK, RoleName.CONVENER)
    places = {concern.studio.place_id for concern in concerns}
    found: dict[int, dict[str, list[Person]]] = defaultdict(lambda: defaultdict(list))
    for one in appointments(day).filter(place__in=places, role__in=roles, person__is_active=True).order_by("pk"):
        found[one.place_id][one.role].append(one.person)
    return found


def was_reminded(concern: Concern) -> bool:
    """Has somebody been told that this matter is over its day?"""
    due = policies.due(concern)
    return due is not None and bool(told([reminder_key(concern, due, Stage.LATE)]))
