"""One's own password: only by oneself, never a weak one, the one-time mark is gone after it."""

from datetime import timedelta

import pytest

from lianxinqiao.base.errors import NotYours, Refused
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation import actions, queries
from lianxinqiao.organisation.enums import RoleName, SignIn
from lianxinqiao.organisation.models import Person
from tests.factories.network import AT, BY, TODAY, actor, lay, person

pytestmark = pytest.mark.django_db
ONCE = "0123456789abcdefghijkl"
WORD = "steinbruecke ueber den bach"


@pytest.fixture
def who():
    made = person("zhangwei", RoleName.LEADER, lay(), name="张伟")
    return actions.issue_password(person=made, by=BY, at=AT, once=ONCE)


def own(who, password=WORD, at=AT, by=None):
    return actions.set_password(person=who, password=password, by=by or queries.actors_of(who, TODAY)[0], at=at)


def test_the_own_one_replaces_the_one_time_one(who):
    before = Line.objects.count()
    made = own(who)
    assert made.check_password(WORD)
    assert not made.must_change
    assert queries.sign_in_state(made, AT + timedelta(days=900)) is SignIn.OWN
    line = Line.objects.order_by("-pk").first()
    assert Line.objects.count() == before + 1
    assert line.verb == "organisation.set_password"
    told = " ".join(str(value) for value in vars(line).values())
    assert WORD not in told
    assert made.password not in told


def test_every_session_of_before_is_ended(who):
    """Django compares this with each request's session."""
    before = who.get_session_auth_hash()
    assert own(who).get_session_auth_hash() != before


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("kurz", "至少 12 个字符"),
        ("", "至少 12 个字符"),
        ("123456789012", "全是数字"),
        ("1qaz2wsx3edc", "太常见"),
        ("passwordpassword", "太好猜"),
        ("zhangwei-zhangwei", "太好猜"),
        ("ZhangWei@2026!!", "太好猜"),
        ("商洛政协委员张伟2026!", "太好猜"),
        ("山阳县611024-2023", "太好猜"),
        ("aaaaaaaaaaaaaaab", "太好猜"),
        ("x" * 129, "128"),
    ],
)
def test_a_weak_one_is_refused_in_words(who, password, says):
    with pytest.raises(Refused) as wrong:
        own(who, password)
    assert wrong.value.field == "password"
    assert says in str(wrong.value)
    assert Person.objects.get(pk=who.pk).must_change


def test_the_slips_word_is_not_an_own_one(who):
    with pytest.raises(Refused):
        own(who, queries.one_time_password(who, ONCE, AT))
    own(who)
    with pytest.raises(Refused):
        own(who)  # and sent twice it is one act


def test_only_by_oneself(who):
    for by in (BY, actor("admin", RoleName.ADMINISTRATOR, queries.root())):
        with pytest.raises(NotYours):
            own(who, by=by)


def test_not_with_a_slip_that_is_too_old(who):
    with pytest.raises(Refused):
        own(who, at=AT + timedelta(days=14, seconds=1))
