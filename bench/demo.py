"""How long `lxq demo` takes from nothing, and the second time: until the address answers.

python -m bench.demo
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.figures import Figure, store
from lianxinqiao.config import sqlite
from tests.drills.server import ROOT, free_port

PATIENCE = 600  # seconds until this gives up
WHAT = """\
`lxq demo` in an empty folder: migrations, 92 studios with over a thousand members, two years of the city's life by the
same actions that the pages call, the table of figures, web server and worker; then once more in the same folder.
Installing Python packages is not in it. Wall time until the home page answers, with whatever else the machine does."""


def seconds_to_answer(home: Path) -> float:
    """Start `lxq demo` on this home, wait until its page answers, stop it; seconds until the answer."""
    port, start = free_port(), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "lianxinqiao", "demo", "--port", str(port)],
        env={**os.environ, "LXQ_HOME": str(home)},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    try:
        while not answers(f"http://127.0.0.1:{port}/"):
            if process.poll() is not None or time.perf_counter() - start > PATIENCE:
                raise RuntimeError("lxq demo did not come to an answer")
            time.sleep(0.05)
        return time.perf_counter() - start
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def answers(address: str) -> bool:
    """True once a page comes back."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def main() -> None:
    """Measure, print and store."""
    with tempfile.TemporaryDirectory(prefix="lxq-bench-") as folder:
        home = Path(folder) / "var"
        first, again = seconds_to_answer(home), seconds_to_answer(home)
    store(
        "demo",
        WHAT,
        [
            Figure("first", "The demo city from nothing to the first page", first, "s", at_most=60),
            Figure("again", "Second start to the first page", again, "s", at_most=5),
        ],
    )


if __name__ == "__main__":
    sqlite.alias()
    main()
