import pytest

from lianxinqiao.base.errors import NotYours, Refused
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation import actions
from tests.concerns.conftest import AT, City, build


@pytest.fixture
def city(db) -> City:
    return build()


def test_ones_own_and_the_line_does_not_hold_it(city: City):
    person = actions.set_email(person=city.people["clerk"], email=" a@b.cn ", by=city.clerk, at=AT)
    person.refresh_from_db()
    assert person.email == "a@b.cn"
    assert actions.set_email(person=person, email="", by=city.clerk, at=AT).email == ""
    lines = Line.objects.filter(verb="organisation.set_email").order_by("pk")
    assert [line.quantity for line in lines] == [1, -1]
    assert "a@b.cn" not in str(list(lines.values()))


@pytest.mark.parametrize("email", ["a", "a@", "a b@c.cn", "a@b.cn\nBcc: x@y.cn"])
def test_what_is_none_is_refused(city: City, email):
    with pytest.raises(Refused) as refused:
        actions.set_email(person=city.people["clerk"], email=email, by=city.clerk, at=AT)
    assert refused.value.field == "email"


def test_nobody_elses(city: City):
    with pytest.raises(NotYours):
        actions.set_email(person=city.people["clerk"], email="a@b.cn", by=city.administrator, at=AT)
