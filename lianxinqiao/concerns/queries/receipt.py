"""How a resident comes back."""

from lianxinqiao.base import receipts
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.prepared import Prepared
from lianxinqiao.concerns.models import Concern, Receipt

_with_token = Prepared(
    lambda token_hash: Concern.objects.select_related("studio__place", "assignee", "receipt", "original").filter(
        receipt__token_hash=token_hash
    )
)


def by_token(token: str) -> Concern | None:
    """The concern of a receipt's token, with all that its status page shows, in one query."""
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


def resident_of(concern: Concern) -> Actor:
    """The actor that a receipt makes of whoever holds it."""
    return Actor(ActorKind.RESIDENT, id=str(concern.pk), where=concern.where, label="反映人")
