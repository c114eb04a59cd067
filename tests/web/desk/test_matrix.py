"""Role × address: who may open what; a foreign concern is the same as none."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxinqiao.organisation.enums import STUDIO_ROLES, RoleName
from tests.web.desk.conftest import browser, page_of

pytestmark = pytest.mark.django_db(databases=["default", "traces"])

VERBS = {
    "accept": "received",
    "decline": "received",
    "assign": "accepted",
    "answer": "assigned",
    "close": "rated",
    "reopen": "closed",
    "note": "assigned",
    "reveal": "assigned",
}
"""Each verb with a state in which it is legal."""
MAY = {
    "clerk": set(VERBS) - {"reopen"},
    "convener": set(VERBS),
    "member": {"answer", "note", "reveal"},
    "colleague": {"note", "reveal"},
}
OTHERS = sorted(role.value for role in RoleName if role not in STUDIO_ROLES)


@pytest.mark.parametrize("role", OTHERS)
def test_other_roles_are_told_whose_door_it_is(city, role):
    client, concern = browser(city, role), city.concern("assigned")
    for address in ("/desk/", "/desk/concerns/", "/desk/inbox/", page_of(concern), page_of(concern, "answer")):
        answer = client.get(address)
        assert answer.status_code == 403, address
        assert "身份" in answer.content.decode()
        assert concern.passed_on not in answer.content.decode()


def test_strangers_are_led_to_sign_in(city):
    concern = city.concern()
    for address in ("/desk/", "/desk/concerns/", "/desk/inbox/", page_of(concern), page_of(concern, "accept")):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("role", sorted(MAY))
@pytest.mark.parametrize("verb", sorted(VERBS))
def test_verbs_open_as_the_rights_say(city, role, verb):
    concern, client = city.concern(VERBS[verb]), browser(city, role)
    answer = client.get(page_of(concern, verb))
    assert answer.status_code == (200 if verb in MAY[role] else 403)
    case = client.get(page_of(concern)).content.decode()
    assert (page_of(concern, verb) in case) is (verb in MAY[role])


@pytest.mark.parametrize("role", ["other_clerk", "other_member", "group_lead"])
def test_a_foreign_concern_is_the_same_as_none(city, role):
    concern, client = city.concern("assigned"), browser(city, role)
    number = concern.number[:-4] + "0000"
    for tail in ("", *(f"{verb}/" for verb in VERBS), "photos/1/"):
        foreign, missing = client.get(page_of(concern) + tail), client.get(f"/desk/concerns/{number}/{tail}")
        assert foreign.status_code == missing.status_code == 404, tail
        assert foreign.content == missing.content
    for verb in VERBS:
        assert client.post(page_of(concern, verb), {"once": "x"}).status_code == 404


def test_every_role_opens_its_own_list(city):
    city.concern("assigned")
    for role in ("clerk", "convener", "member", "colleague", "group_lead"):
        client = browser(city, role)
        for address in ("/desk/", "/desk/concerns/", "/desk/concerns/?view=all&q=桥", "/desk/inbox/"):
            assert client.get(address).status_code == 200, (role, address)


def test_lists_cost_the_same_however_long(city):
    client = browser(city, "clerk")

    def cost(address):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    city.concern("assigned")
    client.get("/desk/")
    before = {address: cost(address) for address in ("/desk/", "/desk/concerns/?view=all")}
    for _n in range(6):
        city.concern("assigned")
    assert {address: cost(address) for address in before} == before


def test_reading_writes_nothing(city):
    """The guard stands over every GET; here every page of the desk passes it in every state."""
    client = browser(city, "convener")
    for state in ("received", "accepted", "assigned", "answered", "rated", "closed", "declined"):
        concern = city.concern(state)
        for tail in ("", *(f"{verb}/" for verb in VERBS)):
            assert client.get(page_of(concern) + tail).status_code in {200, 403, 409}, (state, tail)


def test_posts_need_the_forms_token(city):
    concern = city.concern("assigned")
    client = browser(city, "clerk", enforce_csrf_checks=True)
    for verb in VERBS:
        assert client.post(page_of(concern, verb), {}).status_code == 403
    assert client.post("/sign-in/out/").status_code == 403
    assert client.post("/enter/", {}).status_code == 403
    concern.refresh_from_db()
    assert concern.state == "assigned"
