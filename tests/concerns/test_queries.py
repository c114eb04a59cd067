from datetime import date

import pytest

from lianxinqiao.base import receipts
from lianxinqiao.base.actor import CLOCK, Actor, ActorKind
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.enums import ConcernVerb, PublicState
from lianxinqiao.concerns.models import Concern
from tests.concerns.conftest import AT, City, later

WATCHING = {"county_staff", "city_staff", "leader", "office_head"}
V = ConcernVerb


@pytest.mark.parametrize(
    "role",
    [
        "clerk",
        "convener",
        "member",
        "colleague",
        *sorted(WATCHING),
        "other_clerk",
        "other_member",
        "other_county_staff",
        "administrator",
        "auditor",
        "assessor",
        "signer",
        "information_editor",
        "custodian",
        "correspondent",
        "handler",
        "group_lead",
        "committee_lead",
    ],
)
def test_who_knows_of_a_concern(city: City, role: str):
    concern = city.concern("assigned")
    expected = [concern] if role in WATCHING | {"clerk", "convener", "member", "colleague"} else []
    assert list(queries.visible_to(city.actors[role], AT.date())) == expected


def test_a_lead_sees_the_studios_that_the_body_leads(city: City):
    from lianxinqiao.organisation.enums import BodyKind
    from lianxinqiao.organisation.models import Appointment, Body

    concern = city.concern("accepted")
    place = city.county.parent
    body = Body.objects.create(kind=BodyKind.COMMITTEE, name="社会法制委", place=place)
    Appointment.objects.filter(person=city.people["committee_lead"]).update(body=body)
    city.studio.leads = body
    city.studio.save()
    assert list(queries.visible_to(city.committee_lead, AT.date())) == [concern]
    assert queries.listed(city.committee_lead, AT, [concern])[0].words == ""
    assert queries.case(city.committee_lead, concern, AT).passed_on is None


def test_a_resident_sees_the_own_matter_and_nobody_else_does(city: City):
    mine, _another = city.concern(), city.concern()
    assert list(queries.visible_to(queries.resident_of(mine))) == [mine]
    for nobody in (CLOCK, Actor(ActorKind.RESIDENT), Actor(ActorKind.HANDLER, id="1"), Actor(ActorKind.PERSON, id="1")):
        assert not queries.visible_to(nobody)


@pytest.mark.parametrize(
    ("state", "role", "verbs"),
    [
        ("received", "clerk", [V.ACCEPT, V.DECLINE, V.NOTE, V.REVEAL]),
        ("accepted", "clerk", [V.DECLINE, V.ASSIGN, V.ANSWER, V.NOTE, V.REVEAL]),
        ("assigned", "member", [V.ANSWER, V.NOTE, V.REVEAL]),
        ("assigned", "colleague", [V.NOTE, V.REVEAL]),
        ("answered", "convener", [V.NOTE, V.REVEAL]),
        ("rated", "convener", [V.CLOSE, V.REOPEN, V.NOTE, V.REVEAL]),
        ("rated", "clerk", [V.CLOSE, V.NOTE, V.REVEAL]),
        ("closed", "clerk", [V.NOTE, V.REVEAL]),
        ("rated", "county_staff", [V.REVEAL]),
        ("rated", "leader", []),
        ("rated", "other_clerk", []),
    ],
)
def test_only_the_legal_next_verbs_are_offered(city: City, state: str, role: str, verbs: list[str]):
    assert queries.verbs_for(city.actors[role], city.concern(state), AT) == verbs


def test_the_residents_own_verb(city: City):
    concern = city.concern("answered")
    assert queries.verbs_for(queries.resident_of(concern), concern, AT) == [V.RATE]


@pytest.mark.parametrize(
    ("state", "public", "says"),
    [
        ("received", "received", "6月6日"),
        ("accepted", "accepted", "6月7日"),
        ("assigned", "assigned", "6月27日"),
        ("answered", "answered", "6月20日"),
        ("rated", "answered", "办结"),
        ("closed", "closed", "已经办结"),
        ("declined", "declined", "不能受理"),
    ],
)
def test_the_resident_reads_where_it_stands_and_what_comes_by_when(city: City, state: str, public: str, says: str):
    concern = city.concern(state)
    told = queries.status(concern, AT)
    assert told.state == PublicState(public)
    assert says in told.next_words
    assert [step.verb for step in queries.timeline(concern)][-1] == "receive"
    assert told.helpers == ([city.people["member"].name] if state not in {"received", "accepted", "declined"} else [])


def test_a_deadline_is_explained_in_words(city: City):
    assert "次日起算15个工作日" in queries.status(city.concern("assigned"), AT).due_words
    assert "端午" in queries.status(city.concern("assigned"), AT).due_words
    assert queries.status(city.concern("closed"), AT).due_words == ""


@pytest.mark.parametrize("state", ["received", "assigned", "closed"])
def test_a_status_page_is_few_queries(city: City, state: str, django_assert_max_num_queries):
    city.concern(state, once="q" * 22)
    with django_assert_max_num_queries(1):
        concern = queries.by_token(receipts.token_of("q" * 22))
    with django_assert_max_num_queries(2):
        queries.status(concern, AT)
        queries.said(queries.resident_of(concern), concern)


def test_a_wrong_token_finds_nothing(city: City):
    city.concern()
    assert queries.by_token("x" * 22) is None


def test_late_is_read_and_never_stored(city: City):
    concern = city.concern()
    assert [queries.listed(city.clerk, at, [concern])[0].late for at in (AT, later(days=1), later(days=2))] == [0, 0, 1]
    city.lead(concern, "answered") if concern.state != "received" else None
    answered = city.concern("answered")
    assert not queries.listed(city.clerk, later(days=99), [answered])[0].late, "waiting for the resident is no delay"


def test_todays_list_is_each_ones_own_most_urgent_first(city: City):
    assigned, received, rated = city.concern("assigned"), city.concern(), city.concern("rated")
    city.concern("answered")
    city.concern("closed")
    assert [row.number for row in queries.today(city.clerk, AT)] == [received.number, assigned.number, rated.number]
    assert [row.next for row in queries.today(city.clerk, AT)] == [V.ACCEPT, V.ANSWER, V.CLOSE]
    assert [row.number for row in queries.today(city.member, AT)] == [assigned.number]
    assert queries.today(city.colleague, AT) == []
    assert queries.today(city.county_staff, AT) == []


def _load(city: City, role: str, at=AT) -> dict[str, tuple[int, int, int]]:
    return {x.studio.code: (x.open, x.due_soon, x.overdue) for x in queries.loads(city.actors[role], at)}


def test_loads_count_open_soon_and_overdue(city: City):
    for state in ("received", "assigned", "answered", "closed", "declined"):
        city.concern(state)
    assert _load(city, "county_staff") == {"S071": (3, 1, 0)}
    assert _load(city, "city_staff") == {"S071": (3, 1, 0), "S080": (0, 0, 0)}
    assert _load(city, "leader", later(days=2)) == {"S071": (3, 0, 1), "S080": (0, 0, 0)}
    assert _load(city, "clerk") == {"S071": (3, 1, 0)}
    for role in ("administrator", "handler", "custodian", "correspondent"):
        assert _load(city, role) == {}


def test_loads_and_lists_cost_the_same_for_one_and_for_many(city: City, django_assert_num_queries):
    city.concern("assigned")
    counts = []
    for _ in range(2):
        with django_assert_num_queries(1):
            queries.loads(city.city_staff, AT)
        with django_assert_num_queries(1):
            counts.append(len(queries.listed(city.county_staff, AT, queries.visible_to(city.county_staff))))
        with django_assert_num_queries(1):
            queries.today(city.member, AT)
        for _more in range(3):
            city.concern("assigned")
    assert counts == [1, 4]


def test_a_case_page_costs_the_same_with_one_note_and_with_many(city: City, django_assert_max_num_queries):
    concern = city.concern("assigned")
    for n in range(6):
        actions.note(concern=concern, text=f"第{n}次", by=city.member, at=AT)
        actions.reveal(concern=concern, what="phone", reason="约时间", by=city.member, at=AT)
    fresh = queries.visible_to(city.member).get()
    with django_assert_max_num_queries(10):
        shown = queries.case(city.member, fresh, AT)
    assert len(shown.notes) == 6
    assert shown.has == {"name", "phone", "address"}
    assert shown.can_reveal == ["name", "phone", "address"]
    assert shown.reveals is None, "who looked is for the resident, the city and the auditor"


def test_concerns_of_a_year_without_holidays_are_taken_all_the_same(city: City):
    assert city.receive(at=AT.replace(year=2031)).due_on == date(2031, 6, 6)
    assert Concern.objects.count() == 1
