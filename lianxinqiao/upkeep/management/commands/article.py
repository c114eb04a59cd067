"""`lxq article [--json]`: which mechanism of the article works here, computed and never written by hand."""

import json
import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from lianxinqiao.base import clock
from lianxinqiao.upkeep.article import proofs, report, table
from lianxinqiao.upkeep.article.compute import begin, compute, stamp
from lianxinqiao.upkeep.article.proofs import Progress
from lianxinqiao.upkeep.article.states import Standing, State

LOWEST = 19  # of `nice`: whoever uses the city goes first
MARKS = {State.WORKS: "✓", State.PARTLY: "◐", State.NOT_BUILT: "–"}


class Command(BaseCommand):
    help = _("逐条核对报道：哪些真能用，哪些还差什么；状态是算出来的")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument("--no-tests", action="store_true", help=_("不跑测试，只用已有的结果"))
        parser.add_argument("--keep", action="store_true", help=_("慢慢算，留给“对照报道”页，不打印"))
        parser.add_argument("--begin", action="store_true", help=_("要重算时，在后台开始"))

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            self._handle(**options)
        except FileNotFoundError as missing:
            raise CommandError(
                _("没有 %(file)s：对照表和测试在源码里。") % {"file": table.FILE}, returncode=2
            ) from missing
        except table.Fault as wrong:
            raise CommandError(f"{table.FILE}: {wrong}", returncode=2) from wrong

    def _handle(self, **options: Any) -> None:
        if options["begin"]:
            begin(settings.BASE_DIR, settings.HOME)
        elif options["keep"]:
            _keep()
        else:
            self._print(options["as_json"], None if options["no_tests"] else _told_on_stderr())

    def _print(self, as_json: bool, progress: Progress | None) -> None:
        standings = compute(settings.BASE_DIR, today=clock.today(), progress=progress)
        if as_json:
            self.stdout.write(json.dumps([report.as_json(one) for one in standings], ensure_ascii=False))
        else:
            Console().print(_table(standings))


def _keep() -> None:
    """Compute for the page, behind everything else that runs."""
    if report.under_way(settings.HOME):
        return
    os.nice(LOWEST)
    report.tell(settings.HOME, 0, 0)
    try:
        of = stamp(settings.BASE_DIR)
        standings = compute(
            settings.BASE_DIR, today=clock.today(), progress=lambda done, total: report.tell(settings.HOME, done, total)
        )
        report.keep(settings.HOME, stamp=of, at=clock.real_now(), standings=standings)
    finally:
        report.over(settings.HOME)


def _told_on_stderr() -> Progress:
    """One line that grows on a terminal, else one line at the end."""
    if not proofs.can_run():
        sys.stderr.write(_("没有装 pytest，测试不能跑。") + "\n")
    said: set[int] = set()

    def told(done: int, total: int) -> None:
        whole = done == total
        if done not in said and (whole or sys.stderr.isatty()):
            said.add(done)
            words = _("正在跑测试：%(done)d / %(total)d") % {"done": done, "total": total}
            sys.stderr.write("\r" + words + ("\n" if whole else ""))
            sys.stderr.flush()

    return told


def _table(standings: list[Standing]) -> Table:
    found = Table(title=_("对照报道"))
    for heading in ("", _("机制"), "", _("记录"), _("还差什么")):
        found.add_column(heading, justify="right" if heading == _("记录") else "left", overflow="fold")
    for one in standings:
        found.add_row(
            str(one.row.row), str(one.row.mechanism), MARKS[one.state], str(one.records), "；".join(one.words)
        )
    return found
