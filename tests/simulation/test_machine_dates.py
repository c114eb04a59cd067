"""The demo is the same on every machine's calendar, and the same seed writes the same ledger to the last bit."""

import json
import os
import subprocess
import sys

import pytest

LEAP, NEXT, LATE = "2024-02-29T23:58:00+08:00", "2026-11-03T10:00:00+08:00", "2031-06-05T03:00:00+00:00"

pytestmark = [pytest.mark.sqlite, pytest.mark.xdist_group("machine_dates")]


@pytest.fixture(scope="module")
def run(root, tmp_path_factory):
    """Start a city in a fresh folder; calling what comes back waits for what it printed."""

    def start(*words):
        env = {name: value for name, value in os.environ.items() if not name.startswith("LXQ_")}
        env["LXQ_HOME"] = str(tmp_path_factory.mktemp("home"))
        program = [sys.executable, "-W", "ignore", "-m", "tests.simulation.runner", *words]
        process = subprocess.Popen(program, env=env, cwd=root, stdout=subprocess.PIPE, text=True)
        return lambda: json.loads(process.communicate(timeout=600)[0])

    return start


@pytest.fixture(scope="module")
def weeks(run):
    """The same week in three years; the same seed in another folder; another seed."""
    cities = [run("7", "look", LEAP, NEXT, LATE), run("7", "root", LATE), run("8", "root", NEXT)]
    return [city() for city in cities]


def test_the_same_pages_deadlines_and_figures_in_every_year(weeks):
    first, *others = weeks[0]
    assert first["now"] == "2023-06-12T09:00"
    for other in others:
        for when in ("before", "after"):
            for what in ("root", "figures", "deadlines", "pages"):
                assert other[when][what] == first[when][what], (when, what)
    assert first["before"]["pages"] != first["after"]["pages"]
    assert not any(year in page for page in first["after"]["pages"].values() for year in ("2026", "2031"))


def test_the_same_seed_gives_the_same_ledger_root(weeks):
    same, again, other = weeks[0][0], weeks[1][0], weeks[2][0]
    for when in ("before", "after"):
        assert same[when]["root"] == again[when]["root"] != other[when]["root"]
