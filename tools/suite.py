"""`make test`: all tests on SQLite, then on PostgreSQL where LXQ_TEST_PG names one or its programs are installed.

What the machine could not run is said in one loud line; with LXQ_REQUIRE=chromium,postgres it is a failure.
The closing line is pytest's own. Further words go to pytest: tools/suite.py -k concern
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import cluster  # noqa: E402 -- a neighbour in tools/

NO_TESTS = 5
"""pytest's exit code when a selection is empty."""


@contextlib.contextmanager
def postgres() -> Iterator[tuple[str, str]]:
    """(address, why not): the named server, a throw-away cluster, or none."""
    if named := os.environ.get("LXQ_TEST_PG", ""):
        yield named, ""
    elif folder := cluster.programs():
        with cluster.cluster(folder) as address:
            yield address, ""
    else:
        yield "", "neither LXQ_TEST_PG nor PostgreSQL's programs"


def workers() -> list[str]:
    """Two workers, one database each; LXQ_WORKERS says another number."""
    return ["-n", os.environ.get("LXQ_WORKERS", "2"), "--dist", "loadgroup"]


def suite(title: str, words: list[str], **env: str) -> int:
    """One run of pytest; its exit code."""
    print(f"== {title}", flush=True)
    begun = time.monotonic()
    told = {**os.environ, "LXQ_DATABASE": "", **env}
    code = subprocess.run(
        [sys.executable, "-m", "pytest", *workers(), *words], cwd=ROOT, env=told, check=False, stdin=subprocess.DEVNULL
    ).returncode
    if code:
        print(f"== {title}: exit {code} after {time.monotonic() - begun:.0f} s", flush=True)
    return code


def main(words: list[str]) -> int:
    """Exit 0 only when every run was green and nothing required was skipped."""
    with postgres() as (address, why_not):
        lacks = f"postgres={why_not}" if why_not else ""
        if not address:
            return suite("SQLite", words, LXQ_TEST_LACKS=lacks)
        on_sqlite = suite("SQLite", words)
        # Browser walks and checks of the tree do not depend on the database: once is enough.
        both = ["-m", "not browser and not tree"] if "-m" not in words else []
        on_postgres = suite("PostgreSQL", [*both, *words], LXQ_DATABASE=address)
    worst = on_sqlite or on_postgres
    return 0 if worst == NO_TESTS and words else worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
