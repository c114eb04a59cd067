"""Who may sign in: search, a slip shown once, accounts closed and opened."""

import re

import pytest

from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation.models import Person
from tests.concerns.conftest import NAME, PHONE
from tests.web.office.conftest import hidden, told

pytestmark = pytest.mark.django_db(databases=["default", "traces"])
WORD = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b")


def at(city, name, verb=""):
    return f"/office/people/{city.people[name].pk}/" + (f"{verb}/" if verb else "")


def press(client, city, name, verb, **told_more):
    page = client.get(at(city, name))
    return client.post(at(city, name, verb), {**hidden(page), **told_more})


def test_search_by_name_and_sign_in_name_within_the_area(city, browser):
    client = browser("county_staff")
    page = told(client.get("/office/people/"))
    assert at(city, "clerk") in page
    assert at(city, "other_clerk") not in page
    assert at(city, "leader") not in page
    for words in ("clerk", "CLERK", "联络员"):
        page = told(client.get(f"/office/people/?q={words}"))
        assert at(city, "clerk") in page, words
        assert at(city, "member") not in page, words
    assert "没有找到" in told(client.get("/office/people/?q=other_clerk"))
    assert at(city, "other_clerk") in told(browser("city_staff").get("/office/people/?q=other_clerk"))


def test_residents_are_not_people(city, browser):
    city.concern("received")
    for words in (NAME, PHONE):
        assert "没有找到" in told(browser("city_staff").get(f"/office/people/?q={words}"))


def test_pages_of_thirty(city, browser):
    for n in range(70):
        Person.objects.create(username=f"p{n:03}", name=f"某{n:03}", is_invented=True)
    client = browser("administrator")
    assert "找到 70 人" in told(client.get("/office/people/?q=某"))
    assert "某069" in told(client.get("/office/people/?q=某&page=3"))


def test_the_list_costs_the_same_for_many(city, browser, django_assert_max_num_queries):
    client = browser("city_staff")
    client.get("/office/people/")
    with django_assert_max_num_queries(20):
        client.get("/office/people/")


def test_a_slip_is_shown_once_and_on_the_same_press_again(city, browser):
    client = browser("county_staff")
    page = client.get(at(city, "clerk"))
    assert "还没发过密码" in told(page)
    fields, lines = hidden(page), Line.objects.count()
    first, again = (client.post(at(city, "clerk", "issue_password"), fields) for _press in range(2))
    words = {WORD.search(told(one)).group() for one in (first, again)}
    assert len(words) == 1
    assert first.headers["Cache-Control"] == "no-store"
    assert "2023年6月19日" in told(first)
    assert "/sign-in/" in told(first)
    assert Person.objects.get(username="clerk").check_password(words.pop())
    assert Line.objects.count() == lines + 1
    after = told(client.get(at(city, "clerk")))
    assert "已发一次性密码" in after
    assert not WORD.search(after)
    assert client.get(at(city, "clerk", "issue_password")).status_code == 405


def test_a_used_slip_says_so(city, browser):
    client = browser("county_staff")
    fields = hidden(client.get(at(city, "clerk")))
    client.post(at(city, "clerk", "issue_password"), fields)
    person = city.people["clerk"]
    person.refresh_from_db()
    person.set_password("steinbruecke ueber den bach")
    person.password_until = None
    person.save()
    answer = client.post(at(city, "clerk", "issue_password"), fields)
    assert answer.status_code == 200
    assert not WORD.search(told(answer))
    assert "已经发过" in told(answer)
    assert not Person.objects.get(pk=person.pk).must_change


def test_closed_and_opened(city, browser):
    client, clerk = browser("county_staff"), browser("clerk")
    assert clerk.get("/desk/").status_code == 200
    fields = hidden(client.get(at(city, "clerk")))
    for _press in range(2):
        assert client.post(at(city, "clerk", "disable_person"), fields).status_code == 303
    assert Line.objects.filter(verb="organisation.disable_person").count() == 1
    page = told(client.get(at(city, "clerk")))
    assert "已停用" in page
    assert "发一次性密码" not in page.partition("<main")[2].replace("要再发一个一次性密码", "").replace(
        "再发一个一次性密码", ""
    )
    assert clerk.get("/desk/").status_code == 302
    assert press(client, city, "clerk", "enable_person").status_code == 303
    assert "已恢复" in told(client.get(at(city, "clerk")))
    assert clerk.get("/desk/").status_code == 302
    assert WORD.search(told(press(client, city, "clerk", "issue_password")))


@pytest.mark.parametrize("verb", ["issue_password", "disable_person", "enable_person"])
def test_what_the_table_refuses_the_pages_refuse(city, browser, verb):
    fields, before = {"once": "0123456789abcdefghijkl"}, Line.objects.count()
    for name, whom, status in (
        ("county_staff", "other_clerk", 404),
        ("county_staff", "leader", 404),
        ("city_staff", "administrator", 403),
        ("city_staff", "custodian", 403),
        ("city_staff", "city_staff", 403),
        ("administrator", "administrator", 403),
        ("leader", "clerk", 403),
        ("auditor", "clerk", 403),
        ("clerk", "member", 403),
    ):
        assert browser(name).post(at(city, whom, verb), fields).status_code == status, (name, whom)
    assert Line.objects.count() == before


def test_buttons_are_the_rights(city, browser):
    for name, whom, seen in (
        ("city_staff", "clerk", True),
        ("city_staff", "custodian", False),
        ("administrator", "custodian", True),
        ("administrator", "administrator", False),
    ):
        page = told(browser(name).get(at(city, whom)))
        assert (at(city, whom, "issue_password") in page) is seen, (name, whom)
    assert "这是您自己" in told(browser("administrator").get(at(city, "administrator")))
    assert "管不到" in told(browser("city_staff").get(at(city, "custodian")))


def test_an_incomplete_form_issues_nothing(city, browser):
    client = browser("county_staff")
    for once in ("", "short"):
        assert client.post(at(city, "clerk", "issue_password"), {"once": once}).status_code == 422
    assert not Person.objects.get(username="clerk").must_change


def test_nobody_there_is_like_somebody_elsewhere(city, browser):
    client = browser("county_staff")
    there, none = client.get(at(city, "other_clerk")), client.get("/office/people/999999/")
    assert there.status_code == none.status_code == 404
    assert there.content == none.content
