"""The fifteen users and their errands: every address named is there for that role, and nothing is called built
that is not; what was done is ticked for the role that did it, in that browser only, and never outside the demo."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import get_resolver

from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.organisation.models import Appointment, Member
from lianxinqiao.simulation.world import CAST
from lianxinqiao.web.parts import errands
from tests.concerns.conftest import City, build
from tests.web.public.conftest import Resident

pytestmark = pytest.mark.django_db(databases=["default", "traces"])

USERS = {user.key: user for user in errands.USERS}
BUILT = [(user.key, n) for user in errands.USERS for n, errand in enumerate(user.errands) if errand.built]


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    """The small city with the usernames of the demo's cast, and one member of the city's committee."""
    settings.DEMO, settings.DEMO_NOW, settings.FILES = True, "2023-06-05T09:00:00+08:00", tmp_path
    made = build()
    made.studio.townships.add(made.village.parent)
    for role, username in CAST.items():
        made.people[role].username = username
        made.people[role].save()
    Member.objects.filter(person=made.people["colleague"]).update(level="city")
    return made


def card(page: str, title: str) -> str:
    """One user's card on the page."""
    return page[page.index(f"<h3>{title}</h3>") :].split("</article>")[0]


def entrance(client: Client) -> str:
    return unescape(client.get("/enter/").content.decode())


def enter(role: str) -> Client:
    client = Client()
    assert client.post(f"/enter/{role}/").status_code == 303
    return client


def test_fifteen_users_with_three_errands_each():
    assert len(errands.USERS) == len(USERS) == 15
    words = [str(errand.words) for user in errands.USERS for errand in user.errands]
    assert len(words) == len(set(words)) == 45
    assert {user.role for user in errands.USERS} - {""} <= set(RoleName.values)
    for user in errands.USERS:
        for errand in user.errands:
            assert bool(errand.begin) == bool(errand.done), errand.words


def test_what_counts_as_done_is_a_view_that_there_is():
    names = set(get_resolver().reverse_dict) | {"scan", "studio"}
    for user in errands.USERS:
        for errand in user.errands:
            for act in errand.done:
                method, name = act.split()
                assert method in errands.GOOD
                assert name in names, act


@pytest.mark.parametrize(("key", "n"), BUILT)
def test_a_built_errand_begins_where_its_role_is_answered(city, key, n):
    page = card(entrance(Client()), str(USERS[key].title))
    row = re.findall(r"<li.*?</li>", page, re.DOTALL)[n]
    if not USERS[key].press:
        assert Client().get(re.search(r'href="([^"]+)"', row).group(1)).status_code == 200
        return
    client, to = Client(), re.search(r'name="next" value="([^"]+)"', row).group(1)
    answer = client.post(re.search(r'action="([^"]+)"', row).group(1), {"next": to})
    assert (answer.status_code, answer.headers["Location"]) == (303, to)
    assert client.get(to).status_code == 200
    assert Appointment.objects.get(pk=client.session["appointment"]).role == USERS[key].role


def test_what_is_not_built_says_so_and_is_no_link(city):
    page = entrance(Client())
    for user in errands.USERS:
        rows = re.findall(r"<li.*?</li>", card(page, str(user.title)), re.DOTALL)
        for row, errand in zip(rows, user.errands, strict=True):
            assert errand.built == ("还没有建" not in row) == bool(re.search(r"<a |<button", row)), errand.words


def test_every_role_can_be_entered_from_the_page_but_the_handler(city):
    page = entrance(Client())
    roles = {user.press for user in errands.USERS} - {""}
    others = set(RoleName.values) - {user.role for user in errands.USERS}
    assert set(re.findall(r'action="/enter/(\w+)/"', page)) == roles | others
    assert "handler" not in roles | others


def test_the_member_of_the_city_is_one_of_its_own_committee(city):
    client = enter(errands.UPPER)
    assert int(client.session["_auth_user_id"]) == city.people["colleague"].pk


def test_no_press_leads_into_the_account_of_a_real_person(city):
    for person in city.people.values():
        person.is_invented = False
        person.save()
    for press in [*RoleName.values, errands.UPPER]:
        for studio in ("", "S071"):
            assert Client().post(f"/enter/{press}/", {"studio": studio}).status_code == 404


def test_people_of_the_studio_whose_matter_it_is(city):
    for role, name in {"clerk": "other_clerk", "member": "other_member", "county_staff": "other_county_staff"}.items():
        client = Client()
        answer = client.post(f"/enter/{role}/", {"studio": "S080"})
        assert (answer.status_code, int(client.session["_auth_user_id"])) == (303, city.people[name].pk)


# --- ticks --------------------------------------------------------------------------------------


def ticks(client: Client) -> set[str]:
    told = client.cookies.get(errands.COOKIE)
    return set(told.value.split(".")) - {""} if told else set()


def test_the_residents_errands_are_ticked_as_they_are_done(city):
    resident = Resident()
    client = resident.client
    client.get("/s/S071/")
    assert ticks(client) == set()
    token = resident.said(city)
    assert ticks(client) == {"resident-1"}
    from lianxinqiao.base import receipts
    from lianxinqiao.concerns import queries

    client.post("/status/", {"code": "0000-0000-0000-0000"})
    assert ticks(client) == {"resident-1"}
    client.post("/status/", {"code": receipts.code_of(token)})
    assert ticks(client) == {"resident-1", "resident-2"}
    city.lead(queries.by_token(token), "answered")
    client.post(f"/r/{token}/rate/", {"outcome": "solved", "once": "o" * 22})
    assert ticks(client) == {"resident-1", "resident-2", "resident-3"}
    assert client.cookies[errands.COOKIE]["httponly"]
    page = entrance(client)
    assert page.count("errand done") == 3
    assert "做过 3 件" in page


def test_a_page_counts_for_the_role_that_reads_it(city):
    client = enter("leader")
    client.get("/office/")
    assert ticks(client) == {"leader-1"}
    client.post("/enter/county_staff/")
    client.get("/office/")
    assert ticks(client) == {"leader-1", "county_staff-1"}
    client.post("/enter/member/")
    client.get("/office/")  # shut to a member
    client.get("/desk/concerns/")  # counts for a group's lead only
    assert ticks(client) == {"leader-1", "county_staff-1"}


def test_an_act_counts_when_it_was_done(city):
    matter = city.concern("accepted")
    client = enter("convener")
    address = f"/desk/concerns/{matter.number}/assign/"
    client.post(address, {"once": "x" * 22})
    assert ticks(client) == set()
    client.post(address, {"once": "x" * 22, "to": city.people["member"].pk, "version": matter.version})
    assert ticks(client) == {"convener-3"}


def test_beginning_again_and_a_cookie_of_nonsense(city):
    client = enter("leader")
    client.get("/office/")
    answer = client.post("/demo/again/")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/enter/")
    assert ticks(client) == set()
    client.cookies[errands.COOKIE] = "leader-9.<b>.resident-1"
    page = entrance(client)
    assert page.count("errand done") == 1
    assert "<b>." not in page


def test_outside_the_demo_nothing_is_noted_and_no_card_is_there(city, settings):
    settings.DEMO = False
    client = Client()
    client.cookies[errands.COOKIE] = "resident-1"
    resident = Resident()
    resident.said(city)
    assert errands.COOKIE not in resident.client.cookies
    assert client.get("/enter/").status_code == 302
    for role in [*RoleName.values, errands.UPPER]:
        assert Client().post(f"/enter/{role}/").status_code == 404
    assert Client().post("/demo/again/").status_code == 404
