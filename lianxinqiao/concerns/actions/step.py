"""What every verb has in common: right, time, one winner, one line."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.errors import NotItsTime, Refused
from lianxinqiao.concerns import permissions, policies
from lianxinqiao.concerns.enums import ConcernVerb
from lianxinqiao.concerns.models import Concern
from lianxinqiao.ledger import write
from lianxinqiao.rulebook import calendar

LONGEST = 3000  # characters of one text field


def allowed(concern: Concern, verb: ConcernVerb, *, by: Actor, at: datetime) -> None:
    """Raise NotYours or NotItsTime unless this actor may do this now."""
    permissions.need(by, concern, verb)
    policies.may_now(concern, verb, policies.day_of(at), by=by.kind)


def move(concern: Concern, verb: ConcernVerb, **changes: Any) -> None:
    """Write the new state and `changes`, if nobody else changed the concern since it was read.

    Of two people acting at once one wins; the other is told (NotItsTime) and nothing is written.
    """
    changes = {"state": policies.target(concern, verb), **changes}
    mine = Concern.objects.filter(pk=concern.pk, version=concern.version)
    if not mine.update(version=F("version") + 1, **changes):
        raise NotItsTime(_("刚才有人先办了这件事。请刷新页面，看看现在的情况再办。"))
    for name, value in {**changes, "version": concern.version + 1}.items():
        setattr(concern, name, value)


def told(
    concern: Concern, verb: str, *, by: Actor, at: datetime, kind: str = "", members: Iterable[tuple[int, str]] = ()
) -> None:
    """Write the ledger line: the studio is always credited, members where they did the work."""
    studio = concern.studio
    credited = [write.Credited(f"studio:{studio.code}", studio.name)]
    credited += [write.Credited(f"member:{pk}", name) for pk, name in members]
    write.line(
        verb=f"concerns.{verb}", thing=concern.ref, by=by, at=at, where=concern.where, kind=kind, credits=credited
    )


def workers(concern: Concern) -> list[tuple[int, str]]:
    """Who is credited: the one it is assigned to and those who help."""
    people = {p.pk: p.name for p in concern.helpers.all()}
    if concern.assignee is not None:
        people[concern.assignee.pk] = concern.assignee.name
    return sorted(people.items())


def written(text: str, *, field: str, ask: str | Promise, longest: int = LONGEST) -> str:
    """The text without outer blanks. Raises Refused on nothing (saying what to write) or too much."""
    text = text.strip()
    if not text:
        raise Refused(ask, field=field)
    if len(text) > longest:
        raise Refused(
            _("写得太长：现在 %(n)d 字，最多 %(most)d 字。请精简一些。") % {"n": len(text), "most": longest},
            field=field,
        )
    return text


def due_in(at: datetime, key: str) -> date:
    """The last day of a term of the rulebook that starts at `at`, in the days that the rulebook says."""
    return calendar.deadline(key, policies.day_of(at)).on


def person_of(by: Actor) -> int:
    """The person's key of a person acting; others keep no notes and open nothing. Raises Refused."""
    if by.kind is not ActorKind.PERSON:
        raise Refused(_("请先登录，再办这一步。"))
    return int(by.id)
