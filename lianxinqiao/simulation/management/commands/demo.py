"""`lxq demo`: the article's network with invented people, ready to be worked in."""

import hashlib
import os
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from lianxinqiao.base import clock, codes, network
from lianxinqiao.base.errors import Refused
from lianxinqiao.figures.article import against_article
from lianxinqiao.figures.management.commands.figures import table
from lianxinqiao.simulation import founding, snapshot
from lianxinqiao.simulation.mark import Mark


class Command(BaseCommand):
    help = _("没有演示城市就先建，列出它的数字，再打开网站和后台任务")
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--lan", action="store_true", help=_("让同一个网络里的手机也能打开"))
        parser.add_argument("--seed", type=int, default=20230604)
        parser.add_argument("--fresh", action="store_true", help=_("重新建城"))
        parser.add_argument("--no-serve", action="store_true", help=_("只建和列，不打开网站"))

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(_("这里不是演示安装。"), returncode=2)
        console, mark = Console(), Mark.read(settings.HOME)
        if mark.foreign():
            raise CommandError(
                _("数据库里已有不是演示的数据，演示城市不能进去。请换一个空的数据库，或换一个文件夹（LXQ_HOME=…）。"),
                returncode=2,
            )
        own = _own_address() if options["lan"] else ""
        if not options["no_serve"]:
            _must_be_free(options["port"])
        if options["fresh"] or not mark.built:
            mark.begin(seed=options["seed"])
            _clear()
            _build(console, options["seed"])
        else:
            _migrate()
        _collect_static()
        console.print(table(against_article(today=clock.today())))
        if not options["no_serve"]:
            call_command("article", begin=True)  # computed behind the pages, where source or city changed
            hosts = self._open_to_network(own, options["port"]) if own else None
            connections.close_all()
            call_command("serve", port=options["port"], host=hosts)

    def _open_to_network(self, own: str, port: int) -> list[str]:
        """The addresses to answer on; tells the served processes how the city is called on this network."""
        known = [host for host in settings.ALLOWED_HOSTS if host != own]
        address = f"http://{own}:{port}"
        os.environ |= {"LXQ_HOSTS": ",".join([*known, own]), "LXQ_ADDRESS": address}  # of this run's processes only
        self.stdout.write(codes.qr_text(f"{address}/"))
        self.stdout.write(_("手机连上同一个网络，扫上面的码，或打开 %(address)s/") % {"address": address})
        if ip_address(own).is_global:
            self.stdout.write(_("注意：这是公网地址，外面的人也打得开。"))
        return [own, "127.0.0.1"]


def _own_address() -> str:
    """This machine's address on its network, before anything is built. Ends the command where there is none."""
    try:
        return network.own_address()
    except Refused as nowhere:
        raise CommandError(str(nowhere), returncode=2) from nowhere


def _must_be_free(port: int) -> None:
    """Say that the port is taken before a minute is spent on building."""
    try:
        network.must_be_free("127.0.0.1", port)
    except Refused as taken:
        raise CommandError(str(taken), returncode=2) from taken


def _clear() -> None:
    """Remove a half-built or old city. Only ever called when the mark says that the database is the demo's."""
    clock.forget_city()
    snapshot.forget()
    connections.close_all()
    for alias in ("default", "traces"):
        told = connections[alias].settings_dict
        if told["ENGINE"].endswith("sqlite3"):
            for tail in ("", "-wal", "-shm"):
                Path(f"{told['NAME']}{tail}").unlink(missing_ok=True)
        elif "django_migrations" in connections[alias].introspection.table_names():
            call_command("flush", database=alias, interactive=False, verbosity=0)


def _migrate() -> None:
    for alias in connections:
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    call_command("createcachetable", database="traces", verbosity=0)


def _build(console: Console, seed: int) -> None:
    with Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console) as bars:
        first = bars.add_task(_("准备数据库"), total=1)
        _migrate()
        bars.update(first, completed=1)
        laid = bars.add_task(_("搭建全市网络"), total=1)
        lived = bars.add_task(_("过完两年（2021-06-24 至 2023-06-04）"), total=1)
        founding.found(
            seed=seed,
            since=founding.FIRST,
            until=founding.LAST,
            laying=lambda part: bars.update(laid, completed=part),
            living=lambda part: bars.update(lived, completed=part),
        )


def _collect_static() -> None:
    """Collect static files when one of ours changed (names, sizes and times are compared)."""
    stamp = hashlib.sha256()
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            stamp.update(f"{name}:{storage.size(name)}:{storage.get_modified_time(name)}".encode())
    file = settings.HOME / "static.stamp"
    if not file.exists() or file.read_text(encoding="utf-8") != stamp.hexdigest():
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        file.write_text(stamp.hexdigest(), encoding="utf-8")
