"""Texts that leave the studio's hands: without numbers, and without the contact that this resident gave."""

from collections.abc import Mapping

from lianxinqiao.concerns.models import Concern
from lianxinqiao.language import masked
from lianxinqiao.organisation.models import Place

WORDS = {"phone": "【电话】", "address": "【住址】", "name": "【称呼】"}


def fit_to_pass_on(text: str, place: Place, contact: Mapping[str, str]) -> str:
    """The text with numbers and this contact blotted out. A net, not a promise: the desk checks what it writes.

    What the place is called anyway is no contact, nor is a single character.
    """
    for field, word in WORDS.items():
        said = contact.get(field, "").strip()
        if len(said) > 1 and said not in place.name:
            text = text.replace(said, word)
    return masked(text)


def without_contact(concern: Concern, text: str) -> str:
    """What the desk writes about a concern, fit to be read by whoever may read the case but not its contact."""
    original = concern.original
    if original.erased:
        return masked(text)
    return fit_to_pass_on(text, concern.place, {field: original.unseal(field) for field in WORDS})


def passable(concern: Concern) -> str:
    """The text to pass on: the one that the desk checked, else a first one for the room, drawn from the sealed words.

    What nobody has checked is not stored in clear: people write names where no field asks for them.
    """
    if concern.accepted_at is not None:
        return concern.passed_on
    return "" if concern.original.erased else without_contact(concern, concern.original.unseal("text"))
