"""The field registry sees every field, and base declares all of its own."""

import pytest
from django.db import models

from lianxinqiao.base.privacy import PUBLIC, Pii, Privacy, Retain, See, declared, privacy_of, registry


def test_every_field_of_base_is_declared():
    missing = [f"{m.__name__}.{f.name}" for m, f, told in registry() if told is None and m._meta.app_label == "base"]
    assert missing == []


def test_the_registry_finds_fields_links_and_lists():
    seen = {f"{m.__name__}.{f.name}" for m, f, _told in registry()}
    assert {"Person.password", "Person.last_login", "Appointment.place", "Count.what"} <= seen


def test_an_undeclared_field_is_seen_as_missing_and_a_wrong_word_is_refused():
    assert privacy_of(models.TextField()) is None
    assert privacy_of(declared(models.TextField(), **PUBLIC)) == Privacy(Pii.NONE, Retain.FOREVER, See.PUBLIC)
    with pytest.raises(ValueError, match="often"):
        declared(models.TextField(), pii="none", retain="often", visible_to="public")
