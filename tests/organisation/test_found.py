"""Committees, groups, parties, sectors: once at a place."""

import pytest

from lianxinqiao.base.errors import Refused
from lianxinqiao.organisation import actions, queries
from lianxinqiao.organisation.enums import BodyKind
from tests.factories.network import AT, BY, body, lay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city():
    return lay()


def test_found_stands_once_at_a_place(city):
    county = queries.place("611024")
    body(BodyKind.GROUP, "第一学习组", county)
    assert [one.name for one in queries.bodies(BodyKind.GROUP, county)] == ["第一学习组"]
    assert not queries.bodies(BodyKind.GROUP, queries.place("611026")).exists()
    with pytest.raises(Refused):
        actions.found(kind=BodyKind.GROUP, name="第一学习组", place=county, by=BY, at=AT)
