"""The resident says what came of it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor
from lianxinqiao.base.errors import Refused
from lianxinqiao.concerns.actions import step
from lianxinqiao.concerns.actions.reopen import reopen
from lianxinqiao.concerns.enums import ConcernVerb, Outcome
from lianxinqiao.concerns.models import Concern, Original


@action
def rate(*, concern: Concern, outcome: str, by: Actor, at: datetime, words: str = "", once: str = "") -> Concern:
    """Take the resident's word: solved, partly or not, with one line if they wish (sealed, for the studio).

    `not` sends the concern back to the studio, once, with a fresh deadline.
    """
    step.allowed(concern, ConcernVerb.RATE, by=by, at=at)
    if outcome not in Outcome.values:
        raise Refused(_("请选一个：解决了、解决了一部分、没有解决。"), field="outcome")
    if len(words) > 200:
        raise Refused(_("这句话最多 200 字，请写短一些。"), field="words")
    step.move(concern, ConcernVerb.RATE, outcome=Outcome(outcome), due_on=None, rated_at=at)
    _keep(concern, words.strip())
    step.told(concern, ConcernVerb.RATE, by=by, at=at, kind=concern.outcome)
    if outcome == Outcome.NOT and not concern.reopened:
        reopen(concern=concern, reason=str(_("反映人评价为“没有解决”。")), by=by, at=at)
    return concern


def _keep(concern: Concern, words: str) -> None:
    original = Original.objects.get(pk=concern.pk)
    if words and not original.erased:
        original.outcome_words = original.seal("outcome_words", words)
        original.save(update_fields=["outcome_words"])
