"""What the desk writes of a concern carries no contact of the resident, whoever reads it."""

import pytest

from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.models import Concern
from tests.concerns.conftest import ADDRESS, AT, NAME, PHONE, City

SAYS = f"{NAME}您好，电话{PHONE[:3]} {PHONE[3:7]} {PHONE[7:]}，{ADDRESS}的桥修好了。"
LEFT = "【称呼】您好，电话【电话】，【住址】的桥修好了。"


def test_the_answer_and_its_evidence(city: City):
    concern = city.concern("assigned")
    told = {"result": "B", "text": SAYS, "evidence": SAYS, "decided_by": f"{NAME}和镇政府"}
    actions.answer(concern=concern, by=city.clerk, at=AT, next_on=AT.date().replace(day=9), **told)
    kept = Concern.objects.get()
    assert (kept.answer, kept.evidence, kept.decided_by) == (LEFT, LEFT, "【称呼】和镇政府")


def test_the_reason_to_decline_and_the_checked_text(city: City):
    one, two = city.concern(), city.concern()
    actions.decline(concern=one, reason=SAYS, door="court", by=city.clerk, at=AT)
    city.accept(two, passed_on=SAYS)
    assert (one.decline_reason, two.passed_on) == (LEFT, LEFT)
    assert not queries.find(city.clerk, NAME)


@pytest.mark.parametrize(
    ("given", "text", "left"),
    [
        ({"address": "下河村"}, "下河村的桥断了", "下河村的桥断了"),  # the place's own name is on every page
        ({"name": "王"}, "王家湾的路", "王家湾的路"),
        ({"phone": "2312345"}, "打2312345找我", "打【电话】找我"),
        ({}, "桥断了", "桥断了"),
    ],
)
def test_only_what_leads_to_the_person_goes(city: City, given, text, left):
    concern = city.receive(**given)
    assert queries.without_contact(concern, text) == left


def test_after_erasing_numbers_still_go(city: City):
    concern = city.concern("accepted")
    actions.erase(concern=concern, by=queries.resident_of(concern), at=AT)
    again = Concern.objects.get()
    assert queries.without_contact(again, f"打{PHONE}") == "打【电话】"


def test_what_nobody_has_checked_lies_nowhere_in_clear(city: City):
    """Somebody writes the own name into the text and into no field: no rule can know it, so it stays sealed."""
    for state in ("received", "declined"):
        concern = city.lead(city.receive(), state)
        assert Concern.objects.get(pk=concern.pk).passed_on == ""
        assert NAME in queries.passable(concern)
        for inside in (city.clerk, city.member):
            assert NAME in queries.listed(inside, AT, queries.visible_to(inside).filter(pk=concern.pk))[0].words
        for outside in (city.county_staff, city.city_staff, city.leader, city.group_lead):
            rows = queries.listed(outside, AT, queries.visible_to(outside, AT.date()))
            assert not [row for row in rows if row.words]


def test_the_list_of_what_waits_costs_no_more(city: City, django_assert_num_queries):
    for _n in range(5):
        city.receive()
    with django_assert_num_queries(1):
        assert len(queries.listed(city.clerk, AT, queries.visible_to(city.clerk))) == 5
