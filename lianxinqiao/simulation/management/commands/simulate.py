"""`lxq simulate`: run invented people through time by the actions that the pages call."""

import json
import time
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from rich.progress import Progress

from lianxinqiao.base import clock, jobs
from lianxinqiao.concerns.models import Concern
from lianxinqiao.ledger.models import DaySeal, Line
from lianxinqiao.simulation import founding, living, stepping
from lianxinqiao.simulation.mark import Mark


class Command(BaseCommand):
    help = _("让演示城市过日子：空的演示库里从头过起，已有的城市接着往前过")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="since", type=date.fromisoformat, help=_("从哪天起（只在空的演示库里）"))
        parser.add_argument("--to", dest="until", type=date.fromisoformat, help=_("过完哪天"))
        parser.add_argument("--seed", type=int, help=_("同样的种子，同样的城市和台账"))
        parser.add_argument("--speed", type=float, default=0, help=_("一秒最多过几天；0 = 能多快就多快"))
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(_("虚构的人和事不能进入真实安装。请先用 lxq demo 建一个演示安装。"), returncode=2)
        if options["speed"] < 0:
            raise CommandError(_("--speed 不能小于 0。"), returncode=2)
        before = Concern.objects.count()
        with Progress(disable=options["as_json"]) as bars:
            days = _go_on(bars, options) if Line.objects.exists() else _begin(bars, options)
        self.tell(days, Concern.objects.count() - before, as_json=options["as_json"])

    def tell(self, days: int, matters: int, *, as_json: bool) -> None:
        """Say what the run came to; `root` is the last day seal, which holds everything before it."""
        last = DaySeal.objects.order_by("-number").first()
        told = {"matters": matters, "days": days, "lines": Line.objects.count(), "root": last.hash if last else ""}
        words = _("过了 %(days)d 天，%(matters)d 件事，台账 %(lines)d 行。末封 %(root)s")
        self.stdout.write(json.dumps(told) if as_json else words % told)


def _begin(bars: Progress, options: dict[str, Any]) -> int:
    """From nothing: the network, the years up to the article by their drawn fates, then on day by day."""
    since, until = options["since"] or founding.FIRST, options["until"] or founding.LAST
    if until < since:
        raise CommandError(_("--to 不能早于 --from。"), returncode=2)
    if since > founding.LAST:
        raise CommandError(_("--from 不能晚于 2023-06-04：城市先要过到那天，再接着往前过。"), returncode=2)
    if Mark.read(settings.HOME).foreign():
        raise CommandError(
            _("数据库里已有不是演示的数据。请换一个空的数据库，或换一个文件夹（LXQ_HOME=…）。"), returncode=2
        )
    whole = min(until, founding.LAST)
    days = (whole - since).days + 1
    laid, lived = bars.add_task(_("搭建全市网络"), total=1), bars.add_task(_("过日子"), total=1)
    pace = _Pace(options["speed"])

    def living_on(part: float) -> None:
        pace.wait(part * days)
        bars.update(lived, completed=part)

    founding.found(
        seed=options["seed"] or stepping.SEED,
        since=since,
        until=whole,
        laying=lambda part: bars.update(laid, completed=part),
        living=living_on,
    )
    return days + (_live(bars, until, options["speed"]) if until > whole else 0)


def _go_on(bars: Progress, options: dict[str, Any]) -> int:
    """From the city's present."""
    mark = Mark.read(settings.HOME)
    if not mark.built:
        raise CommandError(_("台账里已有记录，却不是建好的演示城市。请用 lxq demo --fresh 重建。"), returncode=2)
    if options["since"]:
        raise CommandError(_("这里已有一座城市，只能从它的今天接着过，不用 --from。"), returncode=2)
    if options["seed"] not in {None, stepping.seed()}:
        raise CommandError(_("这座城市是用另一个种子建的，请去掉 --seed。"), returncode=2)
    if options["until"] is None or options["until"] < clock.today():
        raise CommandError(
            _("请用 --to 写明过完哪天，不早于城市的今天（%(day)s）。") % {"day": clock.today()}, returncode=2
        )
    if jobs.pending(living.JOB):
        raise CommandError(_("城市正在往前走，请等它停下。"), returncode=2)
    return _live(bars, options["until"], options["speed"])


def _live(bars: Progress, until: date, speed: float) -> int:
    """Live from the city's present until the morning after `until`; returns how many days."""
    start, end = clock.now(), clock.opening(until + timedelta(days=1))
    days = (end.date() - start.date()).days
    bar, pace = bars.add_task(_("过日子"), total=days), _Pace(speed)

    def lived(morning: datetime) -> None:
        passed = (morning.date() - start.date()).days
        pace.wait(passed)
        bars.update(bar, completed=passed)

    stepping.live_to(end, lived)
    return days


class _Pace:
    """Not more than so many city days a second."""

    def __init__(self, speed: float) -> None:
        self.speed, self.start = speed, time.monotonic()

    def wait(self, days: float) -> None:
        """Until `days` may have passed."""
        if self.speed:
            time.sleep(max(0.0, self.start + days / self.speed - time.monotonic()))
