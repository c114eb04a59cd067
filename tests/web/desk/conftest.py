"""The small city of the concerns, with a browser for each of its people."""

from re import search

import pytest
from django.test import Client
from django.urls import reverse

from lianxinqiao.organisation.models import Appointment
from lianxinqiao.web.parts.doors import APPOINTMENT
from tests.concerns.conftest import City, build

NOW = "2023-06-05T09:00:00+08:00"


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.DEMO, settings.DEMO_NOW = True, NOW
    settings.FILES = tmp_path / "files"
    return build()


def browser(city: City, name: str, **more) -> Client:
    """Somebody signed in, working in their role."""
    client = Client(**more)
    person = city.people[name]
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[APPOINTMENT] = Appointment.objects.get(person=person).pk
    session.save()
    return client


def once_in(answer) -> dict[str, str]:
    """The hidden fields of a verb's page."""
    page = answer.content.decode()
    found = {name: search(rf'name="{name}" value="([^"]*)"', page) for name in ("once", "version")}
    return {name: one.group(1) for name, one in found.items() if one}


def page_of(concern, verb: str = "") -> str:
    """The address as pages write it: the county's character is quoted."""
    return reverse("desk_concern", args=[concern.number]) + (f"{verb}/" if verb else "")
