"""Today, the list, and messages."""

import pytest

from lianxinqiao.inbox.models import Message
from tests.web.desk.conftest import browser, page_of

pytestmark = pytest.mark.django_db(databases=["default", "traces"])


def test_today_shows_five_and_one_press_each(city):
    clerk = browser(city, "clerk")
    assert "今天没有事等您" in clerk.get("/desk/").content.decode()
    made = [city.concern() for _n in range(7)]
    page = clerk.get("/desk/").content.decode()
    assert page.count('class="task') - page.count('class="tasks') == 5
    assert sum(page_of(one, "accept") in page for one in made) == 5
    assert "另有 2 件" in page


def test_today_of_a_member_is_what_was_given_to_them(city):
    mine, other = city.concern("assigned"), city.concern("accepted")
    page = browser(city, "member").get("/desk/").content.decode()
    assert page_of(mine, "answer") in page
    assert other.number not in page
    assert "今天没有事等您" in browser(city, "colleague").get("/desk/").content.decode()


def test_tabs_count_what_they_show(city):
    for state in ("received", "accepted", "assigned", "answered", "rated", "closed", "declined"):
        city.concern(state)
    clerk = browser(city, "clerk")
    for view, n in {"received": 1, "doing": 2, "answered": 2, "again": 0, "closed": 2, "all": 7}.items():
        page = clerk.get(f"/desk/concerns/?view={view}").content.decode()
        assert page.count("<tr><td>") == n, view
        assert f'?view={view}" aria-current="page"' in page
    assert clerk.get("/desk/concerns/?view=nonsense&page=99").status_code == 200


def test_search_finds_by_text_and_number_but_never_by_person(city):
    concern, clerk = city.concern("assigned"), browser(city, "clerk")
    for words, found in (("桥断了", True), (concern.number, True), (concern.number[-4:], True), ("钱桂花", False)):
        page = clerk.get("/desk/concerns/", {"q": words}).content.decode()
        assert (page_of(concern) in page) is found, words


def test_an_htmx_part_is_the_list_alone(city):
    city.concern()
    clerk = browser(city, "clerk")
    part = clerk.get("/desk/concerns/", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="list"')
    assert "HX-Request" in part.headers["Vary"]


def test_a_message_is_opened_by_a_press(city):
    city.concern("assigned")
    member = browser(city, "member")
    one = Message.objects.get(to=city.people["member"])
    assert "1" in member.get("/desk/inbox/").content.decode()
    assert member.get(f"/desk/inbox/{one.pk}/read/").status_code == 405
    answer = member.post(f"/desk/inbox/{one.pk}/read/")
    one.refresh_from_db()
    assert (answer.status_code, bool(one.read_at)) == (303, True)
    assert browser(city, "clerk").post(f"/desk/inbox/{one.pk}/read/").status_code == 404
