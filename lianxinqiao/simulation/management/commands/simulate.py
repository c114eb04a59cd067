"""`lxq simulate`: run invented people through time by the actions that the pages call."""

import json
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from rich.progress import Progress

from lianxinqiao.ledger.models import Line
from lianxinqiao.simulation import build


class Command(BaseCommand):
    help = _("在空的演示数据库里搭起报道里的网络，让它过日子")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="since", type=date.fromisoformat, default=date(2021, 6, 24))
        parser.add_argument("--to", dest="until", type=date.fromisoformat, default=date(2023, 6, 4))
        parser.add_argument("--seed", type=int, default=20230604)
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(_("虚构的人和事不能进入真实安装。请先用 lxq demo 建一个演示安装。"), returncode=2)
        if Line.objects.exists():
            raise CommandError(
                _("台账里已经有记录。请换一个空的演示数据库（LXQ_HOME=…），或用 lxq demo --fresh 重建。"),
                returncode=2,
            )
        with Progress(disable=options["as_json"]) as bars, translation.override(settings.LANGUAGE_CODE):
            laid, lived = bars.add_task(_("搭建全市网络"), total=1), bars.add_task(_("过日子"), total=1)
            story = build.whole_city(
                seed=options["seed"],
                since=options["since"],
                until=options["until"],
                laying=lambda part: bars.update(laid, completed=part),
                living=lambda part: bars.update(lived, completed=part),
            )
        told = {"matters": story.matters, "days": story.days, "lines": Line.objects.count()}
        self.stdout.write(
            json.dumps(told)
            if options["as_json"]
            else _("过了 %(days)d 天，%(matters)d 件事，台账 %(lines)d 行。") % told
        )
