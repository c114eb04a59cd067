"""The office's first page and lists: red ones first, numbers that press through, constant cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxinqiao.concerns.models import Concern
from lianxinqiao.ledger import tally
from tests.concerns.conftest import AT, _studio
from tests.web.office.conftest import told

pytestmark = pytest.mark.django_db(databases=["default", "traces"])


def late(concern, days=5):
    Concern.objects.filter(pk=concern.pk).update(due_on=(AT - timedelta(days=days)).date())


def rows(answer):
    page = told(answer)
    return re.findall(r"<tr>(.*?)</tr>", page[page.index("<tbody>") : page.index("</tbody>")], re.DOTALL)


def test_who_cannot_look_for_words_is_not_offered_it(city, browser):
    assert "按编号或转述文字找" in told(browser("county_staff").get("/office/concerns/"))
    assert "按编号或转述文字找" not in told(browser("city_staff").get("/office/concerns/"))


def test_red_ones_first_and_each_number_opens_what_it_counts(city, browser):
    city.concern("received")
    late(city.receive(studio=city.other))
    client = browser("city_staff")
    first, second = rows(client.get("/office/"))
    assert "镇安委员工作室" in first
    assert "城关委员工作室" in second
    links = re.findall(r'href="(/office/studios/[^"]+view=late)"[^>]*>(\d+)<', first)
    assert links == [("/office/studios/S080/?view=late", "1")]
    assert len(rows(client.get(links[0][0]))) == 1
    total = re.search(r'href="(/office/concerns/\?view=late)"><b class="num">(\d+)<', told(client.get("/office/")))
    assert len(rows(client.get(total[1]))) == int(total[2]) == 1


def test_a_matter_that_nobody_contacted_in_time_is_red_in_count_and_list(city, browser):
    one = city.concern("accepted")
    Concern.objects.filter(pk=one.pk).update(contact_on=(AT - timedelta(days=3)).date())
    client = browser("county_staff")
    assert "超 3 天" in told(client.get("/office/studios/S071/?view=late"))
    assert re.search(r'view=late" class="late">1<', told(client.get("/office/")))


def test_find_by_county_words_and_order(city, browser):
    city.concern("received")
    client = browser("city_staff")
    assert len(rows(client.get("/office/?county=611025"))) == 1
    assert "城关委员工作室" in rows(client.get("/office/?q=s071"))[0]
    assert "城关委员工作室" in rows(client.get("/office/?sort=open"))[0]
    assert "没有找到" in told(client.get("/office/?q=没有这个"))
    assert client.get("/office/?county=x&sort=x&page=x&q=%00").status_code == 200
    assert 'name="county"' not in told(browser("county_staff").get("/office/"))
    page = told(client.get("/office/?county=611024"))
    assert "/office/concerns/?view=open&county=611024" in page
    assert len(rows(client.get("/office/concerns/?view=open&county=611024"))) == 1
    assert "这里没有事" in told(client.get("/office/concerns/?view=open&county=611025"))


def test_an_assessor_sees_counts_and_no_matter(city, matter, browser):
    city.concern("received")
    client = browser("assessor")
    assert "view=" not in "".join(rows(client.get("/office/")))
    page = told(client.get("/office/studios/S071/"))
    assert "只看件数" in page
    assert matter.number not in page


def test_tabs_hold_what_they_say(city, browser):
    done, declined, opened = city.concern("closed"), city.concern("declined"), city.concern("assigned")
    client = browser("city_staff")
    by_view = {
        name: told(client.get(f"/office/concerns/?view={name}")) for name in ("open", "soon", "late", "done", "all")
    }
    assert opened.number in by_view["open"]
    assert done.number not in by_view["open"]
    assert done.number in by_view["done"]
    assert declined.number in by_view["done"]
    assert all(one.number in by_view["all"] for one in (done, declined, opened))
    assert "没有超期的事" in by_view["late"]


def test_find_by_number_and_by_checked_text(city, browser):
    one = city.concern("assigned")
    for role in ("city_staff", "county_staff", "leader"):
        assert one.number in told(browser(role).get(f"/office/concerns/?q={one.number[-4:]}"))
    assert one.number in told(browser("county_staff").get("/office/concerns/?q=断了"))
    assert one.number not in told(browser("city_staff").get("/office/concerns/?q=断了"))


def test_pages_of_a_long_list(city, browser):
    for _n in range(31):
        city.receive()
    client = browser("city_staff")
    assert len(rows(client.get("/office/concerns/"))) == 30
    assert len(rows(client.get("/office/concerns/?page=2"))) == 1


def cost(client, address):
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


ADDRESSES = [
    *(
        "/office/",
        "/office/concerns/?view=all",
        "/office/studios/S071/?view=all",
        "/office/ledger/",
        "/office/figures/",
    ),
    *("/office/figures/studios/", "/office/figures/members/?period=to_date", "/office/figures/solved/?period=to_date"),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_cost_does_not_grow_with_rows(city, browser, address):
    city.concern("closed")
    tally.advance(at=AT)
    client = browser("city_staff")
    client.get(address)
    few = cost(client, address)
    for n in range(5):
        city.concern("closed")
        city.concern("assigned")
        _studio(f"S20{n}", f"第{n}委员工作室", city.county)
    assert cost(client, address) <= few
    assert few <= (60 if "figures/" in address else 22)


def test_one_matter_costs_little(city, matter, browser):
    client = browser("county_staff")
    client.get("/office/")
    assert cost(client, f"/office/concerns/{matter.number}/") <= 20
