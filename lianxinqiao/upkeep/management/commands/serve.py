"""`lxq serve`: web server and background worker of this installation, started and stopped together."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from lianxinqiao.base import network
from lianxinqiao.base.errors import Refused
from lianxinqiao.upkeep.tether import tied

PATIENCE = 30  # seconds that a stopping process is given to finish its work


class Command(BaseCommand):
    help = _("打开网站和后台任务；按 Ctrl-C，做完手上的事再停")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", action="append", help=_("在哪个地址上应答，可以写几次；默认 127.0.0.1"))
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2, help=_("网站的工作进程数"))

    def handle(self, *_args: Any, **options: Any) -> None:
        hosts, port = options["host"] or ["127.0.0.1"], options["port"]
        for host in hosts:
            _must_be_free(host, port)
        commands = [_granian(host, port, options["workers"]) for host in hosts]
        commands.append([sys.executable, "-m", "lianxinqiao", "work"])
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "lianxinqiao.config.settings", "LXQ_HOME": str(settings.HOME)}
        running = [subprocess.Popen(tied(words), env=env, cwd=settings.BASE_DIR) for words in commands]  # noqa: S603
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, _stopper(running))
        if all(_answers(f"http://{host}:{port}/", web) for host, web in zip(hosts, running, strict=False)):
            self.stdout.write(
                _("连心桥已打开：%(address)s（按 Ctrl-C 停下）") % {"address": f"http://{hosts[0]}:{port}/"}
            )
            self.stdout.flush()  # a log that is a file shows it now
        while all(process.poll() is None for process in running):
            time.sleep(0.5)
        _stop(running)
        raise SystemExit(max(process.returncode or 0 for process in running) > 0)


def _granian(host: str, port: int, workers: int) -> list[str]:
    program = Path(sys.executable).with_name("granian")
    return [
        str(program),
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        "--workers",
        str(workers),
        "--blocking-threads",
        "4",
        "--no-ws",
        "--log-level",
        "warning",
        "--respawn-failed-workers",
        "lianxinqiao.config.wsgi:application",
    ]


def _must_be_free(host: str, port: int) -> None:
    try:
        network.must_be_free(host, port)
    except Refused as taken:
        raise CommandError(str(taken)) from taken


def _answers(address: str, web: subprocess.Popen[bytes]) -> bool:
    named = next((host for host in settings.ALLOWED_HOSTS if host[0] not in "*."), "localhost")
    asked = urllib.request.Request(address, headers={"Host": named, "X-Forwarded-Proto": "https"})  # noqa: S310
    for _try in range(300):
        if web.poll() is not None:
            return False
        try:
            urllib.request.urlopen(asked, timeout=5).close()  # noqa: S310 -- our own loopback address
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
        else:
            return True
    return False


def _stopper(processes: list[subprocess.Popen[bytes]]) -> Any:
    def stop(_sign: int, _frame: FrameType | None) -> None:
        _stop(processes)
        raise SystemExit(0)

    return stop


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
