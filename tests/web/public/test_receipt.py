"""The way back in: code, token, status, outcome, mark, and who looked."""

import pytest

from lianxinqiao.base import receipts
from lianxinqiao.base.models import Count
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.models import Concern, Mark
from tests.concerns.conftest import AT
from tests.web.public.conftest import hidden, token_in, told

pytestmark = pytest.mark.django_db(databases=["default", "traces"])


@pytest.fixture
def token(city, resident):
    return resident.said(city, phone="13800001111")


def answered(city, token):
    concern = queries.by_token(token)
    city.lead(concern, "answered")
    return concern


def test_the_code_leads_to_the_receipt(city, resident, token):
    for typed in (receipts.code_of(token), receipts.code_of(token).lower().replace("-", " ").replace("0", "o")):
        answer = resident.client.post("/status/", {"code": typed})
        assert answer.status_code == 303
        assert token_in(answer) == token
        assert typed not in answer.headers["Location"]


def test_a_wrong_code_and_nonsense_get_the_same_answer(city, resident, token):
    said = set()
    for typed in ("AAAA-BBBB-CCCC-DDDD", "x", "'; DROP TABLE"):
        answer = resident.client.post("/status/", {"code": typed})
        assert answer.status_code == 422
        said.add(told(answer)[told(answer).index('class="error"') :].split("</p>")[0])
    assert len(said) == 1


def test_the_number_opens_nothing(city, resident, token):
    number = Concern.objects.get().number
    assert resident.client.get(f"/r/{number}/").status_code == 404
    for typed in (number, "山阳2306-0001", number[2:]):  # one that exists and one that does not: the same answer
        answer = resident.client.post("/status/", {"code": typed})
        assert answer.status_code == 422
        assert "这是编号" in told(answer)


def test_in_the_demo_the_receipt_leads_to_the_clerk_who_received_it(city, resident, token, settings):
    page = told(resident.client.get(f"/r/{token}/"))
    assert 'action="/enter/clerk/"' in page
    assert f'name="studio" value="{city.studio.code}"' in page
    settings.DEMO = False
    assert "/enter/clerk/" not in told(resident.client.get(f"/r/{token}/"))


def test_who_wants_a_call_is_told_that_it_comes(city, resident):
    told_us = hidden(resident.client.get("/call/")) | {"phone": "13800001111", "place": city.county.code}
    token = token_in(resident.client.post("/call/", told_us))
    assert "会打您留的电话" in told(resident.client.get(f"/r/{token}/"))
    answered(city, token)
    assert "会打您留的电话" not in told(resident.client.get(f"/r/{token}/"))


def test_ten_wrong_codes_then_a_pause_before_any_hashing(city, resident, token, monkeypatch):
    for _n in range(10):
        assert resident.client.post("/status/", {"code": "AAAABBBBCCCCDDDD"}).status_code == 422
    monkeypatch.setattr(receipts, "code_keys", lambda code: pytest.fail("hashed after the limit"))
    stopped = resident.client.post("/status/", {"code": receipts.code_of(token)})
    assert stopped.status_code == 429
    assert "请过" in told(stopped)
    monkeypatch.undo()
    neighbour = type(resident)().client.post("/status/", {"code": receipts.code_of(token)})
    assert neighbour.status_code == 303


def test_an_unknown_token_is_a_page_with_a_next_step(city, resident):
    answer = resident.client.get("/r/AAAAAAAAAAAAAAAAAAAAAA/")
    assert answer.status_code == 404
    assert "没有这一页" in told(answer)


def test_each_step_is_said_in_public_words(city, resident, token):
    concern = queries.by_token(token)
    path = f"/r/{token}/"
    assert "<h1>收到了</h1>" in told(resident.client.get(path))
    city.lead(concern, "accepted")
    assert "<h1>已受理</h1>" in told(resident.client.get(path))
    actions.assign(concern=concern, to=city.people["member"], by=city.clerk, at=AT)
    page = told(resident.client.get(path))
    assert "<h1>办理中</h1>" in page
    assert city.people["member"].name in page
    actions.answer(concern=concern, result="A", text="桥修好了。", evidence="现场看过", by=city.member, at=AT)
    page = told(resident.client.get(path))
    assert "有答复了" in page
    assert "桥修好了。" in page
    assert "这件事解决了吗？" in page


def test_a_declined_concern_says_why_and_where_to(city, resident, token):
    city.lead(queries.by_token(token), "declined")
    page = told(resident.client.get(f"/r/{token}/"))
    assert "正在打官司。" in page
    assert "12368" in page
    assert "这件事解决了吗" not in page


def test_the_resident_rates_once(city, resident, token):
    answered(city, token)
    one = resident.client.post(f"/r/{token}/rate/", {"outcome": "solved", "words": "谢谢"})
    assert one.status_code == 303
    concern = queries.by_token(token)
    assert (concern.state, concern.outcome) == ("rated", "solved")
    assert concern.original.unseal("outcome_words") == "谢谢"
    page = told(resident.client.get(f"/r/{token}/"))
    assert "解决了" in page
    two = resident.client.post(f"/r/{token}/rate/", {"outcome": "not"})
    assert two.status_code == 422
    assert "不能再" in told(two)


def test_not_solved_goes_round_once_more(city, resident, token):
    answered(city, token)
    resident.client.post(f"/r/{token}/rate/", {"outcome": "not"})
    concern = queries.by_token(token)
    assert (concern.state, concern.reopened) == ("assigned", True)
    assert "办理中" in told(resident.client.get(f"/r/{token}/"))


def test_a_matter_answered_on_the_spot_never_stood_with_somebody(city, resident, token):
    concern = queries.by_token(token)
    city.accept(concern)
    actions.answer(concern=concern, result="A", text="已经修好。", evidence="看过", by=city.clerk, at=AT)
    page = told(resident.client.get(f"/r/{token}/"))
    assert "已答复" in page
    assert "办理中" not in page


def test_rating_before_an_answer_or_with_nonsense_is_refused(city, resident, token):
    early = resident.client.post(f"/r/{token}/rate/", {"outcome": "solved"})
    assert early.status_code == 422
    answered(city, token)
    wrong = resident.client.post(f"/r/{token}/rate/", {"outcome": "perfect"})
    assert wrong.status_code == 422
    assert queries.by_token(token).outcome == ""


def test_a_mark_is_counted_apart_and_once(city, resident, token):
    answered(city, token)
    assert resident.client.post(f"/r/{token}/mark/", {"word": "satisfied"}).status_code == 303
    assert resident.client.post(f"/r/{token}/mark/", {"word": "unsatisfied"}).status_code == 422
    assert Mark.objects.get().n == 1
    page = told(resident.client.get(f"/r/{token}/"))
    assert "谢谢您的评价" in page


def test_who_looked_is_listed_with_the_reason(city, resident, token):
    actions.reveal(concern=queries.by_token(token), what="phone", reason="打电话约时间", by=city.clerk, at=AT)
    page = told(resident.client.get(f"/r/{token}/"))
    assert "打电话约时间" in page
    assert city.people["clerk"].name in page
    assert "13800001111" not in page


def test_own_words_as_said_until_they_are_taken_back(city, resident):
    token = resident.said(city, text="我的电话13800001111，桥断了", phone="13800001111")
    assert "我的电话13800001111，桥断了" in told(resident.client.get(f"/r/{token}/"))
    confirm = resident.client.get(f"/r/{token}/erase/")
    assert queries.by_token(token).original.erased is False
    sent = resident.client.post(f"/r/{token}/erase/", hidden(confirm))
    assert sent.status_code == 303
    page = told(resident.client.get(f"/r/{token}/"))
    assert "已经删除，谁也打不开了" in page
    assert "13800001111" not in page
    again = resident.client.post(f"/r/{token}/erase/", {})
    assert again.status_code == 409
    assert "已经删除过了" in told(again)


def test_the_qr_has_an_address_of_its_own_and_waits_once_the_matter_moves(city, resident, token):
    fresh = told(resident.client.get(f"/r/{token}/")).split("<main")[1]
    assert f'src="/r/{token}/qr/"' in fresh
    assert 'loading="lazy"' not in fresh
    city.lead(queries.by_token(token), "accepted")
    page = told(resident.client.get(f"/r/{token}/")).split("<main")[1]
    assert f'src="/r/{token}/qr/"' in page
    assert 'loading="lazy"' in page
    answer = resident.client.get(f"/r/{token}/qr/")
    assert answer.content.startswith(b"\x89PNG")
    assert answer.headers["Cache-Control"] == "no-store"
    assert resident.client.get("/r/AAAAAAAAAAAAAAAAAAAAAA/qr/").status_code == 404


def test_get_does_not_act_and_post_does_not_read(city, resident, token):
    for path in ("rate/", "mark/"):
        assert resident.client.get(f"/r/{token}/{path}").status_code == 405
    assert resident.client.post(f"/r/{token}/").status_code == 405


def test_the_status_page_asks_the_database_little(city, resident, token, django_assert_max_num_queries):
    resident.client.get(f"/r/{token}/")
    with django_assert_max_num_queries(3):
        resident.client.get(f"/r/{token}/")
    answered(city, token)
    with django_assert_max_num_queries(4):
        resident.client.get(f"/r/{token}/")


def test_no_address_and_no_receipt_lies_in_the_counters(city, resident, token):
    resident.client.post("/status/", {"code": receipts.code_of(token)})
    kept = " ".join(Count.objects.values_list("what", flat=True))
    assert kept
    assert "127.0.0.1" not in kept
    assert token not in kept


def test_the_receipt_is_not_for_search_engines(city, resident, token):
    answer = resident.client.get(f"/r/{token}/")
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Cache-Control"] == "no-store"
