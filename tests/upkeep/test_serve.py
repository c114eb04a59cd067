"""`lxq serve`: answers on every address it was given; whatever it started ends with it, even when it is killed."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings

from tests.drills.server import Server, free_port

pytestmark = [pytest.mark.sqlite, pytest.mark.skipif(sys.platform != "linux", reason="other: needs Linux")]
PATIENCE = 40  # seconds


def descendants(pid: int) -> set[int]:
    """Every process that `pid` started, and theirs."""
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except FileNotFoundError:
        return set()
    own = {int(word) for word in told.split()}
    return own.union(*map(descendants, own))


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def within(seconds: float, holds) -> bool:
    end = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.1)
    return held


def test_a_killed_server_leaves_nobody_behind(tmp_path):
    server, port = Server(tmp_path, LXQ_DATABASE="", LXQ_HOSTS="127.0.0.1,127.0.0.2"), free_port()
    server.lxq("migrate", "--verbosity", "0")
    hosts = ["--host", "127.0.0.1", "--host", "127.0.0.2"]
    words = [sys.executable, "-m", "lianxinqiao", "serve", *hosts, "--port", str(port), "--workers", "1"]
    told = tmp_path / "told.txt"
    with told.open("w", encoding="utf-8") as out:
        serve = subprocess.Popen(words, env=server.env, cwd=settings.BASE_DIR, stdout=out, start_new_session=True)
    started: set[int] = set()
    try:
        assert within(PATIENCE, lambda: f"127.0.0.1:{port}" in told.read_text(encoding="utf-8"))
        for host in ("127.0.0.1", "127.0.0.2"):
            with urllib.request.urlopen(f"http://{host}:{port}/about/help/", timeout=20) as page:
                assert page.status == 200
        started = descendants(serve.pid)
        assert len(started) >= 5  # two servers with a worker each, and who does the jobs
        os.kill(serve.pid, signal.SIGKILL)
        serve.wait()
        assert within(PATIENCE, lambda: not any(map(alive, started))), [p for p in started if alive(p)]
    finally:
        for pid in [p for p in [serve.pid, *started] if alive(p)]:
            os.kill(pid, signal.SIGKILL)
