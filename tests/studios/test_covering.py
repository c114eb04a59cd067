"""Which studio can take a concern from a place, best first."""

from datetime import timedelta

import pytest

from lianxinqiao.organisation import queries as organisation
from lianxinqiao.organisation.enums import BodyKind, RoleName
from lianxinqiao.studios import queries
from lianxinqiao.studios.enums import StudioType
from tests.factories.network import TODAY, actor, body, lay, person, studio

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def network():
    lay()
    studio("S001", "611000", (), kind=StudioType.SECTOR, sectors=[body()])
    studio("S002", "611024", (), kind=StudioType.OTHER)
    studio("S003", "611024", ("611024101",))
    studio("S004", "611024", ("611024106",))
    studio("S005", "611026", ("611026105",))
    studio("S006", "611024", ("611024106",), takes_concerns=False)
    studio("S007", "611024", ("611024106",), planned=True)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("611024106200", ["S004", "S003", "S002", "S001"]),
        ("611024106", ["S004", "S003", "S002", "S001"]),
        ("611024101200", ["S003", "S004", "S002", "S001"]),
        ("611024", ["S003", "S004", "S002", "S001"]),
        ("S002", ["S002", "S003", "S004", "S001"]),
        ("611026105", ["S005", "S001"]),
        ("611000", ["S001"]),
    ],
)
def test_covering(code, expected):
    assert [one.code for one in queries.covering(organisation.place(code))] == expected


def test_covering_asks_few_questions(django_assert_max_num_queries):
    place = organisation.place("611024106200")
    with django_assert_max_num_queries(3):
        queries.covering(place)


def test_before_the_plate_there_is_no_studio():
    assert queries.covering(organisation.place("611024106"), TODAY - timedelta(days=1)) == []
    assert queries.open_studios(TODAY).count() == 6


def test_a_lead_sees_what_the_body_leads():
    committee = body(BodyKind.COMMITTEE, "提案委员会")
    led = studio("S010", "611026", (), kind=StudioType.OTHER, leads=committee)
    who = person("lead", RoleName.COMMITTEE_LEAD, organisation.root(), body=committee)
    assert list(queries.within(organisation.actors_of(who, TODAY)[0], TODAY)) == [led]
    assert not queries.within(actor("other", RoleName.COMMITTEE_LEAD, organisation.root()), TODAY).exists()
