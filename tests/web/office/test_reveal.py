"""The office opens a text by a reason: shown once, on the answer, with a line and a row that the resident reads."""

import pytest

from lianxinqiao.concerns.models import Reveal
from tests.concerns.conftest import SAID, lines
from tests.web.office.conftest import hidden, told

pytestmark = pytest.mark.django_db(databases=["default", "traces"])
TEXT = "村口的桥断了两个月，孩子上学要绕路。"


def test_the_city_reads_the_checked_text_by_a_reason(city, matter, browser):
    client, address = browser("city_staff"), f"/office/concerns/{matter.number}/reveal/"
    asked = client.get(address)
    assert TEXT not in told(asked)
    sent = hidden(asked) | {"what": "passed_on", "reason": "核对督办材料"}
    answer = client.post(address, sent)
    assert answer.status_code == 200
    assert TEXT in told(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert TEXT not in told(client.get(address))
    page = told(client.get(f"/office/concerns/{matter.number}/"))
    assert TEXT not in page
    assert "核对督办材料" in page
    assert lines(matter)[-1] == "reveal"
    assert TEXT in told(client.post(address, sent))
    assert Reveal.objects.count() == 1


def test_without_a_reason_nothing_opens(city, matter, browser):
    client, address = browser("city_staff"), f"/office/concerns/{matter.number}/reveal/"
    for sent in ({"what": "passed_on", "reason": " "}, {"reason": "想看"}, {"what": "phone", "reason": "想看"}, {}):
        answer = client.post(address, hidden(client.get(address)) | sent)
        assert answer.status_code == 422, sent
        assert TEXT not in told(answer)
    assert not Reveal.objects.exists()


def test_the_county_opens_the_own_words_and_no_name(city, matter, browser):
    client, address = browser("county_staff"), f"/office/concerns/{matter.number}/reveal/"
    page = told(client.get(address))
    assert 'value="original"' in page
    assert not [what for what in ("name", "phone", "address") if f'value="{what}"' in page]
    answer = client.post(address, hidden(client.get(address)) | {"what": "original", "reason": "群众来电核实"})
    assert SAID in told(answer)
    assert browser("other_county_staff").get(address).status_code == 404


def test_before_it_is_accepted_there_is_nothing_to_open_for_the_city(city, browser):
    waiting = city.concern("received")
    answer = browser("city_staff").get(f"/office/concerns/{waiting.number}/reveal/")
    assert answer.status_code == 403
    assert "没有可以打开的内容" in told(answer)


def test_the_auditor_counts_reveals_and_sees_no_number(city, matter, browser):
    address = f"/office/concerns/{matter.number}/reveal/"
    client = browser("city_staff")
    client.post(address, hidden(client.get(address)) | {"what": "passed_on", "reason": "核对"})
    page = told(browser("auditor").get("/office/ledger/"))
    assert "打开过多少次" in page
    assert "<td>山阳县</td>" in page
    assert matter.number not in page
    assert "打开过多少次" not in told(browser("administrator").get("/office/ledger/"))
