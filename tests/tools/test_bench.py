"""bench/README.md says what bench/results say, and a missed aim says so."""

import subprocess
import sys

import pytest

from bench import readme
from bench.figures import Figure, written
from tests.house import tree

pytestmark = pytest.mark.tree


def test_the_readme_is_built_from_the_results():
    assert readme.README.read_text(encoding="utf-8") == readme.text(), "run python -m bench.readme"


@pytest.mark.parametrize(
    ("figure", "aim", "verdict"),
    [
        (Figure("a", "A", 6.0, "×", at_most=6), "≤ 6 ×", "met"),
        (Figure("a", "A", 6.001, "×", at_most=6), "≤ 6 ×", "NOT MET"),
        (Figure("a", "A", 1 / 6, "×", at_least=1 / 6), "≥ 0.167 ×", "met"),
        (Figure("a", "A", 0.1666, "×", at_least=1 / 6), "≥ 0.167 ×", "NOT MET"),
        (Figure("a", "A", 3.0, "ms"), "", ""),
    ],
)
def test_a_verdict_is_of_what_was_measured(figure, aim, verdict):
    assert (figure.aim, figure.verdict) == (aim, verdict)


def test_figures_are_written_short():
    assert [written(n) for n in (4.567, 0.1234, 123.4, 5923.0)] == ["4.57", "0.123", "123", "5,923"]


def test_check_tells_a_stale_readme(tmp_path):
    run = [sys.executable, "-m", "bench.readme", "--check"]
    assert subprocess.run(run, cwd=tree.ROOT, check=False, capture_output=True).returncode == 0
    stale = "import pathlib, sys; from bench import readme; readme.README = pathlib.Path(sys.argv.pop()); readme.main()"
    file = tmp_path / "README.md"
    file.write_text("old", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", stale, "--check", str(file)], cwd=tree.ROOT, check=False, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "python -m bench.readme" in done.stderr
    assert file.read_text(encoding="utf-8") == "old"
