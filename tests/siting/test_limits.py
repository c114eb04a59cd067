"""Large networks, little time: the best found with its proven gap, and bounds that add up over blocks."""

import json
import subprocess
import sys
import time

import pytest

from bench.siting import Land
from lianxinqiao.siting import greedy, network, program, propose_enrolment, propose_studios
from lianxinqiao.siting.costs import Costs, steps


@pytest.fixture(scope="module")
def land():
    """Four cities, 8 counties, 500 members, one in ten of whom may go anywhere; with and without points."""
    return Land(5, cities=4, counties=8, townships=40).problem(40, 500, top=0.1)


def test_a_time_limit_returns_the_best_found_with_its_gap(land):
    found = propose_enrolment(land, seconds=1e-6, gap=0)
    assert found.after.sound
    assert not found.finished
    assert 0 < found.gap < 1
    assert found.objective == greedy(land).objective
    best = propose_enrolment(land, seconds=60, gap=0)
    assert found.bound <= best.bound + 1e-6


def test_it_stops_in_time():
    large = Land(5, cities=2, counties=20, townships=200).problem(300, 3_500, top=0.1)
    start = time.perf_counter()
    found = propose_enrolment(large, seconds=0.5, gap=0)
    assert found.after.sound
    assert time.perf_counter() - start < 60  # shared machine: only that it does stop


@pytest.mark.parametrize("block", [200, 50])
def test_the_bound_of_blocks_holds_for_the_whole(land, monkeypatch, block):
    """Cut by city, then by county, it proves less than in one piece, and never too much."""
    whole = propose_enrolment(land, seconds=60, gap=0)
    monkeypatch.setattr(program, "BLOCK", block)
    assert len(set(network._blocks(land).values())) > 1
    cut = propose_enrolment(land, seconds=60, gap=0.02)
    assert cut.after.sound
    assert cut.bound <= whole.objective + 1e-6 <= cut.objective + 2e-6
    assert cut.gap < 0.02


def test_new_studios_in_no_time(land):
    found = propose_studios(land, 5, seconds=0.001, gap=0)
    assert found.gain <= found.bound
    assert found.sites


@pytest.mark.parametrize("points", [False, True])
def test_distances_in_arrays_are_the_distances(points):
    told = Land(6, cities=2, counties=4, townships=12, points=points).problem(15, 60)
    costs = Costs(told)
    table = program.Table(costs, {m.code: "S0000" for m in told.movable}, dict.fromkeys(costs.index, 0))
    for group, members in enumerate(table.groups):
        for i, studio in enumerate(told.studios):
            metres = told.weights.metres_a_step
            way = table.homes.steps(table.spot[[group]], table.seats, program.np.array([i]), metres)[0]
            assert way == pytest.approx(steps(members[0].spot, studio.spot, told.weights))


ASK = """
import os, sys, json
os.environ["DJANGO_SETTINGS_MODULE"] = "lianxinqiao.config.settings"
from lianxinqiao.config import sqlite; sqlite.alias()
import django; django.setup()
from lianxinqiao import siting
light = not {"numpy", "highspy"} & set(sys.modules)
from tests.siting.networks import member, problem, studio
told = problem([member(f"m{n}") for n in range(9)], [studio("x", most=5), studio("y", "A2")])
one = siting.propose_enrolment(told, seconds=30, gap=0)
print(json.dumps([light, sorted(one.layout.items()), one.bound]))
"""


def test_it_loads_nothing_heavy_prints_nothing_and_answers_alike_in_every_process():
    run = [sys.executable, "-c", ASK]
    told = [subprocess.run(run, capture_output=True, text=True, check=True).stdout for _ in range(2)]
    assert told[0] == told[1]
    assert json.loads(told[0])[0] is True
