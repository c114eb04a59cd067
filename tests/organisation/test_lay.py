"""The tree of places: paths, offices, kinds; once is enough."""

import pytest
from django.conf import settings

from lianxinqiao.base.errors import Refused
from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation import actions, queries
from lianxinqiao.organisation.enums import PlaceKind, TownshipKind
from lianxinqiao.organisation.models import Place
from lianxinqiao.organisation.queries import Node
from tests.factories.network import AT, BY, lay

pytestmark = pytest.mark.django_db


def test_lays_shangluo_once():
    levels = queries.region(settings.BASE_DIR / "data" / "shangluo", code="611000", name="商洛市")
    root = actions.lay(levels=levels, by=BY, at=AT)
    assert (root.name, root.path, root.office_code) == ("商洛市", "/611000/", "611000")
    assert queries.counties().count() == 7
    assert queries.townships(statistical=True).count() == 110
    assert queries.townships().count() == 98
    assert Place.objects.filter(kind=PlaceKind.VILLAGE).count() == 1314
    line = Line.objects.get()
    assert (line.verb, line.quantity) == ("organisation.lay", 1 + 7 + 110 + 1314)
    actions.lay(levels=levels, by=BY, at=AT)
    assert Line.objects.count() == 1


def test_a_village_knows_its_way_up():
    lay()
    village = queries.place("611024106200")
    assert village.path == "/611000/611024/611024106/611024106200/"
    assert village.office_code == "611024"
    assert [one.name for one in queries.chain(village)] == ["商洛市", "山阳县", "漫川关镇", "古镇社区"]
    assert queries.office_of(village).name == "山阳县"
    assert list(queries.villages(queries.place("611024106"))) == [village]


def test_statistical_units_are_not_townships():
    lay()
    county = queries.place("611024")
    assert {one.township_kind for one in queries.townships(county)} == {TownshipKind.TOWN}
    assert queries.townships(county, statistical=True).count() == 3


def test_a_missing_parent_is_named():
    root = lay()
    orphan = Node("999", "某村", PlaceKind.VILLAGE, "998")
    with pytest.raises(Refused, match="998"):
        actions.lay(levels=[[Node(root.code, root.name, PlaceKind.CITY, "")], [orphan]], by=BY, at=AT)
    assert not Place.objects.filter(code="999").exists()


def test_set_unit():
    lay()
    unit = actions.set_unit(code="U2401", name="某部门", place=queries.place("611024"), by=BY, at=AT)
    assert unit.path == "/611000/611024/U2401/"
    assert list(queries.units(queries.place("611024"))) == [unit]
    with pytest.raises(Refused):
        actions.set_unit(code="U2401", name="另一个", place=queries.place("611024"), by=BY, at=AT)
