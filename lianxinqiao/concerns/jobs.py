"""Background work: tell the studio of a new concern and of its deadlines; close what nobody rated; forget in time."""

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxinqiao.base import jobs
from lianxinqiao.base.actor import CLOCK
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.enums import ConcernState
from lianxinqiao.concerns.models import Concern
from lianxinqiao.concerns.queries.words import day_words
from lianxinqiao.inbox.actions import post
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.studios.queries import people_of

A_RUN = 200  # concerns a run looks after; the next run takes the rest


@jobs.handler("concerns.tell")
def tell(payload: dict[str, Any], at: datetime) -> None:
    """Tell the studio's convener and clerk of a new concern, unless somebody has seen to it already."""
    concern = Concern.objects.select_related("studio__place").get(pk=payload["concern"])
    if concern.state != ConcernState.RECEIVED:
        return
    day = at.date()
    people = {p.pk: p for role in (RoleName.CONVENER, RoleName.CLERK) for p in people_of(concern.studio, role, day)}
    for person in people.values():
        post(
            to=person,
            subject=_("有一件新的反映：%(number)s") % {"number": concern.number},
            body=_("请在期限前受理，或说明不予受理的理由和去处。"),
            link=f"/desk/concerns/{concern.number}/",
            key=f"concerns.tell:{concern.pk}:{person.pk}",
            by=CLOCK,
            at=at,
        )


TO_DO: dict[str, Promise] = {
    ConcernState.RECEIVED: gettext_lazy("受理，或说明不予受理的理由和去处"),
    ConcernState.ACCEPTED: gettext_lazy("分派给委员，去联系反映人"),
    ConcernState.ASSIGNED: gettext_lazy("办理并答复反映人"),
}
SUBJECT: dict[queries.Stage, Promise] = {
    queries.Stage.SOON: gettext_lazy("快到期：%(number)s"),
    queries.Stage.TODAY: gettext_lazy("今天到期：%(number)s"),
    queries.Stage.LATE: gettext_lazy("已超期：%(number)s"),
}
BODY: dict[queries.Stage, Promise] = {
    queries.Stage.SOON: gettext_lazy("最迟%(day)s，请%(what)s。"),
    queries.Stage.TODAY: gettext_lazy("今天（%(day)s）到期，请%(what)s。"),
    queries.Stage.LATE: gettext_lazy("期限是%(day)s，已经过了 %(days)s 天。请尽快%(what)s。"),
}


@jobs.handler("concerns.remind")
def remind(payload: dict[str, Any], at: datetime) -> None:
    """Remind whoever must act now of deadlines that are near, due today or over: each once, and no word of a resident.

    A reminder is a consequence of the calendar: it writes no line.
    """
    for one in queries.to_remind(at):
        told = {
            "number": one.concern.number,
            "day": day_words(one.due),
            "what": TO_DO[one.concern.state],
            "days": one.days,
        }
        post(
            to=one.to,
            subject=str(SUBJECT[one.stage]) % told,
            body=str(BODY[one.stage]) % told,
            link=f"/desk/concerns/{one.concern.number}/",
            key=one.key,
            by=CLOCK,
            at=at,
        )


@jobs.handler("concerns.close_unrated")
def close_unrated(payload: dict[str, Any], at: datetime) -> None:
    """Close as unrated what the resident left unrated when the time was over."""
    for concern in queries.rating_over(at)[:A_RUN]:
        actions.close(concern=concern, by=CLOCK, at=at)


@jobs.handler("concerns.forget")
def forget(payload: dict[str, Any], at: datetime) -> None:
    """Erase originals and contact data when the rulebook's months after the end of the case are over."""
    for concern in queries.to_forget(at)[:A_RUN]:
        actions.erase(concern=concern, by=CLOCK, at=at)


jobs.every("concerns.remind", "30 8 * * *")
jobs.every("concerns.close_unrated", "10 2 * * *")
jobs.every("concerns.forget", "40 2 * * *")
