"""The article's figures beside the ledger's: counted from lines, met by the rulebook's conditions, never made up."""

import json
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from lianxinqiao.figures import article, measures
from lianxinqiao.ledger import tally
from tests.concerns.conftest import AT, City, build
from tests.factories import network

pytestmark = pytest.mark.django_db

TODAY = date(2023, 6, 5)
KEYS = ["name", "article", "ledger", "to_date", "rows", "state"]
NAMES = [
    "studios",
    "studios_sector",
    "studios_area",
    "studios_personal",
    "studios_other",
    "members",
    "micro_activities",
    "heart_activities",
    "suggestions",
    "solved",
]


@pytest.fixture
def city() -> City:
    return build()


def of(name: str) -> article.Figure:
    return next(one for one in article.against_article(today=TODAY) if one.measure.name == name)


def test_nothing_recorded_is_said_so_and_is_no_number(city: City) -> None:
    assert [one.measure.name for one in article.against_article(today=TODAY)] == NAMES
    assert {one.state for one in article.against_article(today=TODAY)} == {article.NOT_YET}


def test_a_closed_matter_raises_the_figure_to_date_by_one_and_its_line_is_behind_it(city: City) -> None:
    concern = city.concern("closed")
    found = of("solved")
    assert (found.ledger, found.to_date) == (0, 1)  # closed on 5 June, after the article's period
    since, until = date(2021, 6, 24), TODAY
    assert [x.thing_id for x in measures.lines(found.measure, since=since, until=until)] == [concern.number]
    assert [n for _label, n in measures.apart(found.measure, since=since, until=until)] == [1, 0]


def test_the_parts_to_date_add_up_to_the_value_to_date(city: City) -> None:
    city.concern("closed")
    told = article.opened("solved", today=TODAY, to_date=True)
    assert told["value"] == sum(n for _label, n in told["parts"]) == 1
    assert sum(n for _label, n in article.opened("solved", today=TODAY, to_date=False)["parts"]) == 0


@pytest.mark.parametrize("tallied", [False, True])
def test_members_are_persons_not_acts(city: City, tallied: bool) -> None:
    for _ in range(3):
        city.concern("answered")
    if tallied:
        tally.advance(at=AT)
    found = of("members")
    assert found.to_date == 1
    assert measures.lines(found.measure, since=AT.date(), until=AT.date()).count() == 6  # assigned and answered, thrice


def test_a_removed_plate_counts_down() -> None:
    network.lay()
    studio = network.studio()
    assert (of("studios").to_date, of("studios_area").to_date, of("studios_sector").to_date) == (1, 1, 0)
    from lianxinqiao.studios import actions

    actions.remove_plate(studio=studio, by=network.BY, at=network.AT + timedelta(hours=1))
    assert of("studios").to_date == 0


def test_the_command_prints_one_json_value(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("figures", "--against", "article", "--json")
    told = json.loads(capsys.readouterr().out)
    assert [list(row) for row in told] == [KEYS] * len(NAMES)
    assert {row["state"] for row in told} <= {"met", "not_met", "not_yet_recorded"}


def test_a_number_that_does_not_agree_exits_with_one(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "AT", AT - timedelta(days=30))  # within the article's period
    network.studio(code="S099", towns=())
    with pytest.raises(SystemExit) as ended:
        call_command("figures", "--against", "article", "--json")
    assert ended.value.code == 1
