"""Where the next studios would help most: right by hand, right by enumeration, explained."""

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from lianxinqiao.siting import Point, Spot, Township, Weights, propose_studios, sentence
from lianxinqiao.siting.gaps import NEW, Gaps
from lianxinqiao.siting.places import _gain, _opened
from tests.siting.networks import SECTORS, TOWNSHIPS, at, member, problem, studio

CROWD = [member(f"b{n}", "B1") for n in range(12)]
FEW = [member(f"a{n}", "A2") for n in range(6)]


def solved(told, k=1):
    """The proposal, proven."""
    found = propose_studios(told, k, seconds=30, gap=0.0)
    assert found.gain == pytest.approx(sum(site.gain for site in found.sites))
    assert found.gain <= found.bound + 1e-6
    assert found.finished
    assert found.bound <= found.gaps + 1e-6
    for site in found.sites:
        assert site.gain > 0
        assert site.reasons
        assert all("%" not in sentence(reason) for reason in (*site.reasons, *found.open))
    return found


def where(found):
    """Townships, in order."""
    return [site.township for site in found.sites]


def test_the_township_with_most_members_comes_first_and_works_without_any_studio():
    assert where(solved(problem([*CROWD, *FEW], []), 2)) == ["B1", "A2"]


def test_no_studio_where_it_would_find_no_members():
    assert where(solved(problem(CROWD, []), 3)) == ["B1"]
    assert solved(problem(CROWD[:4], []), 3).sites == ()


def test_a_served_township_with_everybody_near_needs_nothing():
    assert solved(problem(CROWD, [studio(t.code, t.code, most=30) for t in TOWNSHIPS])).gaps == 0


def test_a_sector_gets_its_studio_where_its_members_are():
    people = [member(f"b{n}", "B1", sector="art") for n in range(6)] + [member(f"a{n}", "A1") for n in range(6)]
    told = problem(people, [studio(t.code, t.code) for t in TOWNSHIPS], sectors=SECTORS)
    found = solved(told)
    assert [(site.township, site.sectors) for site in found.sites] == [("B1", ("art",))]
    assert {reason.kind for reason in found.open} == {"sector_uncovered"}


def test_lacking_seats_are_what_it_is_asked_about():
    people = [member(f"m{n}", "A1") for n in range(20)]
    served = [studio(t.code, t.code, most=7 if t.county == "A" else 9) for t in TOWNSHIPS]
    found = solved(problem(people, served))
    assert found.sites[0].township in {"A1", "A2"}
    assert [(r.kind, r.values["n"]) for r in found.sites[0].reasons] == [("closes_seats", 6)]


def test_points_reach_over_township_borders():
    middle, close, far = Point(110.0, 33.0), Point(110.0, 33.05), Point(110.0, 35.0)
    towns = [Township(t.code, t.name, t.county, p) for t, p in zip(TOWNSHIPS, (middle, close, far), strict=True)]
    people = [member(f"m{n}", spot=Spot("C", "A", "A2", point=close)) for n in range(6)]
    served = [studio("x", "B1", townships=frozenset({"A1", "A2", "B1"}), spot=Spot("C", "B", "B1", point=far))]
    assert where(solved(problem(people, served, townships=tuple(towns)), 3)) in (["A1"], ["A2"])


@st.composite
def networks(draw):
    """A dozen or two members and up to two studios."""
    places, told = st.sampled_from([t.code for t in TOWNSHIPS]), []
    for n in range(draw(st.integers(1, 24))):
        reach, sector = draw(st.sampled_from(["", "C", "A", "B"])), draw(st.sampled_from(["", "art", "farm"]))
        told.append(member(f"m{n}", draw(places), reach=reach, sector=sector))
    studios = [studio(code, draw(places), most=draw(st.integers(0, 9))) for code in "xy"[: draw(st.integers(0, 2))]]
    weights = Weights(township=draw(st.sampled_from([1.0, 50.0])), sectors_a_studio=draw(st.integers(0, 2)))
    return problem(told, studios, sectors=SECTORS, weights=weights)


def best(gaps, k):
    """The most that k studios close, by trying all townships and sectors."""
    subsets = [
        set_
        for n in range(gaps.problem.weights.sectors_a_studio + 1)
        for set_ in itertools.combinations(["art", "farm"], n)
    ]
    found = 0.0
    for n in range(1, k + 1):
        for towns in itertools.combinations(range(len(gaps.spots)), n):
            counted = Counter(gaps.spots[i].county for i in towns)
            if n > gaps.rooms[""] or any(counted[county] > gaps.rooms[county] for county in counted):
                continue
            for sets in itertools.product(subsets, repeat=n):
                able = [
                    tuple(s for s in each if gaps.near_sector.get((i, s))) for i, each in zip(towns, sets, strict=True)
                ]
                found = max(found, _gain(_opened(gaps, list(zip(towns, able, strict=True)))))
    return found


@hypothesis_settings(max_examples=80)
@given(networks(), st.integers(1, 3))
def test_no_choice_closes_more(told, k):
    gaps = Gaps(told)
    assert solved(told, k).gain == pytest.approx(best(gaps, k))


def test_the_bounds_of_a_new_studio_are_those_of_the_register():
    assert (NEW.least, NEW.most) == (5, 30)


def test_at_knows_villages():
    assert at("A1", "v").village == "A1v"
