"""The entrance: one press in the demo city, a choice of roles elsewhere."""

import pytest
from django.test import Client

from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.simulation.world import CAST
from tests.web.parts.conftest import PASSWORD

pytestmark = pytest.mark.django_db(databases=["default", "traces"])


@pytest.fixture
def demo(city, settings):
    settings.DEMO, settings.DEMO_NOW = True, "2023-06-05T09:00:00+08:00"
    for role, username in CAST.items():
        if role in city.people:
            city.people[role].username = username
            city.people[role].save()
    return city


def test_one_press_for_each_role(demo):
    page = Client().get("/enter/").content.decode()
    for role in RoleName.values:
        client = Client()
        answer = client.post(f"/enter/{role}/")
        if role == "handler":
            assert answer.status_code == 404
            assert 'action="/enter/handler/"' not in page
            continue
        assert f'action="/enter/{role}/"' in page
        door = "/desk/" if role in {"clerk", "member", "convener", "group_lead"} else "/office/"
        assert (answer.status_code, answer.headers["Location"]) == (303, door)


def test_one_press_for_the_clerk_of_the_studio_that_received_a_matter(demo):
    other = demo.people["other_clerk"]
    other.username = "clerk-" + demo.other.code.lower()
    other.save()
    answer = (client := Client()).post("/enter/clerk/", {"studio": demo.other.code, "next": "/desk/concerns/x/"})
    assert answer.headers["Location"] == "/desk/concerns/x/"
    assert int(client.session["_auth_user_id"]) == other.pk
    (client := Client()).post("/enter/clerk/", {"studio": "S999"})
    assert int(client.session["_auth_user_id"]) == demo.people["clerk"].pk


def test_switching_gives_a_new_key_and_the_new_role(demo):
    client = Client()
    client.post("/enter/clerk/")
    first = client.session.session_key
    client.post("/enter/convener/")
    assert client.session.session_key != first
    assert "召集人" in client.get("/desk/").content.decode()


def test_it_is_a_press_not_a_link(demo):
    client = Client()
    assert client.get("/enter/clerk/").status_code == 405
    assert client.get("/desk/").status_code == 302
    assert Client(enforce_csrf_checks=True).post("/enter/clerk/").status_code == 403
    assert client.post("/enter/nobody/").status_code == 404


def test_outside_demo_there_is_no_such_address(demo, settings):
    settings.DEMO = False
    for role in RoleName.values:
        assert Client().post(f"/enter/{role}/").status_code == 404
        assert Client().get(f"/enter/{role}/").status_code in {404, 405}
    assert Client().get("/enter/").headers["Location"].startswith("/sign-in/")
    assert "/enter/" not in Client().get("/sign-in/").content.decode().split("<main")[1].split("</main>")[0]


def test_somebody_with_two_roles_chooses(city):
    from lianxinqiao.organisation.models import Appointment
    from tests.concerns.conftest import SINCE

    other = Appointment.objects.create(person=city.people["clerk"], role="county_staff", place=city.county, since=SINCE)
    client = Client()
    client.post("/sign-in/", {"login": "clerk", "password": PASSWORD})
    assert client.get("/desk/").headers["Location"].startswith("/enter/?next=")
    page = client.get("/enter/?next=/desk/inbox/").content.decode()
    assert page.count('name="appointment"') == 2
    mine = Appointment.objects.get(person=city.people["clerk"], role="clerk")
    answer = client.post("/enter/", {"appointment": mine.pk, "next": "/desk/inbox/"})
    assert answer.headers["Location"] == "/desk/inbox/"
    answer = client.post("/enter/", {"appointment": other.pk, "next": "/desk/inbox/"})
    assert answer.headers["Location"] == "/office/"
