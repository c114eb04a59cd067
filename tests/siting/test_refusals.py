"""What cannot be laid out is refused in a sentence that says what lacks and what to do."""

import sys
from dataclasses import replace

import pytest

from lianxinqiao.base.errors import Refused
from lianxinqiao.siting import Point, Spot, Weights, enrolment, propose_enrolment, propose_studios
from tests.siting.networks import COUNTIES, PLACES, TOWNSHIPS, member, problem, studio

FINE = problem([member("m", "A1")], [studio("x", "A1")])
FIVE = [member(f"m{n}", "A1") for n in range(5)]


def refusal(told, **limits):
    """The sentence."""
    with pytest.raises(Refused) as caught:
        propose_enrolment(told, **{"seconds": 10, "gap": 0.01, **limits})
    return str(caught.value)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (replace(FINE, studios=()), ["没有可以入驻的工作室", "请先登记筹建"]),
        (replace(FINE, members=()), ["没有可以安排的在职委员", "导入"]),
        (problem([member("m", on_leave=True)], [studio("x")]), ["没有可以安排的在职委员"]),
        (problem(FIVE, [studio("x", most=4)]), ["甲县的工作室还差1个席位", "提高人数上限"]),
        (problem([member("m", "B1")], [studio("x")]), ["乙县有1名委员，却没有一个工作室", "请先在这里建"]),
        (problem(FIVE, [studio("x", least=6)]), ["甲县的工作室要达到人数下限还差1名委员", "降低人数下限"]),
        (problem(FIVE, [studio("x"), studio("z", "B1", least=1)]), ["乙县的工作室要达到人数下限还差1名"]),
        (replace(FINE, townships=TOWNSHIPS[:2]), ["乙县没有一个镇街", "导入"]),
        (problem([member("m", spot=Spot("C", "A", "A9"))], [studio("x")]), ["委员m所在的镇街“A9”不在区划名单里"]),
        (problem([member("m", spot=Spot("C", "K"))], [studio("x")]), ["县区“K”不在区划名单里"]),
        (problem([member("m", spot=Spot("C", "B", "A1"))], [studio("x")]), ["委员m登记的市、县区、镇街、村对不上"]),
        (problem([member("m", spot=Spot("D", "A"))], [studio("x")]), ["对不上"]),
        (problem([member("m", spot=Spot("C", "A", village="v"))], [studio("x")]), ["对不上"]),
        (problem([member("m", spot=Spot(point=Point(110, 95)))], [studio("x")]), ["委员m的经纬度不对"]),
        (problem([member("m")], [studio("x", townships=frozenset({"A9"}))]), ["工作室x联系的镇街“A9”"]),
        (problem([member("m")], [studio("x", sectors=frozenset({"no"}))]), ["界别“no”不在界别名单里"]),
        (problem([member("m", sector="no")], [studio("x")]), ["界别“no”不在界别名单里"]),
        (problem([member("m", "A1", "gone")], [studio("x")]), ["现在的工作室“gone”不在名单里", "更新名册"]),
        (problem([member("m", reach="Z")], [studio("x")]), ["可入驻范围“Z”"]),
        (problem([member("m")], [studio("x", least=9, most=3)]), ["人数下限9与上限3不对"]),
        (problem([member("m"), member("m")], [studio("x")]), ["代码“m”为空或重复"]),
        (replace(FINE, counties=COUNTIES[:1]), ["所属的县区“B”"]),
    ],
)
def test_what_lacks_and_what_to_do(told, says):
    sentence = refusal(told)
    assert all(words in sentence for words in says), sentence
    assert sentence.endswith("。")


def test_a_county_lacks_more_than_those_bound_to_the_city_can_fill():
    people = [*FIVE, member("free", "A1", reach="C")]
    assert propose_enrolment(problem(people, [studio("x"), studio("z", "B1", least=1)]), seconds=10, gap=0)
    assert "还差1名委员" in refusal(problem(people, [studio("x"), studio("z", "B1", least=2)]))


@pytest.mark.parametrize("limits", [{"seconds": 0}, {"seconds": float("nan")}, {"gap": 1}, {"gap": -0.1}])
def test_a_limit_that_makes_no_sense(limits):
    assert "求解时限" in refusal(FINE, **limits)


@pytest.mark.parametrize("told", [{"nearness": 1}, {"near": -1}, {"near": "1"}, {"alike": 1.5}, {"change": True}])
def test_a_rulebook_with_a_wrong_weight(told):
    with pytest.raises(Refused, match="布局权重"):
        Weights.of(told)


def test_a_rulebook_may_say_some_weights():
    assert Weights.of({"change": 4, "alike": 2}) == Weights(change=4, alike=2)


def test_without_the_solver(monkeypatch):
    monkeypatch.setitem(sys.modules, "highspy", None)
    assert "没有安装布局求解器" in refusal(FINE)
    with pytest.raises(Refused, match="没有安装布局求解器"):
        propose_studios(FINE, 1, seconds=10, gap=0)
    assert enrolment.greedy(FINE).layout == {"m": "x"}


@pytest.mark.parametrize("k", [0, -1, 1.5, True, 1001])
def test_a_number_of_studios_that_makes_no_sense(k):
    with pytest.raises(Refused, match="新建工作室的数量"):
        propose_studios(FINE, k, seconds=10, gap=0)


def test_no_township_to_build_in():
    told = problem([member("m", spot=Spot(), reach="")], [], counties=(), townships=())
    with pytest.raises(Refused, match="没有镇街"):
        propose_studios(told, 1, seconds=10, gap=0)


def test_nobody_to_build_for():
    with pytest.raises(Refused, match="没有可以安排的在职委员"):
        propose_studios(replace(FINE, members=()), 1, seconds=10, gap=0)


def test_the_places_of_these_tests_are_right():
    assert set(PLACES) == {township.code for township in TOWNSHIPS}
