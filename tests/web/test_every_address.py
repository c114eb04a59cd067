"""Every address × every role × every method, made from the addresses themselves (reliability A1, A2, A6, A14).

What a page may show is watched by tests/canaries.py on each of these answers, too.
"""

from itertools import count

import pytest
from django.test import Client
from django.urls import reverse

from lianxinqiao.base import photos, receipts
from lianxinqiao.base.models import Job
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.models import Concern, Original
from lianxinqiao.inbox.models import Message
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation.enums import STUDIO_ROLES, RoleName
from tests.concerns.conftest import AT, City, build
from tests.concerns.test_photos import picture
from tests.house.test_doors import addresses
from tests.web.desk.conftest import browser

pytestmark = pytest.mark.django_db(databases=["default", "traces"])
NOW = "2023-06-05T09:00:00+08:00"
ONCE = "every-address-0000000001"
NAMES = {"figure": "solved", "office_figure": "solved", "about": "privacy"}
FOREIGN = ("other_clerk", "other_member", "other_county_staff")
ROLES = [*RoleName.values, *FOREIGN]
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture
def city(db, settings, tmp_path) -> City:
    settings.DEMO, settings.DEMO_NOW = True, NOW
    settings.FILES = tmp_path / "files"
    return build()


@pytest.fixture
def matter(city) -> Concern:
    return city.lead(city.concern(once=ONCE, photos=[photos.clean(picture())]), "answered")


def every(matter: Concern) -> list[tuple[str, str]]:
    """(name, address) of everything that answers, filled with what is really there."""
    job = Job.objects.create(name="x", state="failed", run_after=AT, made_at=AT)
    mail = Message.objects.order_by("pk").first()
    told = {
        "number": matter.number,
        "photo": matter.photos.get().pk,
        "code": "S071",
        "token": receipts.token_of(ONCE),
        "job": job.pk,
        "message": mail.pk if mail else 1,
        "what": "studios",
        "role": "leader",
        "pk": 1,
        "person": matter.assignee_id,
    }
    found = []
    for _address, entry in addresses():
        name = entry.name
        wanted = {word: NAMES.get(name, "x") if word == "name" else told[word] for word in entry.pattern.converters}
        wanted |= {word: told[word] for word in told if f":{word}>" in _address}
        found.append((name, reverse(name, kwargs=wanted)))
    return sorted(set(found))


def state() -> tuple:
    """What no refused request may change."""
    return (
        sorted(Concern.objects.values_list("pk", "version", "state", "answer")),
        sorted(Original.objects.values_list("pk", "erased_at")),
        Line.objects.count(),
        sorted(Message.objects.values_list("pk", "read_at")),
        sorted(Job.objects.values_list("pk", "state", "tries")),
    )


@pytest.mark.parametrize("who", ["stranger", "clerk", "city_staff", "administrator"])
def test_every_unsafe_request_needs_the_forms_token_of_our_own_pages(city, matter, who):
    client = Client(enforce_csrf_checks=True) if who == "stranger" else browser(city, who, enforce_csrf_checks=True)
    found = every(matter)
    before = state()
    client.get("/")
    cookie = client.cookies["csrf"].value
    for name, address in found:
        if name == "look":
            assert client.post(address, {"size": "large"}).status_code == 403
        for method in UNSAFE:
            assert client.generic(method, address).status_code == 403, (method, address)
        foreign = client.post(address, {"csrfmiddlewaretoken": cookie}, headers={"origin": "https://evil.example"})
        assert foreign.status_code == 403, address
    assert state() == before


def doors(name: str, address: str) -> str:
    return next((door for door in ("desk", "office") if address.startswith(f"/{door}/")), "")


def test_a_stranger_reaches_only_what_is_open(city, matter):
    client, shut, opened = Client(), [], []
    before = state()
    for name, address in every(matter):
        (opened if address.startswith("/r/") else shut).append((name, address))
    for name, address in shut:
        for method in ("get", "post"):
            answer = getattr(client, method)(address, {"once": "q" * 22})
            if doors(name, address):
                assert (answer.status_code, answer.headers["Location"][:9]) == (302, "/sign-in/"), address
            if not address.startswith("/demo/"):  # of the demo city only, where every matter is invented
                assert matter.number not in answer.content.decode(errors="replace"), address
            client = Client()
    assert state()[:3] == before[:3]


@pytest.mark.parametrize("role", ROLES)
def test_no_role_passes_the_other_door_and_no_answer_is_a_fault(city, matter, role):
    """Reading and empty posts; every answer is searched for planted words (tests/canaries.py)."""
    client = browser(city, role)
    at_desk = role in STUDIO_ROLES or role in {"other_clerk", "other_member"}
    own = {"desk": at_desk, "office": not at_desk and role != "handler"}
    for name, address in every(matter):
        door = doors(name, address)
        for method in ("get", "post") if door else ():
            answer = getattr(client, method)(address)
            assert answer.status_code < 500, (method, address)
            if not own[door]:
                assert answer.status_code in {403, 405}, (method, address)
            elif role in FOREIGN and matter.number in address:
                assert answer.status_code in {403, 404, 405}, (method, address)
                assert method == "post" or answer.status_code != 405, address


def test_odd_methods_are_no_fault_anywhere(city, matter):
    client = browser(city, "clerk")
    for name, address in every(matter):
        for method in ("put", "delete", "options", "trace", "head"):
            if name != "account_logout":
                assert getattr(client, method)(address).status_code < 500, (method, address)


def test_headers_on_what_fails_before_any_view(city, client, settings, monkeypatch):
    """The watch looks at each of these answers: policy, nosniff, no-store."""
    for address in ("/nowhere", "/nowhere/", "/say", "/static/nothing.css", "/static/css/lxq.css", "//evil.example/"):
        client.get(address)
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert client.post("/say/", {f"f{n}": "x" for n in range(1100)}).status_code == 400
    broken = Client(raise_request_exception=False)
    monkeypatch.setattr("lianxinqiao.web.public.home.views.counties", lambda: 1 / 0)
    assert broken.get("/").status_code == 500


def test_behind_tls_everything_says_so(city, settings):
    """HSTS, and cookies that no other host can set; a request in clear is led away with nothing in it."""
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client = Client()
    plain = client.get("/say/")
    assert (plain.status_code, plain.headers["Location"]) == (301, "https://testserver/say/")
    for address in ("/", "/nowhere/", "/desk/"):
        assert client.get(address, secure=True).headers["Strict-Transport-Security"].startswith("max-age=31536000")
    client.get("/say/", secure=True)
    assert all(morsel["secure"] and morsel["httponly"] for morsel in client.cookies.values())


TWO = ("我家在东沟，路灯不亮。", "我家在西沟，水管漏了。")


def test_one_residents_receipt_opens_nothing_of_another(city, client):
    """Every address below a token, asked with the things of another matter."""
    once = [f"two-residents-{n}".ljust(22, "0") for n in range(2)]
    mine, theirs = (
        city.receive(text=text, once=key, photos=[photos.clean(picture())]) for text, key in zip(TWO, once, strict=True)
    )
    token = receipts.token_of(once[0])
    page = client.get(f"/r/{token}/").content.decode()
    assert TWO[0] in page
    assert TWO[1] not in page
    assert theirs.number not in page
    assert client.get(f"/r/{token}/photos/{mine.photos.get().pk}/").status_code == 200
    assert client.get(f"/r/{token}/photos/{theirs.photos.get().pk}/").status_code == 404
    client.post(f"/r/{token}/erase/", {"once": "e" * 22, "concern": theirs.pk, "number": theirs.number})
    assert sorted(Original.objects.filter(erased_at=None).values_list("pk", flat=True)) == [theirs.pk]


@pytest.mark.parametrize("guess", ["{number}", "{pk}", "{hash}", "{once}", "{code}", "%00", "..", "' OR 1=1--"])
def test_nothing_else_opens_a_receipt(city, matter, client, guess):
    """Neither the number, nor what the database holds, nor the key of the form, nor the code in an address."""
    token = receipts.token_of(ONCE)
    tried = guess.format(
        number=matter.number,
        pk=matter.pk,
        hash=receipts.token_hash(token),
        once=ONCE,
        code=receipts.code_of(token),
    )
    answer = client.get(f"/r/{tried}/")
    assert answer.status_code in {301, 404}
    assert matter.number not in answer.content.decode() or tried == matter.number
    for field in ("code", "number", "token"):
        if guess != "{code}":
            assert client.post("/status/", {field: tried}).status_code in {422, 429}


MORE = {
    "state": "closed",
    "version": "0",
    "studio": "S080",
    "office": "611025",
    "is_active": "1",
    "role": "leader",
    "by": "person:1",
    "at": "2001-01-01",
    "created_at": "2001-01-01",
    "closed_as": "solved",
    "reopened": "1",
    "assignee": "1",
    "number": "山阳2306-0001",
    "erased_at": "2001-01-01",
    "channel": "desk",
    "due_on": "2099-01-01",
}


def test_no_form_takes_a_field_that_it_does_not_ask_for(city, client):
    """Mass assignment (A4): fields of the models sent along change nothing."""
    keys = (f"mass-{n}".ljust(22, "0") for n in count())
    clerk = browser(city, "clerk")
    concern = city.receive()
    told = {"passed_on": "桥断了", "topic": "roads", "kind": "help", "once": next(keys)}
    more = {name: value for name, value in MORE.items() if name != "version"}
    assert clerk.post(f"/desk/concerns/{concern.number}/accept/", told | more).status_code == 303
    concern.refresh_from_db()
    assert (concern.state, concern.studio, concern.assignee, concern.closed_as, concern.reopened) == (
        *("accepted", city.studio, None, "", False),
    )
    assert concern.channel == "web"
    assert concern.due_on.year == 2023
    assert Line.objects.order_by("-pk").first().by == str(city.clerk)
    sent = {"step": "send", "once": next(keys), "text": "路断了", "place": city.village.code} | more | {"studio": ""}
    assert client.post("/say/", sent).status_code == 303
    newest = Concern.objects.order_by("-pk").first()
    assert (newest.state, newest.channel, newest.received_at) == ("received", "web", AT)


def test_a_clerk_acts_on_nothing_of_another_studio_by_any_verb(city):
    """IDOR: the neighbour's number in the address, the own words in the form; as if there were none."""
    foreign, clerk = city.receive(studio=city.other), browser(city, "clerk")
    actions.accept(
        concern=foreign, passed_on="水管漏", topic="roads", kind="help", by=city.actors["other_clerk"], at=AT
    )
    before = state()
    for name, address in every(city.lead(city.concern(photos=[photos.clean(picture())]), "assigned")):
        if name.startswith("desk_concern") and name != "desk_concerns":
            there = address.replace(address.split("/")[3], foreign.number)
            told = {"once": name.ljust(22, "0"), "text": "x", "reason": "x", "what": "phone", "result": "A"}
            assert clerk.post(there, told).status_code in {404, 405}, there
            assert clerk.get(there).status_code == 404, there
    assert [row for row in state()[0] if row[0] == foreign.pk] == [row for row in before[0] if row[0] == foreign.pk]
    assert not queries.reveals(foreign)
