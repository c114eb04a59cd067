"""The field registry: every model field says what it is, how long it stays and who may see it.

`declared(models.CharField(...), **PUBLIC)` or the three words spelled out. Undeclared fields turn
tests/house/test_privacy.py red (reliability P1); upkeep finds a resident's data by this registry.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypedDict, TypeVar

from django.apps import apps
from django.db.models import Field, Model


class Pii(StrEnum):
    """What kind of personal data a field holds."""

    NONE = "none"
    STAFF = "staff"  # of members and staff, who act in public office
    RESIDENT = "resident"  # of a resident: sealed with the record's own key
    DERIVED = "derived"  # from a resident's words, masked and checked
    SECRET = "secret"  # noqa: S105 -- keys, hashes of tokens


class Retain(StrEnum):
    """How long a field's content stays."""

    FOREVER = "forever"  # belongs to the ledger or the register
    CASE = "case"  # until the case is closed plus the rulebook's time
    TERM = "term"  # until the person's term ends plus the rulebook's time
    YEAR = "year"  # twelve months
    MONTH = "month"  # thirty-one days
    DAYS = "days"  # a few days: jobs, counters


class See(StrEnum):
    """The widest circle that may read a field."""

    PUBLIC = "public"
    SCOPE = "scope"  # staff and members whose place covers it
    STUDIO = "studio"  # the studio that has the matter; others by reveal
    SELF = "self"
    NOBODY = "nobody"  # machines only


class Declaration(TypedDict):
    pii: Pii
    retain: Retain
    visible_to: See


@dataclass(frozen=True, slots=True)
class Privacy:
    """What one field declares."""

    pii: Pii
    retain: Retain
    visible_to: See


PUBLIC = Declaration(pii=Pii.NONE, retain=Retain.FOREVER, visible_to=See.PUBLIC)
STAFF = Declaration(pii=Pii.NONE, retain=Retain.FOREVER, visible_to=See.SCOPE)
MACHINE = Declaration(pii=Pii.NONE, retain=Retain.DAYS, visible_to=See.NOBODY)

F = TypeVar("F", bound="Field[Any, Any]")


def declared(field: F, *, pii: Pii, retain: Retain, visible_to: See) -> F:
    """Attach a privacy declaration to a model field and return the field."""
    field.privacy = Privacy(Pii(pii), Retain(retain), See(visible_to))  # type: ignore[attr-defined]
    return field


def privacy_of(field: Any) -> Privacy | None:
    """The declaration of a field; automatic keys and parent links hold nothing."""
    if getattr(field, "auto_created", False):
        return Privacy(Pii.NONE, Retain.FOREVER, See.SCOPE)
    return getattr(field, "privacy", None)


def registry() -> Iterator[tuple[type[Model], Any, Privacy | None]]:
    """Every concrete field of every model of the house with its declaration (None = missing)."""
    for model in apps.get_models(include_auto_created=False):
        if model.__module__.startswith("lianxinqiao."):
            for field in [*model._meta.local_concrete_fields, *model._meta.local_many_to_many]:
                yield model, field, privacy_of(field)
