"""The faults that the house tests are for, planted on a copy of the tree: each must turn its check red.

A check that was never seen red proves nothing. The checks run in a process of their own with the copy as their
checkout; each must fail and say the planted thing by name.
"""

import os
import shutil
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house import tree

pytestmark = [pytest.mark.tree, pytest.mark.xdist_group("planted")]


@dataclass(frozen=True)
class Plant:
    """`text` is put at the end of `file` (or `old` in it replaced); `check` must fail and its words hold `says`."""

    fault: str
    file: str
    text: str
    check: str
    says: str
    old: str = ""

    def put_into(self, copy: Path) -> None:
        """Commit the fault."""
        file = copy / self.file
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        text = self.text if self.old else textwrap.dedent(self.text).lstrip("\n")
        assert self.old in before, f"{self.file} no longer holds “{self.old}”; choose another place for the fault"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            before.replace(self.old, text, 1) if self.old else f"{before}\n\n{text}" if before else text,
            encoding="utf-8",
        )


PLANTS = [
    Plant(
        "a word that the collector does not see",
        "lianxinqiao/upkeep/planted_words.py",
        """
        from django.utils.translation import gettext as _


        def told(n):
            return f"{_('共')}{n}"
        """,
        "test_words.py::test_no_word_hides_in_an_f_string",
        "upkeep/planted_words.py:5",
    ),
    Plant(
        "an upward import",
        "lianxinqiao/organisation/models/place.py",
        "import lianxinqiao.concerns  # noqa: E402, F401\n",
        "test_contracts.py::test_the_contracts_hold",
        "lianxinqiao.organisation is not allowed to import lianxinqiao.concerns",
    ),
    Plant(
        "a write in a view",
        "lianxinqiao/web/public/planted_write.py",
        """
        from lianxinqiao.organisation.models import Place

        def rename(request, pk):
            place = Place(pk=pk)
            place.save()
        """,
        "test_writes.py::test_only_actions_write",
        "web/public/planted_write.py:5 .save()",
    ),
    Plant(
        "a write in a view, by a query",
        "lianxinqiao/web/desk/planted_query.py",
        """
        from lianxinqiao.organisation.models import Place

        def rename(request):
            places = Place.objects.filter(kind="city")
            places.update(name="x")
        """,
        "test_writes.py::test_only_actions_write",
        "web/desk/planted_query.py:5 .update() on a query",
    ),
    Plant(
        "an action without by=",
        "lianxinqiao/oversight/actions/planted.py",
        '''
        from datetime import datetime

        from lianxinqiao.base.acting import action

        @action
        def visit(*, place: str, at: datetime) -> str:
            """Visit a place; one line."""
            return place
        ''',
        "test_actions.py::test_a_verb_keeps_its_shape",
        "oversight.visit has no by=",
    ),
    Plant(
        "an action without a ledger line",
        "lianxinqiao/oversight/actions/planted_silent.py",
        '''
        from datetime import datetime

        from lianxinqiao.base.acting import action
        from lianxinqiao.base.actor import Actor

        @action
        def inspect(*, place: str, by: Actor, at: datetime) -> str:
            """Visit a place."""
            return place
        ''',
        "test_actions.py::test_a_verb_writes_a_line_or_is_known_to_write_none",
        "oversight.inspect",
    ),
    Plant(
        "a GET that writes",
        "lianxinqiao/web/public/planted_get.py",
        """
        from lianxinqiao.oversight import actions
        from lianxinqiao.web.parts.doors import reading

        def _visit(place):
            actions.visit(place=place)

        @reading
        def page(request):
            _visit("x")
        """,
        "test_doors.py::test_reading_never_acts",
        "web/public/planted_get.py:8 page",
    ),
    Plant(
        "a GET that writes, whatever the view is called",
        "lianxinqiao/web/parts/guards.py",
        """
        class ReadsDoNotWrite:
            def __init__(self, get_response):
                self.get_response = get_response

            def __call__(self, request):
                return self.get_response(request)
        """,
        "test_doors.py::test_a_get_that_writes_is_stopped",
        "DID NOT RAISE",
    ),
    Plant(
        "a missing translation",
        "lianxinqiao/organisation/enums.py",
        'PLANTED = _("此句无人翻译")\n',
        "test_words.py::test_catalogues_are_complete_and_have_nothing_unused",
        "en: missing: 此句无人翻译",
    ),
    Plant(
        "an unlisted open address",
        "lianxinqiao/config/urls.py",
        """
        from django.contrib.auth.decorators import login_not_required  # noqa: E402
        from django.http import HttpResponse  # noqa: E402
        from django.urls import path  # noqa: E402

        urlpatterns.append(path("planted/", login_not_required(lambda request: HttpResponse()), name="planted"))
        """,
        "test_doors.py::test_open_addresses_are_the_reviewed_ones",
        "/planted/",
    ),
    Plant(
        "a view that takes any method",
        "lianxinqiao/config/urls.py",
        """
        from django.urls import path  # noqa: E402

        from lianxinqiao.web.parts.faults import csrf  # noqa: E402

        def planted(request):
            return csrf(request, "")

        urlpatterns.append(path("planted-any/", planted, name="planted_any"))
        """,
        "test_doors.py::test_every_view_states_its_methods",
        "/planted-any/",
    ),
    Plant(
        "a hand-edited diagram",
        "docs/map.md",
        "| 18 | `attic` | what nobody wants |\n<!-- end of floors -->",
        "test_drawings.py::test_flows_rights_and_map_are_what_the_tables_say",
        "docs/map.md",
        old="<!-- end of floors -->",
    ),
    Plant(
        "a flow drawn by hand",
        "docs/flows/planted.md",
        "# 假的\n",
        "test_drawings.py::test_flows_rights_and_map_are_what_the_tables_say",
        "docs/flows/planted.md",
    ),
    Plant(
        "a field without privacy class",
        "lianxinqiao/organisation/models/place.py",
        '    path = models.CharField("路径", max_length=120, unique=True)\n',
        "test_privacy.py::test_every_field_is_declared",
        "organisation.Place.path",
        old='    path = declared(models.CharField("路径", max_length=120, unique=True), **PUBLIC)\n',
    ),
    Plant(
        "a key that looks up",
        "lianxinqiao/base/models/sent.py",
        """
        class Planted(models.Model):
            person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT)

            class Meta:
                app_label = "base"
        """,
        "test_floors.py::test_foreign_keys_look_down",
        "base.Planted.person -> organisation.Person",
    ),
    Plant(
        "a page from another host",
        "templates/public/planted.html",
        '<script src="https://cdn.example.com/x.js"></script>\n',
        "test_pages.py::test_nothing_points_to_another_host",
        "cdn.example.com",
    ),
]


@pytest.fixture(scope="module")
def files() -> list[str]:
    """What git knows or would know: no build, no installation."""
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if told.returncode:
        pytest.fail(f"the planted faults need git and a checkout: {told.stderr}")
    return [name for name in told.stdout.split("\0") if name and (tree.ROOT / name).is_file()]


def batches() -> list[list[Plant]]:
    """Plants side by side on one copy where each has a check of its own: a process costs more than a check."""
    rounds: list[list[Plant]] = []
    for plant in PLANTS:
        free = next((r for r in rounds if plant.check not in {p.check for p in r}), None)
        if free is None:
            rounds.append(free := [])
        free.append(plant)
    return rounds


def make_copy(files: list[str], folder: Path) -> Path:
    """A copy of the tree."""
    for name in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(tree.ROOT / name, target)
    return folder


def run_checks(copy: Path, checks: list[str]) -> subprocess.CompletedProcess[str]:
    """House tests of the copy, on SQLite, in a process that knows nothing of this one."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("LXQ_", "PYTEST_", "DJANGO_"))}
    asked = [f"tests/house/{check}" for check in checks]
    command = [sys.executable, "-m", "pytest", *asked, "-p", "no:xdist", "-vvv", "-rf"]
    return subprocess.run(command, cwd=copy, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def outcomes(files: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Fault → what its round of checks said."""
    said = {}
    for planted in batches():
        copy = make_copy(files, tmp_path_factory.mktemp("planted") / "copy")
        for plant in planted:
            plant.put_into(copy)
        done = run_checks(copy, [plant.check for plant in planted])
        said |= {plant.fault: done.stdout + done.stderr for plant in planted}
    return said


@pytest.mark.parametrize("plant", PLANTS, ids=[plant.fault for plant in PLANTS])
def test_the_fault_turns_its_check_red(plant, outcomes):
    told = outcomes[plant.fault]
    assert f"FAILED tests/house/{plant.check}" in told, told
    assert plant.says in told, told
