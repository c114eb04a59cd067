"""The verbs through their pages, and what a page says when it is not the time."""

from html import unescape

import pytest

from lianxinqiao.base import clock, photos
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.models import Note, Reveal
from lianxinqiao.organisation.enums import BodyKind
from lianxinqiao.organisation.models import Appointment, Body
from lianxinqiao.studios.models import Studio
from tests.concerns.conftest import ADDRESS, NAME, PHONE, lines
from tests.web.desk.conftest import browser, once_in, page_of
from tests.web.public.conftest import picture

pytestmark = pytest.mark.django_db(databases=["default", "traces"])

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def send(client, concern, verb, **told):
    hidden = once_in(client.get(page_of(concern, verb)))
    assert hidden["once"]
    return client.post(page_of(concern, verb), hidden | told)


def test_from_receipt_to_closed_through_the_pages(city):
    clerk, member, concern = browser(city, "clerk"), browser(city, "member"), city.concern()
    told = {"passed_on": "村口的桥断了。", "topic": "roads", "kind": "help", "simple": "on"}
    answer = send(clerk, concern, "accept", **told)
    assert (answer.status_code, unescape(answer.headers["Location"])) == (303, answer.headers["Location"])
    assert send(clerk, concern, "assign", to=city.people["member"].pk).status_code == 303
    told = {"result": "A", "text": "桥修好了。", "evidence": "现场看过"}
    assert send(member, concern, "answer", **told).status_code == 303
    concern.refresh_from_db()
    assert (concern.state, concern.answer, concern.assignee) == ("answered", "桥修好了。", city.people["member"])
    actions.rate(concern=concern, outcome="solved", by=queries.resident_of(concern), at=clock.now())
    assert send(clerk, concern, "close").status_code == 303
    concern.refresh_from_db()
    assert (concern.state, concern.closed_as) == ("closed", "solved")
    assert lines(concern) == ["receive", "accept", "assign", "answer", "rate", "close"]


def test_decline_note_and_reopen(city):
    clerk, convener = browser(city, "clerk"), browser(city, "convener")
    one = city.concern()
    assert send(clerk, one, "decline", door="court", reason="正在打官司。").status_code == 303
    one.refresh_from_db()
    assert (one.state, one.decline_door) == ("declined", "court")
    two = city.concern("closed")
    assert send(convener, two, "reopen", reason="又断了。").status_code == 303
    assert send(clerk, two, "note", text="约好周三去看").status_code == 303
    page = clerk.get(page_of(two)).content.decode()
    assert page.index('data-label="内部"') < page.index("约好周三去看")


def test_the_same_key_twice_is_one_effect(city):
    clerk, concern = browser(city, "clerk"), city.concern("assigned")
    hidden = once_in(clerk.get(page_of(concern, "note"))) | {"text": "一次"}
    assert [clerk.post(page_of(concern, "note"), hidden).status_code for _n in range(2)] == [303, 303]
    assert Note.objects.count() == 1
    hidden = once_in(clerk.get(page_of(concern, "reveal"))) | {"what": "phone", "reason": "约时间"}
    assert [clerk.post(page_of(concern, "reveal"), hidden).status_code for _n in range(2)] == [200, 200]
    assert Reveal.objects.count() == 1


def test_a_verb_that_came_too_late_is_409_and_keeps_the_words(city):
    clerk, concern = browser(city, "clerk"), city.concern("assigned")
    hidden = once_in(clerk.get(page_of(concern, "answer")))
    _answered(city, concern)
    told = hidden | {"result": "A", "text": "我写了很久的话", "evidence": "看过"}
    answer = clerk.post(page_of(concern, "answer"), told)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "已答复" in page
    assert "我写了很久的话" in page
    refused = clerk.get(page_of(concern, "answer"))
    assert refused.status_code == 409
    assert f'href="{page_of(concern)}"' in refused.content.decode()  # the way on is the matter, not the home page


def _answered(city, concern):
    actions.answer(
        concern=queries.visible_to(city.clerk).get(pk=concern.pk),
        result="A",
        text="桥修好了。",
        evidence="现场看过",
        by=city.clerk,
        at=clock.now(),
    )


def test_whoever_acts_on_an_old_page_is_told(city):
    clerk, convener, concern = browser(city, "clerk"), browser(city, "convener"), city.concern("accepted")
    old = once_in(clerk.get(page_of(concern, "assign")))
    assert send(convener, concern, "assign", to=city.people["member"].pk).status_code == 303
    answer = clerk.post(page_of(concern, "assign"), old | {"to": city.people["colleague"].pk})
    assert answer.status_code == 409
    assert "刚才有人先办了" in answer.content.decode()
    concern.refresh_from_db()
    assert concern.assignee == city.people["member"]


def test_what_is_missing_is_said_at_its_field(city):
    clerk, concern = browser(city, "clerk"), city.concern("assigned")
    for told, words in (
        ({"result": "A", "text": "好了"}, "id_evidence_error"),
        ({"result": "C", "text": "还不行", "decided_by": "县水利局"}, "id_next_on_error"),
        ({"result": "B", "text": "还不行", "next_on": "2023-07-01"}, "id_decided_by_error"),
        ({"text": "好了"}, "id_result_error"),
    ):
        answer = send(clerk, concern, "answer", **told)
        assert answer.status_code == 422, told
        assert words in answer.content.decode(), told
    concern.refresh_from_db()
    assert concern.state == "assigned"


def test_the_preview_shows_what_the_resident_will_see_and_sends_nothing(city):
    clerk, concern = browser(city, "clerk"), city.concern("assigned")
    told = {"result": "A", "text": "请打13912345678问。", "evidence": "看过", "preview": "1"}
    answer = send(clerk, concern, "answer", **told)
    page = answer.content.decode()
    shown = page[page.index("群众会看到") :]
    assert answer.status_code == 200
    assert "13912345678" not in shown
    concern.refresh_from_db()
    assert concern.state == "assigned"


def test_a_reveal_shows_the_value_once_and_tells_the_resident(city):
    clerk, concern = browser(city, "clerk"), city.concern("assigned")
    case = clerk.get(page_of(concern)).content.decode()
    form = clerk.get(page_of(concern, "reveal")).content.decode()
    assert PHONE not in form
    assert "反映人会" in form
    assert send(clerk, concern, "reveal", what="phone").status_code == 422
    answer = send(clerk, concern, "reveal", what="phone", reason="约看现场的时间")
    assert PHONE in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert NAME not in answer.content.decode()
    assert ADDRESS not in answer.content.decode()
    assert "约看现场的时间" in str(queries.reveals(concern))
    again = clerk.get(page_of(concern)).content.decode()
    assert again.count(PHONE) == case.count(PHONE)  # only in the original's own words, if there


def test_the_room_reads_the_original_and_a_group_lead_nothing(city):
    concern = city.concern("assigned")
    assert PHONE in browser(city, "member").get(page_of(concern)).content.decode()
    page = browser(city, "group_lead").get("/desk/concerns/?view=all").content.decode()
    assert concern.passed_on not in page


@pytest.mark.parametrize("state", ["declined", "answered", "closed"])
def test_a_group_lead_sees_how_far_and_not_what_was_said_or_came_of_it(city, state):
    _led(city)
    concern = city.concern(state)
    answer = browser(city, "group_lead").get(page_of(concern))
    page = answer.content.decode()
    assert answer.status_code == 200
    for word in (
        "正在打官司",
        "桥修好了",
        "现场看过",
        "解决了",
        "已解决",
        queries.passable(concern),
        PHONE,
        NAME,
        "封着",
    ):
        assert word not in page, word
    assert "办结为" in browser(city, "clerk").get(page_of(concern)).content.decode() or state != "closed"


def _led(city):
    body = Body.objects.create(kind=BodyKind.GROUP, name="第一学习组", place=city.county)
    Appointment.objects.filter(role="group_lead").update(body=body)
    Studio.objects.filter(pk=city.studio.pk).update(group=body)


def test_the_preview_leaves_out_the_contact_as_the_answer_will(city):
    clerk, concern = browser(city, "clerk"), city.concern("assigned")
    told = {"result": "A", "text": f"{NAME}您好，修好了。", "evidence": "看过"}
    page = send(clerk, concern, "answer", **told, preview="1").content.decode()
    assert "【称呼】您好，修好了。" in page
    assert send(clerk, concern, "answer", **told).status_code == 303
    concern.refresh_from_db()
    assert concern.answer == "【称呼】您好，修好了。"


def test_the_desk_says_which_photos_may_leave_the_room(city):
    clerk = browser(city, "clerk")
    concern = city.concern(photos=(photos.clean(picture()), photos.clean(picture())))
    one, two = concern.photos.all()
    page = clerk.get(page_of(concern, "accept")).content.decode()
    assert f'name="photos" value="{one.pk}"' in page
    assert "checked" not in page[page.index('name="photos"') :].split("</fieldset>")[0]
    told = {"passed_on": "桥断了", "topic": "roads", "kind": "help"}
    foreign = city.concern(photos=(photos.clean(picture()),)).photos.get()
    assert send(clerk, concern, "accept", **told, photos=[foreign.pk]).status_code == 422
    assert send(clerk, concern, "accept", **told, photos=[two.pk]).status_code == 303
    assert [photo.passed_on for photo in concern.photos.all()] == [False, True]
    assert 'name="photos"' not in clerk.get(page_of(city.concern(), "accept")).content.decode()


@pytest.mark.parametrize("version", ["²", "-1", "9" * 40, "x", ""])
def test_nonsense_for_a_version_is_no_fault(city, version):
    clerk, concern = browser(city, "clerk"), city.concern("assigned")
    assert clerk.post(page_of(concern, "note"), {"version": version, "once": "n" * 22, "text": "x"}).status_code < 500


def test_what_people_wrote_is_shown_as_words(city):
    clerk, concern = browser(city, "clerk"), city.receive(text=f"桥断了{EVIL}", name="x", phone=PHONE)
    told = {"passed_on": f"桥断了{EVIL}", "topic": "roads", "kind": "help"}
    assert send(clerk, concern, "accept", **told).status_code == 303
    assert send(clerk, concern, "note", text=EVIL).status_code == 303
    assert send(clerk, concern, "assign", to=city.people["member"].pk).status_code == 303
    told = {"result": "A", "text": EVIL, "evidence": EVIL}
    assert send(clerk, concern, "answer", **told, preview="1").status_code == 200
    assert send(clerk, concern, "answer", **told).status_code == 303
    for address in ("/desk/", "/desk/concerns/?view=all", f"/desk/concerns/?q={EVIL}", page_of(concern)):
        page = clerk.get(address).content.decode()
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address


def test_photos_are_for_the_room(city):
    concern = city.concern("assigned", photos=(photos.clean(picture()),))
    address = page_of(concern) + f"photos/{concern.photos.get().pk}/"
    assert browser(city, "member").get(address).headers["Content-Type"] == "image/jpeg"
    assert browser(city, "other_member").get(address).status_code == 404
