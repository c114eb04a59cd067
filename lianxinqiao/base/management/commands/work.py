"""`lxq work`: do background jobs until told to stop."""

import json
import signal
import time
from argparse import ArgumentParser
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import DEFAULT_DB_ALIAS, DatabaseError, close_old_connections
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import checks, clock, jobs

IDLE = 1.0  # seconds between looks at an empty queue
TROUBLE = 10  # times IDLE after the database could not be reached
log = structlog.get_logger("lianxinqiao.jobs")


class Command(BaseCommand):
    help = str(_("处理后台任务；SIGTERM 到来时做完手上的一件再停。"))

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help=str(_("做完现在能做的就退出")))
        parser.add_argument("--json", action="store_true", help=str(_("只输出一个 JSON")))

    def handle(self, *_args: Any, once: bool, json: bool, **_options: Any) -> None:
        self.stopped = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self.stop)
        checks.must_hold([DEFAULT_DB_ALIAS])
        jobs.discover()
        done = self.drain() if once else self.loop()
        self.tell(done, as_json=json)

    def stop(self, *_signal: Any) -> None:
        """Only a flag: a lock taken in a signal handler may be the one just held."""
        self.stopped = True

    def drain(self) -> int:
        """Do what is due now; returns how many jobs were taken."""
        jobs.schedule(clock.real_now())
        done = 0
        while not self.stopped and jobs.work_one():
            done += 1
        return done

    def loop(self) -> int:
        """Drain again and again until stopped; a database that is away for a while ends nothing."""
        done = 0
        while not self.stopped:
            try:
                done += self.drain()
                self.rest(1)
            except DatabaseError as away:
                log.error("worker_waits", fault=type(away).__name__)  # noqa: TRY400 -- a trace may quote a row
                close_old_connections()
                self.rest(TROUBLE)
        return done

    def rest(self, times: int) -> None:
        """Sleep `times` times IDLE seconds, but not on when told to stop."""
        for _n in range(times):
            if not self.stopped:
                time.sleep(IDLE)

    def tell(self, done: int, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"done": done, **jobs.counts()}))
        else:
            self.stdout.write(str(_("处理了 %(n)d 件后台任务。") % {"n": done}))
