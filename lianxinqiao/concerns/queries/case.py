"""One concern, with exactly what this reader may see of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lianxinqiao.base import files, vault
from lianxinqiao.base.actor import Actor
from lianxinqiao.base.errors import NotItsTime, NotYours
from lianxinqiao.base.prepared import Prepared
from lianxinqiao.base.rights import Reach, reach
from lianxinqiao.concerns import permissions, policies
from lianxinqiao.concerns.enums import ClosedAs, ConcernState, ConcernVerb, Outcome, Result, RevealWhat
from lianxinqiao.concerns.models import Concern, Original, Photo, Reveal
from lianxinqiao.concerns.queries.desk import Listed, listed
from lianxinqiao.concerns.queries.passed import passable
from lianxinqiao.concerns.queries.status import RevealLine, Step, reveals, timeline
from lianxinqiao.concerns.queries.visible import reads_text
from lianxinqiao.concerns.workflow import WORKFLOW
from lianxinqiao.rulebook import calendar

OPEN_FOR = timedelta(days=1)  # how long a reveal shows its value to the one who made it


@dataclass(frozen=True, slots=True)
class NoteLine:
    """An internal note in clear; `text` is empty once erased."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case page. None means: not for this reader. Empty text means: there is none."""

    row: Listed
    passed_on: str | None
    original: str | None
    erased: bool
    wants_call: bool
    has: frozenset[RevealWhat]  # which contact data exist at all
    can_reveal: list[RevealWhat]
    photos: list[Photo] | None
    answer: str | None
    result: Result | None
    evidence: str
    decided_by: str
    decline_reason: str
    closed_as: ClosedAs | None
    outcome: Outcome | None
    outcome_words: str | None
    helpers: list[str]
    notes: list[NoteLine] | None
    reveals: list[RevealLine] | None
    steps: list[Step]
    came_late: list[str]  # what was done after its day, in words
    verbs: list[ConcernVerb]


def case(actor: Actor, concern: Concern, at: datetime) -> Case:
    """The page of a concern from `visible_to(actor)`, in constant queries."""
    original = Original.objects.get(pk=concern.pk)
    room = not original.erased and permissions.reads(actor, concern, "original")
    answered = permissions.reads(actor, concern, "answer_text")
    reaches = permissions.reads(actor, concern, "original")  # whoever calls the resident
    steps = timeline(concern)
    return Case(
        row=listed(actor, at, [concern])[0],
        passed_on=passable(concern) if reads_text(actor, concern) else None,
        original=original.unseal("text") if room else None,
        erased=original.erased,
        wants_call=reaches and original.wants_call,
        has=frozenset(w for w in CONTACT if reaches and getattr(original, w)),
        can_reveal=[w for w in RevealWhat if _worth_revealing(actor, concern, original, w)],
        photos=photos(actor, concern) if permissions.reads(actor, concern, "photos") else None,
        answer=concern.answer if answered else None,
        result=Result(concern.result) if answered and concern.result else None,
        evidence=concern.evidence if answered else "",
        decided_by=concern.decided_by if answered else "",
        decline_reason=concern.decline_reason if answered else "",
        closed_as=_closed_as(actor, concern),
        outcome=_outcome(actor, concern),
        outcome_words=original.unseal("outcome_words") if room else None,
        helpers=list(concern.helpers.order_by("name").values_list("name", flat=True)),
        notes=_notes(concern, original) if permissions.reads(actor, concern, "notes") else None,
        reveals=reveals(concern) if permissions.reads(actor, concern, "reveals") else None,
        steps=steps,
        came_late=_came_late(concern, steps),
        verbs=verbs_for(actor, concern, at),
    )


def _came_late(concern: Concern, steps: list[Step]) -> list[str]:
    """What was accepted or first assigned after the day that the rulebook gave for it, in words."""
    done = {step.verb: policies.day_of(step.at) for step in sorted(steps, key=lambda one: one.at, reverse=True)}
    screen = calendar.deadline("concern.screen", policies.day_of(concern.received_at)).on
    found = []
    if (n := _days_over(done.get(ConcernVerb.ACCEPT), screen)) > 0:
        found.append(ngettext("受理晚了 %(n)d 天", "受理晚了 %(n)d 天", n) % {"n": n})
    if (n := _days_over(done.get(ConcernVerb.ASSIGN), concern.contact_on)) > 0:
        found.append(ngettext("分派晚了 %(n)d 天", "分派晚了 %(n)d 天", n) % {"n": n})
    return found


def _days_over(done: date | None, due: date | None) -> int:
    return (done - due).days if done and due else 0


def _outcome(actor: Actor, concern: Concern) -> Outcome | None:
    return Outcome(concern.outcome) if concern.outcome and permissions.reads(actor, concern, "outcome") else None


def _closed_as(actor: Actor, concern: Concern) -> ClosedAs | None:
    """How it ended tells the resident's word, so it is read by the same people."""
    return ClosedAs(concern.closed_as) if concern.closed_as and permissions.reads(actor, concern, "outcome") else None


CONTACT = (RevealWhat.NAME, RevealWhat.PHONE, RevealWhat.ADDRESS)


def said(actor: Actor, concern: Concern) -> str | None:
    """What the resident said, for the resident and the studio; None once erased and for everybody else."""
    if not permissions.reads(actor, concern, "original"):
        return None
    return None if concern.original.erased else concern.original.unseal("text")


_photos = Prepared(lambda concern: Photo.objects.filter(concern=concern).order_by("pk"))


def photos(actor: Actor, concern: Concern) -> list[Photo]:
    """The photos of a concern for whoever may see them outright, in the order they were given; else none."""
    if not getattr(concern, "has_photos", True) or not permissions.reads(actor, concern, "photos"):
        return []
    return _let_out(actor, _photos.all(concern.pk))


def photos_opened(reveal: Reveal, by: Actor) -> list[Photo]:
    """The photos that a reveal opens; see photo_bytes."""
    return _let_out(by, _photos.all(reveal.concern_id)) if reveal.what == RevealWhat.PHOTOS else []


def _let_out(actor: Actor, found: list[Photo]) -> list[Photo]:
    """Of these, all for the room and the resident; for others those that the desk lets out (red line 9)."""
    return [photo for photo in found if photo.passed_on or permissions.inside(actor)]


def _worth_revealing(actor: Actor, concern: Concern, original: Original, what: RevealWhat) -> bool:
    if not permissions.may_reveal(actor, concern, what):
        return False
    if what is RevealWhat.PASSED_ON:
        return concern.accepted_at is not None
    if what is RevealWhat.PHOTOS:
        return bool(_let_out(actor, _photos.all(concern.pk)))
    return bool(original.text if what is RevealWhat.ORIGINAL else getattr(original, what))


def _notes(concern: Concern, original: Original) -> list[NoteLine]:
    shown = []
    for note in concern.notes.select_related("person"):
        text = "" if original.erased else original.open_bytes("note", bytes(note.text))
        shown.append(NoteLine(note.at, note.person.name, text))
    return shown


def verbs_for(actor: Actor, concern: Concern, at: datetime) -> list[ConcernVerb]:
    """The verbs that this actor may do with this concern now, in the table's order: the page's only buttons."""
    day = policies.day_of(at)
    found = []
    for verb in WORKFLOW.verbs_from(ConcernState(concern.state)):
        try:
            policies.may_now(concern, verb, day, by=actor.kind)
        except NotItsTime:
            continue
        if permissions.may(actor, concern, verb):
            found.append(verb)
    return found


def ask(actor: Actor, concern: Concern, verb: ConcernVerb, at: datetime) -> None:
    """Raise NotYours or NotItsTime, as the action would, unless the actor may do the verb now."""
    permissions.need(actor, concern, verb)
    policies.may_now(concern, verb, policies.day_of(at), by=actor.kind)


def opened(reveal: Reveal, by: Actor, at: datetime) -> dict[str, str]:
    """What a reveal shows, as {what: value}, to the one who made it and for a day. Photos: see photo_bytes."""
    if by.id != str(reveal.person_id) or by.role != reveal.role:
        raise NotYours(_("只有写明理由的本人能看。请另写理由再看。"))
    if at - reveal.at > OPEN_FOR:
        raise NotItsTime(_("这次查看已经过了一天，请重新写明理由再看。"))
    what = RevealWhat(reveal.what)
    if what is RevealWhat.PHOTOS:
        return {}
    if what is RevealWhat.PASSED_ON:
        return {what.value: reveal.concern.passed_on}
    return {what.value: reveal.concern.original.unseal("text" if what is RevealWhat.ORIGINAL else what.value)}


def photo_bytes(actor: Actor, photo: Photo, at: datetime) -> bytes:
    """The JPEG, for whoever may see photos outright or revealed them within a day. Raises NotYours, Erased.

    One that the desk does not let out is seen by nobody outside the room.
    """
    concern = photo.concern
    if not _let_out(actor, [photo]):
        raise NotYours(_("这张照片只给办理的人看。"))
    if not permissions.reads(actor, concern, "photos") and not _revealed(actor, concern, RevealWhat.PHOTOS, at):
        raise NotYours(_("这张照片只给办理的人看。需要看的，请先写明理由。"))
    original = concern.original
    return vault.unseal_bytes(
        files.load(photo.file), wrapped=bytes(original.key_wrapped), office=original.office, name="concern.photo"
    )


def _revealed(actor: Actor, concern: Concern, what: RevealWhat, at: datetime) -> bool:
    if reach(permissions.DATA, actor, what) is not Reach.REVEAL:
        return False
    return Reveal.objects.filter(
        concern=concern, person_id=actor.id, role=actor.role, what=what, at__gt=at - OPEN_FOR
    ).exists()
