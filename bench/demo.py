"""How long `lxq demo` takes from nothing, and the second time: until the address answers; then a week forward.

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
from collections.abc import Callable
from pathlib import Path

from bench import measure
from bench.figures import Figure, store
from lianxinqiao.config import sqlite
from tests.drills.server import ROOT, free_port

PATIENCE = 600  # seconds until this gives up
WHAT = """\
`lxq demo` in an empty folder: migrations, 92 studios with over a thousand members, two years of the city's life by the
same actions that the pages call, the table of figures, web server and worker; then once more in the same folder.
Installing Python packages is not in it. Wall time until the home page answers, with whatever else the machine does.
A week forward: what a press on the banner does, from asking to the last day kept, the worker's waking up included."""


def time_to_answer(home: Path, then: Callable[[Path], None] = lambda _home: None) -> tuple[float, float]:
    """Start `lxq demo` on this home, wait until its page answers, do `then`, stop it; (wall, CPU) seconds to answer."""
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
        took = time.perf_counter() - start, measure.cpu_seconds(process.pid)
        then(home)
        return took
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def week(home: Path) -> float:
    """Seconds that a week takes in the city that runs in this home."""
    words, env = [sys.executable, "-m", "bench.week"], {**os.environ, "LXQ_HOME": str(home)}
    return float(subprocess.run(words, env=env, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


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
        weeks: list[float] = []
        first, again = time_to_answer(home), time_to_answer(home, then=lambda at: weeks.append(week(at)))
    store(
        "demo",
        WHAT,
        [
            Figure("first", "The demo city from nothing to the first page", first[0], "s", at_most=60),
            Figure("first_cpu", "CPU of it", first[1], "s"),
            Figure("again", "Second start to the first page", again[0], "s", at_most=5),
            Figure("again_cpu", "CPU of it", again[1], "s"),
            Figure("week", "A week forward", weeks[0], "s", at_most=5),
        ],
    )


if __name__ == "__main__":
    sqlite.alias()
    main()
