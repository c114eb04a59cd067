"""tests/rights.csv is written by hand from reliability §3.3 and the house; the registers' tables equal it."""

import csv
from pathlib import Path

import pytest

from lianxinqiao.base.rights import Reach
from lianxinqiao.organisation import permissions as organisation
from lianxinqiao.organisation.enums import RoleName
from lianxinqiao.studios import permissions as studios

FILE = Path(__file__).parents[1] / "rights.csv"
DATA = {"organisation": {"roster", "appointments"}, "studios": {"register"}}


def rows():
    with FILE.open(encoding="utf-8", newline="") as told:
        return list(csv.DictReader(told))


def test_the_table_is_whole():
    head = ["thing", "verb_or_datum", "resident", *RoleName.values, "public"]
    assert all(list(row) == head for row in rows())
    assert {value for row in rows() for value in list(row.values())[2:]} <= set(Reach)
    keys = [(row["thing"], row["verb_or_datum"]) for row in rows()]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(("thing", "table"), [("organisation", organisation.RIGHTS), ("studios", studios.RIGHTS)])
def test_the_register_follows_the_table(thing, table):
    told = {row["verb_or_datum"]: row for row in rows() if row["thing"] == thing}
    verbs = set(told) - DATA[thing]
    assert {str(verb) for verb in table} == verbs
    for verb in verbs:
        for role in RoleName.values:
            assert table[verb].get(role, Reach.NO) == told[verb][role], f"{thing}.{verb}: {role}"
        assert told[verb]["resident"] == told[verb]["public"] == "no"


def test_the_red_lines_of_the_table():
    """Reliability §3.3: what no later edit may loosen."""
    told = {row["verb_or_datum"]: row for row in rows() if row["thing"] == "concern"}
    for datum in ("name", "phone", "address"):
        assert told[datum]["handler"] == told[datum]["administrator"] == told[datum]["public"] == "no"
        assert told[datum]["city_staff"] == "custodians"
        assert {told[datum][role] for role in ("clerk", "member", "convener")} == {"reveal"}
    assert told["original"]["handler"] == "no"
    assert told["original"]["county_staff"] == "reveal"
    assert all(value in {"no", "aggregate"} for value in list(told["marks"].values())[2:])
    for verb in ("receive", "accept", "assign", "answer", "close", "reveal", "note"):
        assert told[verb]["administrator"] == told[verb]["leader"] == told[verb]["handler"] == "no"
