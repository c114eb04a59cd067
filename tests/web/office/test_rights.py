"""Who sees which page, and that nobody sees more than the tables of rights say."""

import csv

import pytest
from django.apps import apps
from django.test import Client

from lianxinqiao.base.models import Job, Visit
from lianxinqiao.concerns.models import Photo
from lianxinqiao.organisation.enums import STUDIO_ROLES, RoleName
from lianxinqiao.studios.models import Studio
from lianxinqiao.web.office.pages import MENU, PAGES
from tests.concerns.conftest import ADDRESS, NAME, PHONE
from tests.house.test_rights import FILE
from tests.web.office.conftest import pages, told

pytestmark = pytest.mark.django_db(databases=["default", "traces"])
OFFICE = [role for role in RoleName if role not in STUDIO_ROLES and role != RoleName.HANDLER]
CANARIES = (NAME, PHONE, ADDRESS, "五里路")  # the last is said only in the original
PASSED_ON = "孩子上学要绕路"


def addresses(number="{number}"):
    """(address, page) of everything that the office answers to a GET."""
    yield from [
        ("/office/studios/S071/", "studios"),
        ("/office/studios/S071/?view=all", "studios"),
        ("/office/concerns/", "concerns"),
        ("/office/concerns/?view=all", "concerns"),
        ("/office/concerns/?q=2306", "concerns"),
        (f"/office/concerns/?q={NAME}&view=all", "concerns"),
        (f"/office/concerns/{number}/", "concerns"),
        (f"/office/concerns/{number}/reveal/", "reveal"),
        ("/office/figures/", "figures"),
        ("/office/figures/solved/", "figures"),
        ("/office/figures/solved/?period=to_date", "figures"),
        ("/office/figures/members/?period=to_date", "figures"),
        ("/office/ledger/", "ledger"),
        ("/office/import/", "import"),
        ("/office/import/studios/", "import"),
        ("/office/import/members/", "import"),
        ("/office/import/bodies/", "import"),
        ("/office/import/members/template/", "import"),
        ("/office/people/", "people"),
        ("/office/people/?q=member", "people"),
        ("/office/jobs/", "jobs"),
    ]


POSTS = [("/office/ledger/verify/", "ledger"), ("/office/jobs/1/retry/", "jobs"), ("/office/import/studios/", "import")]


def rights(datum, thing="concern"):
    """role → reach, from the table written by hand."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return next(row for row in rows if (row["thing"], row["verb_or_datum"]) == (thing, datum))


def test_the_table_is_the_one_written_by_hand():
    assert {role: {page: page in seen for page in row} for role, row in pages().items() for seen in [PAGES[role]]} == (
        pages()
    )
    assert set(PAGES) == {str(role) for role in OFFICE}
    assert len(MENU) <= 8


@pytest.mark.parametrize(
    ("page", "thing", "datum"),
    [
        ("concerns", "concern", "number_and_state"),
        ("reveal", "concern", "reveal"),
        ("reveals", "concern", "reveals"),
        ("import", "studios", "plan"),
        ("import", "organisation", "register_member"),
        ("people", "organisation", "issue_password_of_studio"),
        ("people", "organisation", "disable_person_of_studio"),
        ("people", "organisation", "enable_person_of_studio"),
    ],
)
def test_no_page_is_wider_than_the_rights(page, thing, datum):
    far = rights(datum, thing)
    wide = {role for role, row in pages().items() if row[page] and far[role] != "own"}
    assert wide == set()


def test_whoever_keeps_the_machine_sees_no_matter():
    assert not pages()["administrator"]["concerns"]
    assert not pages()["administrator"]["studios"]
    assert not any(pages()["custodian"].values())


@pytest.mark.parametrize("role", OFFICE)
def test_every_role_at_every_address(city, matter, browser, role):
    client = browser(role)
    for address, page in addresses(matter.number):
        answer = client.get(address)
        expected = 200 if pages()[role][page] else 403
        assert answer.status_code == expected, address
        if expected == 403:
            assert "您现在的身份看不到这一页" in told(answer)
            assert matter.number not in told(answer)
    for address, page in POSTS:
        refused = client.post(address).status_code == 403
        assert refused is not pages()[role][page], address


@pytest.mark.parametrize("role", OFFICE)
def test_the_first_page_is_one_that_the_role_sees(city, browser, role):
    answer = browser(role).get("/office/", follow=True)
    assert answer.status_code == 200
    menu = [str(words) for page, words, _name in MENU if pages()[role][page]]
    assert all(words in told(answer) for words in menu if len(menu) > 1)
    assert ("还没有您要办的事" in told(answer)) is not any(pages()[role].values())


@pytest.mark.parametrize("role", sorted(STUDIO_ROLES))
def test_studio_people_have_another_door(city, matter, browser, role):
    client = browser(role)
    for address, _page in [("/office/", ""), *addresses(matter.number)]:
        assert client.get(address).status_code == 403, address
    assert [client.post(address).status_code for address, _page in POSTS] == [403] * len(POSTS)


def test_a_stranger_is_asked_to_sign_in(city, matter):
    for address, _page in [("/office/", ""), *addresses(matter.number)]:
        answer = Client().get(address)
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", ["/office/concerns/{}/", "/office/concerns/{}/reveal/"])
def test_a_foreign_matter_is_like_none(city, foreign, browser, address):
    client = browser("county_staff")
    there, none = client.get(address.format(foreign.number)), client.get(address.format("镇安2306-0000"))
    assert there.status_code == none.status_code == 404
    assert there.content == none.content
    assert browser("other_county_staff").get(f"/office/concerns/{foreign.number}/").status_code == 200


def test_a_foreign_studio_is_like_none(city, foreign, browser):
    client = browser("county_staff")
    there, none = client.get("/office/studios/S080/"), client.get("/office/studios/S999/")
    assert there.status_code == none.status_code == 404
    assert there.content == none.content
    for page in ("/office/", "/office/concerns/?view=all", f"/office/concerns/?view=all&q={foreign.number}"):
        assert "镇安" not in told(client.get(page)).replace(f'value="{foreign.number}"', "").replace(
            "镇安2306", "" if "q=" in page else "镇安2306"
        ), page


def test_a_committee_sees_the_studios_that_it_leads(city, matter, browser):
    client = browser("committee_lead")
    assert client.get(f"/office/concerns/{matter.number}/").status_code == 200
    assert matter.number in told(client.get("/office/figures/members/?period=to_date"))
    Studio.objects.filter(pk=city.studio.pk).update(leads=None)
    assert client.get("/office/").status_code == 200
    assert client.get("/office/studios/S071/").status_code == 404
    assert client.get(f"/office/concerns/{matter.number}/").status_code == 404
    assert matter.number not in told(client.get("/office/figures/members/?period=to_date"))


@pytest.mark.parametrize("role", OFFICE)
def test_nobody_reads_who_said_it_or_the_own_words(city, matter, foreign, browser, role):
    """The canaries of a resident in every page, whatever its status; the checked text only for its readers."""
    client, waiting = browser(role), city.concern("received")
    for number in (matter.number, waiting.number, foreign.number):
        for address, _page in [("/office/", ""), *addresses(number)]:
            page = told(client.get(address, follow=True)).replace(f"={NAME}", "").replace(f'="{NAME}"', "")
            assert not [word for word in CANARIES if word in page], (address, number)
            if rights("passed_on")[role] != "own":
                assert PASSED_ON not in page, (address, number)
            if rights("number_and_state")[role] != "own":
                assert waiting.number not in page
            if rights("answer_text")[role] != "own":
                assert "桥修好了" not in page, address
            if rights("outcome")[role] != "own":
                assert "解决了" not in page.replace("没解决", ""), address


def test_the_checked_text_opens_for_the_county_once_accepted(city, browser):
    client, waiting = browser("county_staff"), city.concern("received")
    before = told(client.get(f"/office/concerns/{waiting.number}/"))
    assert "村口" not in before
    assert "还没有受理，看不到转述文字" in before
    city.accept(waiting)
    assert PASSED_ON in told(client.get(f"/office/concerns/{waiting.number}/"))


def counts():
    """Rows of every table but sessions and the access log: the clock writes that, in whatever test it is."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if "session" not in str(model).lower() and model is not Visit
    }


@pytest.mark.parametrize("role", ["city_staff", "county_staff", "auditor", "administrator"])
def test_reading_writes_nothing(city, matter, browser, role):
    client = browser(role)
    Job.objects.create(name="x", state="failed", run_after=matter.received_at, made_at=matter.received_at)
    client.get("/office/")
    before = counts()
    for address, _page in addresses(matter.number):
        client.get(address)
        client.head(address)
    assert counts() == before


@pytest.mark.parametrize("address", ["/office/ledger/verify/", "/office/jobs/1/retry/"])
def test_an_act_is_not_done_by_reading(city, browser, address):
    assert browser("administrator").get(address).status_code == 405


def test_photos_are_for_those_who_may_see_them(city, matter, browser):
    one = Photo.objects.create(concern=matter, file="x", width=1, height=1, passed_on=True)
    address = f"/office/concerns/{matter.number}/photos/{one.pk}/"
    for role in ("city_staff", "office_head", "leader"):
        assert browser(role).get(address).status_code == 403, role
    for role in ("auditor", "administrator", "assessor"):
        assert browser(role).get(address).status_code == 403, role
    assert browser("other_county_staff").get(address).status_code == 404
    assert browser("county_staff").get(address.replace(str(one.pk), "999")).status_code == 404
    assert address in told(browser("county_staff").get(f"/office/concerns/{matter.number}/"))
    assert address not in told(browser("city_staff").get(f"/office/concerns/{matter.number}/"))
    Photo.objects.update(passed_on=False)
    assert browser("county_staff").get(address).status_code == 403
    assert address not in told(browser("county_staff").get(f"/office/concerns/{matter.number}/"))
