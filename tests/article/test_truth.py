"""A row that says `works` stops saying so when its mechanism is broken: page, records, figure, rule check, test.

On a small invented city, with real faults; the test of a row is turned red on a copy of the checkout.
"""

import subprocess
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from lianxinqiao.base.clock import ZONE
from lianxinqiao.organisation.models import Person
from lianxinqiao.simulation import build, world
from lianxinqiao.studios import actions as studios
from lianxinqiao.studios.models import Studio
from lianxinqiao.upkeep.article import evidence, proofs, table
from lianxinqiao.upkeep.article.proofs import FAILED, PASSED
from lianxinqiao.upkeep.article.states import State, judge
from lianxinqiao.web.public.concerns.forms import SayForm
from tests.factories import network
from tests.house import tree
from tests.house.test_planted import make_copy

pytestmark = pytest.mark.django_db(databases=["default", "traces"])
TODAY, NOW = date(2023, 6, 5), "2023-06-05T09:00:00+08:00"
ROWS = {row.row: row for row in table.read(tree.ROOT)}
THREE = (39, "studios", "studios_area")


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker):
    """The whole network, and a few matters of five months with every ending."""
    with django_db_blocker.unblock(), transaction.atomic():
        since, until = date(2023, 1, 1), date(2023, 6, 4)
        build.whole_city(seed=7, since=since, until=until, laying=quiet, living=quiet, share=0.05)
        yield
        transaction.set_rollback(True)


def quiet(_part):
    """Nobody watches."""


@pytest.fixture
def city(lived, settings, tmp_path):
    settings.DEMO, settings.DEMO_NOW, settings.FILES = True, NOW, tmp_path
    settings.ALLOWED_HOSTS = ["lxq.example.cn"]


def standing(row, outcome=PASSED):
    [found] = evidence.find([row], today=TODAY, outcomes=lambda _name: outcome)
    return judge(row, found)


def codes(row, outcome=PASSED):
    one = standing(row, outcome)
    assert one.state is not State.WORKS
    return [gap.code for gap in one.gaps]


@pytest.mark.parametrize("name", THREE)
def test_they_work(city, name):
    one = standing(ROWS[name])
    assert (one.state, one.words) == (State.WORKS, [])
    assert one.records


@pytest.mark.parametrize("name", THREE)
def test_a_red_test_is_enough_to_stop_it(city, name):
    assert set(codes(ROWS[name], FAILED)) == {FAILED}


def test_a_page_that_falls_over(city, monkeypatch):
    monkeypatch.setattr(SayForm, "__init__", lambda *_a, **_k: 1 / 0)
    assert codes(ROWS[39]) == ["page"]
    assert str(standing(ROWS[39]).gaps[0]).endswith("/say/ 500")


def test_records_that_are_gone(city):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_line WHERE verb = 'concerns.reopen'")
    assert [gap.about for gap in standing(ROWS[39]).gaps] == ["concerns.reopen"]
    assert codes(ROWS[39]) == ["records"]


def test_a_figure_that_is_no_longer_the_articles(city):
    studio = Studio.objects.filter(type="area", state="plated").order_by("code").last()
    studios.remove_plate(studio=studio, by=network.BY, at=datetime(2023, 6, 4, 12, tzinfo=ZONE))
    assert codes(ROWS["studios"]) == codes(ROWS["studios_area"]) == ["figure"]


def test_a_rule_check_that_finds_nothing_or_falls_over(city, monkeypatch):
    row = replace(ROWS["studios"], check=f"{__name__}.unplated")
    assert codes(row) == ["check"]
    monkeypatch.setattr(f"{__name__}.PLANTED", ["S001"])
    assert standing(row).state is State.WORKS
    monkeypatch.setattr(f"{__name__}.PLANTED", None)
    assert codes(row) == ["check"]
    assert codes(replace(row, check="lianxinqiao.oversight.nothing_here")) == ["check"]


PLANTED: list[str] | None = []


def unplated(_day):
    """A rule check as a room would offer it."""
    return list(PLANTED)


def test_without_the_demo_nothing_works(city, settings):
    settings.DEMO = False
    assert codes(ROWS[39]) == ["no_demo"]


def test_a_role_enters_its_page_and_asking_leaves_the_city_as_it_was(city):
    before = Session.objects.count()
    assert evidence.ask("/office/", "committee_lead") == 200
    assert evidence.ask("/office/", "clerk") == 403
    assert evidence.ask("/office/", "") == 302
    assert evidence.ask("/office/", "handler") == evidence.ask("/office/", "nobody") == 0
    assert not Person.objects.exclude(last_login=None).exists()
    assert Session.objects.count() == before


def test_a_studio_is_named_and_not_coded(city):
    code = Studio.objects.get(name=world.DEMO_STUDIO).code
    assert evidence.address(f"/studios/{{studio:{world.DEMO_STUDIO}}}/") == f"/studios/{code}/"
    assert evidence.address("/studios/{studio:没有的工作室}/") == ""


FAULT = ("lianxinqiao/studios/actions/plate.py", "kind=studio.type", 'kind=""')
PROOF = "tests/figures/test_article.py::test_a_removed_plate_counts_down"
BESIDE = "tests/figures/test_article.py::test_members_are_persons_not_acts"
SEEN = ("lianxinqiao", "tests", "rulebooks", "templates", "static", "data", "pyproject.toml")


@pytest.mark.tree
def test_the_rows_own_test_turns_red_on_a_broken_copy(tmp_path):
    """Another test of the same file stays green: the copy can be run, and what is red is the fault."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *SEEN],
        cwd=tree.ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert PROOF in ROWS["studios_area"].tests
    copy = make_copy([name for name in listed.stdout.split("\0") if name and (tree.ROOT / name).is_file()], tmp_path)
    proofs.keep(copy, proofs.digest(copy), {PROOF: PASSED})
    file = copy / FAULT[0]
    before = file.read_text(encoding="utf-8")
    assert FAULT[1] in before
    file.write_text(before.replace(FAULT[1], FAULT[2]), encoding="utf-8")
    assert proved(copy, PROOF) == proofs.UNKNOWN
    proofs.run(copy, [PROOF, BESIDE])
    assert (proved(copy, PROOF), proved(copy, BESIDE)) == (FAILED, PASSED)


def proved(copy, name):
    """What was last kept of it for the copy as it is."""
    return proofs.outcome(copy, name, proofs.kept(copy, proofs.digest(copy)))
