"""The studio tells the resident what came of it."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor
from lianxinqiao.base.errors import Refused
from lianxinqiao.concerns import policies
from lianxinqiao.concerns.actions import step, told
from lianxinqiao.concerns.enums import ConcernVerb, Result
from lianxinqiao.concerns.models import Concern
from lianxinqiao.concerns.queries import without_contact


@action
def answer(
    *,
    concern: Concern,
    result: str,
    text: str,
    by: Actor,
    at: datetime,
    evidence: str = "",
    decided_by: str = "",
    next_on: date | None = None,
    once: str = "",
) -> Concern:
    """Answer the resident, who can then rate for the rulebook's calendar days and, if they asked, gets an SMS.

    What is solved (A) says in one line what shows it. What is not (B, C) says who decided and the day of
    the next word; the text gives the reason.
    """
    step.allowed(concern, ConcernVerb.ANSWER, by=by, at=at)
    text = step.written(text, field="text", ask=_("请写下给反映人的答复：办了什么、结果怎样。"))
    if result not in Result.values:
        raise Refused(_("请选办理结果：已经解决、正在解决或暂时不能解决。"), field="result")
    if result == Result.A:
        evidence = step.written(
            evidence,
            field="evidence",
            ask=_("说已经解决的，请写一句凭什么说：现场看过、回执号或反映人当面说的，都行。"),
        )
    else:
        _why_not_yet(decided_by, next_on, policies.day_of(at))
    step.move(
        concern,
        ConcernVerb.ANSWER,
        result=Result(result),
        answer=without_contact(concern, text),
        evidence=without_contact(concern, evidence.strip()),
        decided_by=without_contact(concern, decided_by.strip())[:60],
        next_on=next_on,
        due_on=step.due_in(at, "concern.rating_open"),
        answered_at=at,
    )
    step.told(concern, ConcernVerb.ANSWER, by=by, at=at, kind=concern.result, members=step.workers(concern))
    told.resident(concern, by=by, at=at)
    return concern


def _why_not_yet(decided_by: str, next_on: date | None, today: date) -> None:
    if not decided_by.strip():
        raise Refused(_("没有解决的，请写明由谁决定（单位或会议）。"), field="decided_by")
    if next_on is None or next_on <= today:
        raise Refused(_("没有解决的，请写明下次回音的日期，要在今天以后。"), field="next_on")
