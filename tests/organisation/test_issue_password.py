"""One-time passwords: handed out along the line of the roles, told to the holder of the form, gone after two weeks."""

import re
from datetime import timedelta

import pytest

from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.errors import NotYours, Refused, SentBefore
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation import actions, queries
from lianxinqiao.organisation.enums import RoleName, SignIn
from lianxinqiao.organisation.models import Person
from tests.factories.network import AT, BY, TODAY, actor, lay, member, person, studio

pytestmark = pytest.mark.django_db
ONCE = "0123456789abcdefghijkl"


@pytest.fixture
def city():
    return lay()


@pytest.fixture
def clerk(city):
    return person("clerk", RoleName.CLERK, studio().place)


def issue(who, by=BY, once=ONCE, at=AT):
    return actions.issue_password(person=who, by=by, at=at, once=once)


def test_it_is_readable_random_and_holds_two_weeks(clerk):
    made = issue(clerk)
    word = queries.one_time_password(made, ONCE, AT)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", word)  # 16 of 32: 80 bit
    assert made.check_password(word)
    assert made.must_change
    assert made.password_until == AT + timedelta(days=14)
    assert queries.sign_in_state(made, AT + timedelta(days=14)) is SignIn.ISSUED
    assert queries.sign_in_state(made, AT + timedelta(days=14, seconds=1)) is SignIn.OUTDATED
    assert queries.one_time_password(made, ONCE, AT + timedelta(days=15)) == ""


def test_each_form_person_and_term_has_its_own(city):
    one, two = (person(f"u{n}", RoleName.LEADER, city) for n in range(2))
    words = [queries.one_time_password(issue(who, once=once), once, AT) for who, once in ((one, ONCE), (two, "x" * 22))]
    words.append(queries.one_time_password(issue(one, once="y" * 22), "y" * 22, AT))
    again = actions.issue_password(person=one, by=actor("admin", RoleName.ADMINISTRATOR, city), at=AT, once="z" * 22)
    words.append(queries.one_time_password(again, "z" * 22, AT))
    assert len(set(words)) == 4
    assert queries.one_time_password(again, ONCE, AT) == ""  # the older slips are waste paper
    assert not again.check_password(words[0])


def test_a_later_term_of_the_same_form_has_another_word(clerk):
    first, admin = issue(clerk), actor("admin", RoleName.ADMINISTRATOR, queries.root())
    word = queries.one_time_password(first, ONCE, AT)
    later = issue(clerk, by=admin, at=AT + timedelta(days=3))
    assert queries.one_time_password(later, ONCE, AT) not in {"", word}


def test_the_same_press_twice_is_one_act_and_shows_the_same_slip(clerk):
    before = Line.objects.count()
    first = queries.one_time_password(issue(clerk), ONCE, AT)
    hashed = Person.objects.get(pk=clerk.pk).password
    assert queries.one_time_password(issue(clerk, at=AT + timedelta(minutes=1)), ONCE, AT) == first
    assert Person.objects.get(pk=clerk.pk).password == hashed
    assert Line.objects.count() == before + 1
    with pytest.raises(SentBefore):
        issue(person("other", RoleName.LEADER, queries.root()))


def test_the_slip_tells_nothing_once_it_was_used(clerk):
    issue(clerk)
    me = queries.actors_of(clerk, TODAY)[0]
    actions.set_password(person=clerk, password="a long word of mine 7", by=me, at=AT)
    assert queries.one_time_password(issue(clerk), ONCE, AT) == ""


def test_one_line_without_secrets(clerk):
    made = issue(clerk)
    line = Line.objects.order_by("-pk").first()
    assert (line.verb, line.thing_kind, line.thing_id) == ("organisation.issue_password", "person", str(clerk.pk))
    told = " ".join(str(value) for value in vars(line).values())
    for secret in (queries.one_time_password(made, ONCE, AT), made.password, ONCE):
        assert secret not in told
    assert line.path == "/611000/611024/S071/"


@pytest.mark.parametrize(
    ("role", "code", "may"),
    [
        (RoleName.COUNTY_STAFF, "611024", True),
        (RoleName.COUNTY_STAFF, "611026", False),
        (RoleName.CITY_STAFF, "611000", True),
        (RoleName.ADMINISTRATOR, "611000", True),
        (RoleName.ADMINISTRATOR, "611026", False),
        (RoleName.LEADER, "611000", False),
        (RoleName.AUDITOR, "611000", False),
        (RoleName.CUSTODIAN, "611000", False),
    ],
)
def test_who_hands_out_to_a_clerk(clerk, role, code, may):
    by = actor("who", role, queries.place(code))
    assert ("issue_password" in queries.account_verbs(by, clerk, TODAY)) is may
    if may:
        assert issue(clerk, by=by).must_change
        return
    with pytest.raises(NotYours):
        issue(clerk, by=by)


def test_staff_take_over_no_office_role(city):
    custodian = person("custodian", RoleName.CUSTODIAN, city)
    staff, admin = actor("staff", RoleName.CITY_STAFF, city), actor("admin", RoleName.ADMINISTRATOR, city)
    with pytest.raises(NotYours):
        issue(custodian, by=staff)
    assert issue(custodian, by=admin).must_change


def test_a_wider_role_is_not_taken_over_by_way_of_a_narrow_one(clerk, city):
    """Every role and every place of the person counts, also one that begins tomorrow."""
    county = actor("staff", RoleName.COUNTY_STAFF, queries.place("611024"))
    assert queries.account_verbs(county, clerk, TODAY) == ["issue_password", "disable_person"]
    actions.appoint(person=clerk, role=RoleName.LEADER, place=city, since=TODAY + timedelta(days=1), by=BY, at=AT)
    assert queries.account_verbs(county, clerk, TODAY) == []
    with pytest.raises(NotYours):
        issue(clerk, by=county)


def test_a_member_of_the_city_is_the_citys(city):
    sitting = member("611000-0001", county="611000").person
    assert queries.account_verbs(actor("c", RoleName.COUNTY_STAFF, queries.place("611024")), sitting, TODAY) == []
    assert queries.account_verbs(actor("s", RoleName.CITY_STAFF, city), sitting, TODAY) != []


def test_somebody_without_any_role_is_the_citys(city):
    nobody = actions.register_person(username="n", name="某人", place=queries.place("611024"), by=BY, at=AT)
    with pytest.raises(NotYours):
        issue(nobody, by=actor("c", RoleName.COUNTY_STAFF, queries.place("611024")))
    assert issue(nobody, by=actor("s", RoleName.CITY_STAFF, city)).must_change


def test_nobody_for_themselves(city):
    boss = person("admin", RoleName.ADMINISTRATOR, city)
    with pytest.raises(NotYours):
        issue(boss, by=queries.actors_of(boss, TODAY)[0])


@pytest.mark.parametrize("kind", [ActorKind.RESIDENT, ActorKind.HANDLER, ActorKind.MACHINE, ActorKind.CLOCK])
def test_nobody_without_a_role(clerk, city, kind):
    with pytest.raises(NotYours):
        issue(clerk, by=Actor(kind, id="1", where=city.where))


@pytest.mark.parametrize("once", ["", "short", "桥" * 20])
def test_a_page_without_its_key_issues_nothing(clerk, once):
    with pytest.raises(Refused):
        issue(clerk, once=once)
    assert not Person.objects.get(pk=clerk.pk).must_change


def test_typed_from_paper(clerk):
    word = queries.one_time_password(issue(clerk), ONCE, AT)
    for typed in (word, word.lower(), word.replace("-", " "), word.replace("-", "").replace("0", "O")):
        assert queries.as_issued("CLERK", typed) == word
    assert queries.as_issued("clerk", "something else") == "something else"
    assert queries.as_issued("nobody", word.lower()) == word.lower()
    me = queries.actors_of(clerk, TODAY)[0]
    actions.set_password(person=clerk, password="abcd2345efgh6789", by=me, at=AT)
    assert queries.as_issued("clerk", "abcd2345efgh6789") == "abcd2345efgh6789"  # an own one is as it is
