"""Outcomes belong to one source; another byte and they are forgotten."""

import pytest

from lianxinqiao.upkeep.article import proofs
from tests.article.keeper import Keeper

pytestmark = pytest.mark.tree
NAME = "tests/test_a.py::test_b"


@pytest.fixture
def root(tmp_path):
    (tmp_path / "tests/article").mkdir(parents=True)
    (tmp_path / "tests/test_a.py").write_text("def test_b(): pass\nclass TestC:\n    def test_d(self): pass\n")
    (tmp_path / "tests/article/mechanisms.toml").write_text(f'[[rows]]\ntest = ["{NAME}"]\n')
    return tmp_path


def test_the_digest_changes_with_every_byte_and_name_but_not_with_what_is_built(root):
    told = proofs.digest(root)
    (root / "tests/__pycache__").mkdir()
    (root / "tests/__pycache__/x.pyc").write_bytes(b"x")
    (root / "reports").mkdir()
    assert proofs.digest(root) == told
    (root / "tests/new.py").touch()
    changed = proofs.digest(root)
    (root / "tests/new.py").write_text("#")
    assert len({told, changed, proofs.digest(root)}) == 3


def test_outcomes_are_added_up_for_one_source_only(root):
    proofs.keep(root, "one", {"a": "passed"})
    proofs.keep(root, "one", {"b": "failed"})
    assert proofs.kept(root, "one") == {"a": "passed", "b": "failed"}
    proofs.keep(root, "two", {"c": "passed"})
    assert (proofs.kept(root, "one"), proofs.kept(root, "two")) == ({}, {"c": "passed"})
    (root / proofs.KEPT).write_text("{")
    assert proofs.kept(root, "two") == {}


def test_a_test_is_as_good_as_its_worst_case(root):
    cases = {f"{NAME}[1]": "passed", f"{NAME}[2]": "failed"}
    assert proofs.outcome(root, NAME, cases) == proofs.FAILED
    assert proofs.outcome(root, NAME, {NAME: "passed"}) == proofs.PASSED
    assert proofs.outcome(root, NAME, {f"{NAME}_more": "passed"}) == proofs.UNKNOWN
    assert proofs.outcome(root, "tests/test_a.py::TestC::test_d", {}) == proofs.UNKNOWN
    for gone in ("tests/test_a.py::test_z", "tests/test_z.py::test_b", "tests/test_a.py"):
        assert proofs.outcome(root, gone, {gone: "passed"}) == proofs.MISSING


class Told:
    def __init__(self, when, outcome, nodeid=NAME):
        self.when, self.outcome, self.nodeid = when, outcome, nodeid


@pytest.mark.parametrize(
    ("parts", "outcome"),
    [
        ([("setup", "passed"), ("call", "passed"), ("teardown", "passed")], "passed"),
        ([("setup", "passed"), ("call", "passed"), ("teardown", "failed")], "failed"),
        ([("setup", "failed"), ("teardown", "passed")], "failed"),
        ([("setup", "skipped"), ("teardown", "passed")], "skipped"),
    ],
)
def test_the_plugin_keeps_the_worst_of_three_parts_of_what_rows_name(root, parts, outcome):
    keeper = Keeper(root)
    for when, told in parts:
        keeper.pytest_runtest_logreport(Told(when, told))
        keeper.pytest_runtest_logreport(Told(when, told, "tests/test_a.py::test_other"))
    keeper.pytest_sessionfinish()
    assert proofs.kept(root, proofs.digest(root)) == {NAME: outcome}


def test_the_plugin_keeps_nothing_of_a_source_that_was_changed_meanwhile(root):
    keeper = Keeper(root)
    keeper.pytest_runtest_logreport(Told("call", "passed"))
    (root / "tests/test_a.py").write_text("")
    keeper.pytest_sessionfinish()
    assert not (root / proofs.KEPT).exists()
