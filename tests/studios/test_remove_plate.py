"""The plate comes down and the count with it."""

import pytest

from lianxinqiao.base.errors import NotItsTime, Refused
from lianxinqiao.ledger import read
from lianxinqiao.studios import actions, queries
from tests.factories.network import AT, BY, TODAY, lay, member, studio

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city():
    return lay()


def test_remove_plate_takes_it_back():
    made = actions.remove_plate(studio=studio(), by=BY, at=AT)
    assert read.total(verb="studios.plate") + read.total(verb="studios.remove_plate") == 0
    assert not queries.open_studios().exists()
    with pytest.raises(NotItsTime):
        actions.plate(studio=made, by=BY, at=AT)


def test_nobody_enters_after_it_and_its_code_stays_used():
    made = actions.remove_plate(studio=studio(), by=BY, at=AT)
    assert made.removed_on == TODAY
    with pytest.raises(NotItsTime):
        actions.enrol(studio=made, member=member(), since=TODAY, by=BY, at=AT)
    with pytest.raises(Refused):
        studio(name="另一个")
