"""A real server on loopback for drills, walks and benches: its own home, its own process group."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


class Server:
    """granian over one home folder; `kill` takes the whole process group with SIGKILL."""

    def __init__(
        self, home: Path, *, workers: int = 1, settings: str = "lianxinqiao.config.settings", **env: str
    ) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.workers = workers
        self.env = {**os.environ, "LXQ_HOME": str(home), "DJANGO_SETTINGS_MODULE": settings, **env}
        self.process: subprocess.Popen[bytes] | None = None

    def lxq(self, *words: str) -> str:
        """Run one lxq command on this home and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "lianxinqiao", *words],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def python(self, code: str) -> str:
        """Run a piece of Python inside this installation."""
        head = "from lianxinqiao.config import sqlite; sqlite.alias(); import django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", head + code], env=self.env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        """Start and wait until it answers."""
        granian = Path(sys.executable).with_name("granian")
        self.process = subprocess.Popen(
            [
                str(granian),
                "--interface",
                "wsgi",
                "--host",
                "127.0.0.1",
                "--port",
                str(self.port),
                "--workers",
                str(self.workers),
                "--blocking-threads",
                "4",
                "--no-ws",
                "--log-level",
                "error",
                "lianxinqiao.config.wsgi:application",
            ],
            env=self.env,
            cwd=ROOT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(600):
            try:
                urllib.request.urlopen(self.address + "/status/", timeout=5).close()
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("the server did not answer within 30 s")

    def kill(self) -> None:
        """SIGKILL to the whole group, as a crash."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """SIGTERM, then SIGKILL after ten seconds."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None
