"""How a resident comes back."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from lianxinqiao.base import receipts
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.prepared import Prepared
from lianxinqiao.concerns.models import Concern, Photo, Receipt, Reveal

SHOWN = (
    *("number", "state", "version", "contact_on", "due_on", "result", "answer", "decided_by", "next_on", "outcome"),
    *("decline_reason", "decline_door", "reopened", "received_at", "accepted_at", "declined_at", "assigned_at"),
    *("answered_at", "closed_at", "assignee__name", "receipt__marked"),
    *("studio__code", "studio__name", "studio__phone", "studio__address", "studio__hours"),
    *("studio__place__code", "studio__place__path", "studio__place__office_code"),
    *("original__office", "original__key_wrapped", "original__text", "original__wants_call"),
    "original__wants_message",
)
"""What a resident's page shows or acts on: no name or number that was sealed, nothing of the staff but the name."""

_with_token = Prepared(
    lambda token_hash: (
        Concern.objects.filter(receipt__token_hash=token_hash)
        .select_related("studio__place", "assignee", "receipt", "original")
        .only(*SHOWN)
        .annotate(has_photos=Exists(Photo.objects.filter(concern=OuterRef("pk"))))
        .annotate(was_opened=Exists(Reveal.objects.filter(concern=OuterRef("pk"))))
    )
)


def by_token(token: str) -> Concern | None:
    """The concern of a receipt's token, with all that its status page shows, in one query.

    `has_photos` and `was_opened` say beforehand whether there is anything to ask for; mostly there is not.
    """
    return _with_token.first(receipts.token_hash(token))


def token_by_code(code: str) -> str | None:
    """The token that a typed code leads to. Costs an Argon2id: ask the limiter first. Raises receipts.NotACode."""
    index, key = receipts.code_keys(code)
    sealed = Receipt.objects.filter(code_index=index).values_list("token_sealed", flat=True).first()
    return None if sealed is None else receipts.unwrap(bytes(sealed), key)


_with_number = Prepared(lambda number: Concern.objects.filter(number=number).order_by().values_list("pk"))


def is_taken(number: str) -> bool:
    """Does a concern have this number already?"""
    return _with_number.first(number) is not None


def studios_of(numbers: Iterable[str]) -> dict[str, str]:
    """Which studio has which matter: number → studio code, in one query. Says nothing else of a matter."""
    return dict(Concern.objects.filter(number__in=list(numbers)).order_by().values_list("number", "studio__code"))


def resident_of(concern: Concern) -> Actor:
    """The actor that a receipt makes of whoever holds it."""
    return Actor(ActorKind.RESIDENT, id=str(concern.pk), where=concern.where, label="反映人")
