"""The import contracts hold, have no exception, and leave no room out."""

import subprocess
import sys

import pytest

from tests.house import tree

pytestmark = pytest.mark.tree
LINT = """
import sys
sys.path.insert(0, ".")
from importlinter.cli import lint_imports
sys.exit(lint_imports(no_cache=True))
"""


def test_the_contracts_hold():
    done = subprocess.run([sys.executable, "-c", LINT], cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_contract_has_an_exception():
    assert [s for s in tree.importlinter().sections() if "ignore_imports" in tree.importlinter()[s]] == []


def test_every_room_is_a_package_that_says_what_lives_there():
    without = [
        room for room in tree.floors() if not tree.ast.get_docstring(tree.parsed(tree.PACKAGE / room / "__init__.py"))
    ]
    assert without == []


def test_every_domain_room_keeps_the_ten_names():
    engines = {"base", "ledger", "language", "rulebook", "figures", "siting", "upkeep", "simulation"}
    assert set(tree.floors()) - engines - {"web", "config"} == set(tree.domain_rooms())
