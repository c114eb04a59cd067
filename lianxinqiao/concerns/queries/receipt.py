"""How a resident comes back."""

from lianxinqiao.base import receipts
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.concerns.models import Concern, Receipt


def by_token(token: str) -> Concern | None:
    """The concern of a receipt's token, with all that its status page shows, in one query."""
    return (
        Concern.objects.select_related("studio__place", "place", "assignee", "receipt")
        .filter(receipt__token_hash=receipts.token_hash(token))
        .first()
    )


def token_by_code(code: str) -> str | None:
    """The token that a typed code leads to. Costs an Argon2id: ask the limiter first. Raises receipts.NotACode."""
    index, key = receipts.code_keys(code)
    sealed = Receipt.objects.filter(code_index=index).values_list("token_sealed", flat=True).first()
    return None if sealed is None else receipts.unwrap(bytes(sealed), key)


def resident_of(concern: Concern) -> Actor:
    """The actor that a receipt makes of whoever holds it."""
    return Actor(ActorKind.RESIDENT, id=str(concern.pk), where=concern.where, label="反映人")
