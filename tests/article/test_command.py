"""`lxq article`: one JSON value, used wrongly is 2, and the background computing begins only where it is needed."""

import json

import pytest
from django.core.management import CommandError, call_command

from lianxinqiao.upkeep.article import compute, report, table
from tests.concerns.conftest import AT, build
from tests.house import tree

pytestmark = pytest.mark.django_db(databases=["default", "traces"])
KEYS = ["row", "mechanism", "state", "page", "records", "gaps", "test"]


@pytest.fixture
def home(settings, tmp_path):
    settings.DEMO, settings.DEMO_NOW, settings.HOME = True, "2023-06-05T09:00:00+08:00", tmp_path
    return tmp_path


def test_it_prints_one_json_value(home, capsys):
    build()
    call_command("article", "--json", "--no-tests")
    told = json.loads(capsys.readouterr().out)
    assert [list(row) for row in told] == [KEYS] * 59
    assert {row["state"] for row in told} <= {"works", "partly", "not_built"}
    assert all(row["gaps"] for row in told if row["state"] != "works")
    by_name = {row["row"]: row for row in told}
    assert by_name[2] == by_name[2] | {"state": "not_built", "page": "", "records": 0, "test": []}
    assert by_name["studios"]["state"] == "partly"  # a page, and no record in this small city


def test_without_the_table_it_is_used_wrongly(home, settings):
    settings.BASE_DIR = home
    for words in ([], ["--json"], ["--keep"]):
        with pytest.raises(CommandError) as ended:
            call_command("article", *words)
        assert ended.value.returncode == 2


def test_it_is_computed_behind_the_pages_once_for_a_source_and_a_city(home):
    begun: list[list[str]] = []
    assert compute.begin(tree.ROOT, home, start=begun.append)
    assert begun[0][-2:] == ["article", "--keep"]
    report.keep(home, stamp=compute.stamp(tree.ROOT), at=AT, standings=[])
    assert not compute.begin(tree.ROOT, home, start=begun.append)
    build().concern("closed")
    assert compute.begin(tree.ROOT, home, start=begun.append)
    report.tell(home, 1, 2)
    assert not compute.begin(tree.ROOT, home, start=begun.append)
    assert not compute.begin(home, home, start=begun.append)
    assert len(begun) == 2


def test_keeping_leaves_a_report_and_nothing_under_way(home, monkeypatch):
    nice: list[int] = []
    monkeypatch.setattr("os.nice", nice.append)
    monkeypatch.setattr("lianxinqiao.upkeep.article.proofs.can_run", lambda: False)
    build()
    call_command("article", "--keep")
    kept = report.kept(home, table.read(tree.ROOT))
    assert kept is not None
    assert len(kept.standings) == 59
    assert kept.stamp == compute.stamp(tree.ROOT)
    assert report.under_way(home) is None
    assert nice == [19]
