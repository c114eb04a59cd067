"""A skip is loud, and with LXQ_REQUIRE a failure; the closing line stays pytest's own."""

import os
import subprocess
import sys

import pytest

from tests.house import tree

pytestmark = pytest.mark.tree

SOME = """
import pytest

def test_runs():
    pass

@pytest.mark.browser
def test_walks():
    pass

@pytest.mark.skipif("'odd' in __import__('os').environ", reason="too warm")
def test_odd():
    pass

@pytest.mark.skip(reason="SQLite has one writer at a time")
def test_of_the_other():
    pass

@pytest.mark.measure
def test_measures():
    pass
"""


@pytest.fixture
def suite(tmp_path):
    """Run pytest on one small file as this machine would without a browser."""
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_some.py").write_text(SOME)
    (tmp_path / "tests" / "early.py").write_text((tree.ROOT / "tests/early.py").read_text())
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\naddopts = -q -p tests.early\nmarkers =\n    browser\n    measure\n    sqlite\n    postgres\n"
    )

    def run(*words, **env):
        told = {
            name: value for name, value in os.environ.items() if not name.startswith(("LXQ_", "PYTEST_", "DJANGO_"))
        }
        told |= {"PATH": "/nowhere", **env}
        command = [sys.executable, "-m", "pytest", "-p", "no:django", "-p", "no:cacheprovider", *words]
        return subprocess.run(command, cwd=tmp_path, env=told, capture_output=True, text=True, check=False)

    return run


def test_what_was_not_run_is_one_loud_line_before_the_closing_line(suite):
    done = suite()
    *_before, loud, closing = done.stdout.strip().splitlines()
    assert done.returncode == 0
    assert loud.startswith("!!! NOT RUN")
    assert "chromium (1 tests, not installed)" in loud
    assert "measure (1 tests" in loud
    assert closing.startswith("2 passed, 3 skipped in")


def test_a_required_thing_that_is_missing_is_a_failure(suite):
    done = suite(LXQ_REQUIRE="chromium,postgres")
    assert done.returncode == 1
    assert "FAILURE" in done.stdout


def test_a_thing_that_nobody_required_is_not(suite):
    assert suite(LXQ_REQUIRE="postgres").returncode == 0


def test_a_skip_without_a_known_reason_fails_where_anything_is_required(suite):
    assert suite("-k", "odd", odd="1").returncode == 0
    assert suite("-k", "odd", odd="1", LXQ_REQUIRE="postgres").returncode == 1


def test_a_missing_postgres_is_passed_on_by_the_driver(suite):
    done = suite(LXQ_TEST_LACKS="postgres=no programs", LXQ_REQUIRE="postgres")
    assert done.returncode == 1
    assert "postgres (no programs)" in done.stdout


def test_two_workers_say_the_same(suite):
    done = suite("-n", "2", LXQ_REQUIRE="chromium")
    assert done.returncode == 1
    assert "chromium (1 tests" in done.stdout


def test_with_everything_there_is_nothing_to_say(suite):
    done = suite("-k", "runs", LXQ_REQUIRE="chromium,postgres")
    assert done.returncode == 0
    assert "!!!" not in done.stdout
