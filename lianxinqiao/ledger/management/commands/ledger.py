"""`lxq ledger verify|seal|tally [--json]`: check the ledger, seal what is new, bring the tallies up to date."""

import json
import sys
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import clock
from lianxinqiao.ledger import seals, tally
from lianxinqiao.ledger.report import Report
from lianxinqiao.ledger.verify import verify


def _root(text: str) -> str:
    if len(text) != 64 or set(text.lower()) - set("0123456789abcdef"):
        raise ArgumentTypeError(str(_("应是 64 位十六进制的日封。")))
    return text.lower()


class Command(BaseCommand):
    help = str(_("核对台账、封存新的台账行、更新累计数"))

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["verify", "seal", "tally"])
        parser.add_argument("--json", action="store_true", help=str(_("只输出一个 JSON 值")))
        parser.add_argument("--kept", action="append", default=[], type=_root, metavar="HASH",
                            help=str(_("外面留存的日封，可给多个：核对台账里是否还有它")))  # fmt: skip
        parser.add_argument("--day", type=date.fromisoformat, help=str(_("为哪一天封存（默认今天）")))

    def handle(self, *_args: Any, act: str, **told: Any) -> None:
        if act == "verify":
            self._verify(told["kept"], as_json=told["json"])
        elif act == "seal":
            self._seal(told["day"] or clock.today(), as_json=told["json"])
        else:
            self._tally(as_json=told["json"])

    def _say(self, value: dict[str, Any], sentences: list[str], *, as_json: bool) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False) if as_json else "\n".join(sentences))

    def _verify(self, kept: list[str], *, as_json: bool) -> None:
        report = verify(kept=kept)
        self._say(report.plain(), _words(report), as_json=as_json)
        if not report.good:
            sys.exit(1)

    def _seal(self, day: date, *, as_json: bool) -> None:
        found = seals.seal(day=day, at=clock.real_now())
        told: dict[str, Any] = {"round": None, "lines": 0, "hash": None}
        words = _("没有新的台账行，不必封存。")
        if found is not None:
            told = {"round": found.number, "lines": found.count, "hash": found.hash}
            words = _("第 %(round)s 轮已封 %(lines)s 行。日封（请留存在别处）：%(hash)s")
        self._say(told, [str(words) % told], as_json=as_json)

    def _tally(self, *, as_json: bool) -> None:
        done = tally.advance(at=clock.real_now())
        self._say({"lines": done}, [str(_("累计数新计入 %(n)s 行。")) % {"n": done}], as_json=as_json)


def _words(report: Report) -> list[str]:
    told = {"lines": report.lines, "credits": report.credits, "seals": report.seals, "tallies": report.tallies}
    words = [str(_("核对了 %(lines)s 行台账、%(credits)s 行记功、%(seals)s 个封条。")) % told]
    words += [fault.sentence for fault in report.faults]
    if report.untold:
        words.append(str(_("另有 %(n)s 处不符，没有逐一列出。")) % {"n": report.untold})
    if report.tallies is None:
        words.append(str(_("台账行本身不符，累计数没有核对；恢复后请再核对一次。")))
    else:
        words.append(str(_("累计数 %(tallies)s 行，与重数相比。")) % told)
    words.append(str(_("没有发现问题。") if report.good else _("发现问题，台账与写入时不同。")))
    return words
