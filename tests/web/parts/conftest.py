"""Signing in outside demo mode: people with passwords, and an authenticator to read codes from."""

import pytest

from tests.concerns.conftest import City, build

PASSWORD = "桥-shan-yang-0417-lian"


@pytest.fixture
def city(db, settings) -> City:
    """The small city in real mode; its terms run on the real day too."""
    settings.DEMO = False
    made = build()
    for name in ("clerk", "city_staff", "other_clerk"):
        made.people[name].set_password(PASSWORD)
        made.people[name].save()
    return made
