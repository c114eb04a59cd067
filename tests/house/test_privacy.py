"""Every stored field says what it is, how long it stays and who may see it (reliability P1)."""

import pytest
from django.apps import apps

from lianxinqiao.base.privacy import Pii, Privacy, Retain, See, registry
from tests.house import tree

pytestmark = pytest.mark.tree


def test_every_field_is_declared():
    undeclared = [
        f"{model._meta.label}.{field.name}" for model, field, told in registry() if not isinstance(told, Privacy)
    ]
    assert undeclared == []


def test_models_of_other_packages_are_reviewed():
    foreign = {model._meta.label for model in apps.get_models() if not model.__module__.startswith("lianxinqiao.")}
    assert foreign == set(tree.reviewed("foreign_models.txt"))


def test_nothing_of_a_resident_is_public_or_kept_for_ever():
    """Red lines RL4 and RL10: a resident's data goes with the case, and nobody but the studio reads it plainly."""
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model, field, told in registry()
        if told is not None
        and told.pii is Pii.RESIDENT
        and (told.visible_to is See.PUBLIC or told.retain in {Retain.FOREVER, Retain.TERM})
    ]
    assert wrong == []


FORBIDDEN = {
    "score",
    "rank",
    "risk",
    "sentiment",
    "ethnicity",
    "religion",
    "id_number",
    "birth",
    "income",
    "latitude",
    "longitude",
    "fingerprint",
}


def test_no_column_profiles_a_resident():
    """Red line RL1 and RL4: no model that holds a resident's data has a column that judges or tracks a person."""
    of_residents = {model for model, _field, told in registry() if told is not None and told.pii is Pii.RESIDENT}
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model, field, _told in registry()
        if model in of_residents and FORBIDDEN & set(field.name.split("_"))
    ]
    assert wrong == []
