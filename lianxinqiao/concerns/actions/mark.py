"""The resident gives a mark that is kept apart from the case."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.acting import action
from lianxinqiao.base.actor import Actor
from lianxinqiao.base.errors import NotItsTime, Refused
from lianxinqiao.concerns import permissions, policies
from lianxinqiao.concerns.enums import MarkWord
from lianxinqiao.concerns.models import Concern, Mark, Receipt


@action
def mark(*, concern: Concern, word: str, by: Actor, at: datetime) -> Receipt:
    """Count the resident's word for the studio's month, once; the receipt keeps only that a mark was given.

    Writes no line and takes no `once`: either would tie the word to the case.
    """
    permissions.need(by, concern, "mark")
    if word not in MarkWord.values:
        raise Refused(_("请选一个：满意、基本满意、不满意。"), field="word")
    if concern.answered_at is None:
        raise NotItsTime(_("还没有答复，暂时不能打分。答复后请再来。"))
    if not Receipt.objects.filter(pk=concern.pk, marked=False).update(marked=True):
        raise NotItsTime(_("您已经打过分了，每件事打一次。谢谢您。"))
    month = policies.day_of(at).replace(day=1)
    counted, _made = Mark.objects.get_or_create(studio=concern.studio, month=month, word=MarkWord(word))
    Mark.objects.filter(pk=counted.pk).update(n=F("n") + 1)
    return Receipt.objects.get(pk=concern.pk)
