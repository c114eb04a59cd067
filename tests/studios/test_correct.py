"""What stands in the register is put right."""

import pytest

from lianxinqiao.base.errors import NotItsTime, Refused
from lianxinqiao.ledger import read
from lianxinqiao.organisation import queries as organisation
from lianxinqiao.studios import actions
from lianxinqiao.studios.enums import StudioType
from tests.factories.network import AT, BY, lay, studio

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city():
    return lay()


def test_correct_keeps_the_type_that_was_counted():
    made = studio()
    actions.correct(studio=made, values={"name": "漫川关镇委员工作室", "hours": "每周三"}, by=BY, at=AT)
    made.refresh_from_db()
    assert (made.name, made.place.name, made.hours) == ("漫川关镇委员工作室", "漫川关镇委员工作室", "每周三")
    with pytest.raises(Refused):
        actions.correct(studio=made, values={"type": StudioType.SECTOR}, by=BY, at=AT)


def test_correct_counts_what_changed_and_knows_its_fields():
    made = studio()
    towns = [organisation.place("611024101")]
    actions.correct(studio=made, values={"phone": "0914-1"}, townships=towns, by=BY, at=AT)
    assert list(made.townships.all()) == towns
    assert read.total(verb="studios.correct") == 2
    with pytest.raises(TypeError):
        actions.correct(studio=made, values={"state": "removed"}, by=BY, at=AT)


def test_a_removed_studio_stays_as_it_was():
    made = actions.remove_plate(studio=studio(), by=BY, at=AT)
    with pytest.raises(NotItsTime):
        actions.correct(studio=made, values={"name": "乙"}, by=BY, at=AT)
