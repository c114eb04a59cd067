"""Whose concerns somebody may know of."""

from datetime import date

from django.db.models import Q, QuerySet

from lianxinqiao.base import search
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.rights import Reach, reach
from lianxinqiao.concerns import permissions
from lianxinqiao.concerns.models import Concern
from lianxinqiao.language import search_phrases
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.studios.queries import within

LEADS = (RoleName.COMMITTEE_LEAD, RoleName.GROUP_LEAD)
SHOWN = ("studio__place", "place", "assignee")


def visible_to(actor: Actor, day: date | None = None) -> QuerySet[Concern]:
    """The concerns that the actor may know of; `queries.listed` and `queries.case` say what of each.

    A page never shows a row's texts itself. `day` is needed only for leads of committees and groups.
    """
    everything = Concern.objects.select_related(*SHOWN)
    if actor.kind is ActorKind.RESIDENT:
        return everything.filter(pk=actor.id) if actor.id else everything.none()
    if actor.kind is not ActorKind.PERSON or not actor.where.path:
        return everything.none()
    if reach(permissions.DATA, actor, "number_and_state") is not Reach.OWN:
        return everything.none()
    if permissions.inside(actor):
        everything = everything.select_related(*SHOWN, "original")  # what waits is drawn from the sealed words
    return everything.filter(_own(actor, day))


def searches(actor: Actor) -> bool:
    """May this actor look for words in the checked texts? Who opens each text with a reason may not."""
    return actor.kind is ActorKind.PERSON and reach(permissions.DATA, actor, "passed_on") is Reach.OWN


def find(actor: Actor, words: str, day: date | None = None) -> QuerySet[Concern]:
    """Visible concerns whose checked text holds these words, for those who read that text outright.

    What is searched is the passed-on text: there is no search by who said it (red line 2).
    """
    if not searches(actor):
        return Concern.objects.none()
    path = "/" if actor.role == RoleName.MEMBER else actor.where.path  # a member may help in another studio
    numbers = search.find(kind="concern", phrases=search_phrases(words), path=path)
    return visible_to(actor, day).filter(number__in=numbers)


def _own(actor: Actor, day: date | None) -> Q:
    theirs = Q(studio__place__path=actor.where.path)
    if actor.role == RoleName.MEMBER:
        return theirs | given_to(actor)
    if actor.role in permissions.STUDIO:
        return theirs
    if actor.role in LEADS:
        return Q(studio__in=within(actor, day).values("pk")) if day else Q(pk__in=[])
    return Q(studio__place__path__startswith=actor.where.path)


def given_to(actor: Actor) -> Q:
    """The concerns that this person has been given or helps with."""
    person = int(actor.id)
    return Q(assignee_id=person) | Q(pk__in=Concern.objects.filter(helpers=person).values("pk"))


def reads_text(actor: Actor, concern: Concern) -> bool:
    """May the actor read the passed-on text of a concern that is visible to them?

    Offices read it only once the desk has checked it: before that nobody outside the studio does.
    """
    if reach(permissions.DATA, permissions.as_role(actor), "passed_on") is not Reach.OWN:
        return False
    return permissions.inside(actor) or concern.accepted_at is not None
