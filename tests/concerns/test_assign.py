import pytest

from lianxinqiao.base.errors import NotYours, Refused
from lianxinqiao.concerns import actions, queries
from lianxinqiao.concerns.models import Concern
from lianxinqiao.inbox.models import Message
from tests.concerns.conftest import AT, City, last_line, lines


def _assign(city: City, concern: Concern, to: str = "member", **more):
    return actions.assign(**{"concern": concern, "to": city.people[to], "by": city.clerk, "at": AT, **more})


def test_a_member_gets_the_matter_a_message_and_the_credit(city: City):
    concern = city.concern("accepted")
    due = concern.due_on
    _assign(city, concern, helpers=[city.people["other_member"]])
    assert (concern.state, concern.assignee, concern.due_on) == ("assigned", city.people["member"], due)
    assert lines(concern) == ["receive", "accept", "assign"]
    people = {f"member:{city.people[n].pk}" for n in ("member", "other_member")}
    assert {c.holder for c in last_line(concern).credits.all()} == {"studio:S071", *people}
    assert {m.to for m in Message.objects.all()} == {city.people["member"], city.people["other_member"]}
    assert {m.link for m in Message.objects.all()} == {f"/desk/concerns/{concern.number}/"}


def test_given_on_to_a_colleague_only_the_colleague_hears(city: City):
    concern = city.concern("assigned")
    Message.objects.all().delete()
    _assign(city, concern, to="colleague", helpers=[city.people["member"]])
    assert [m.to for m in Message.objects.all()] == [city.people["colleague"]]
    assert [p.username for p in concern.helpers.all()] == ["member"]


def test_a_helper_from_elsewhere_sees_it_from_now_on(city: City):
    concern = city.concern("accepted")
    assert not queries.visible_to(city.other_member)
    _assign(city, concern, helpers=[city.people["other_member"]])
    assert list(queries.visible_to(city.other_member)) == [concern]


@pytest.mark.parametrize(
    ("to", "helpers", "field"),
    [("other_member", [], "to"), ("county_staff", [], "to"), ("member", ["county_staff"], "helpers")],
)
def test_only_people_who_can_work_on_it(city: City, to: str, helpers: list[str], field: str):
    concern = city.concern("accepted")
    with pytest.raises(Refused) as refused:
        _assign(city, concern, to=to, helpers=[city.people[name] for name in helpers])
    assert refused.value.field == field


@pytest.mark.parametrize("role", ["member", "other_clerk", "county_staff", "city_staff", "leader"])
def test_others_may_not(city: City, role: str):
    with pytest.raises(NotYours):
        _assign(city, city.concern("accepted"), by=city.actors[role])


def test_the_same_key_assigns_once(city: City):
    concern = city.concern("accepted")
    stale = Concern.objects.get()
    _assign(city, concern, once="s" * 22)
    assert _assign(city, stale, once="s" * 22).state == "assigned"
    assert lines(concern).count("assign") == 1
    assert Message.objects.count() == 1
