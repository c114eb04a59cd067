# ruff: noqa: N999 -- the command is called import
"""`lxq import`: an office's workbooks, or a region's folder, into the register."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lianxinqiao.base import clock
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.rights import CONSOLE
from lianxinqiao.upkeep import imports, regions
from lianxinqiao.upkeep.rows import Batch

SHEETS = {"bodies": imports.bodies, "studios": imports.studios, "members": imports.members}


class Command(BaseCommand):
    """Import bodies, studios, members; lay a region; write a template. Exit 0 good, 1 faults, 2 used wrongly."""

    help = _("导入机构、工作室、委员名册（xlsx、xls），或地区数据；import template studios --out F 取模板")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=[*SHEETS, "region", "template"])
        parser.add_argument("file", help=_("文件；region 为文件夹，template 为 bodies、studios 或 members"))
        parser.add_argument("--dry-run", action="store_true", help=_("只检查，不保存"))
        parser.add_argument("--json", action="store_true", help=_("只输出一个 JSON"))
        parser.add_argument("--out", help=_("模板写到哪里"))
        parser.add_argument("--code", default="611000", help=_("region：市的代码"))
        parser.add_argument("--name", default="商洛市", help=_("region：市的名称"))

    def handle(self, *_args: Any, **told: Any) -> None:
        if told["what"] == "template":
            self._template(told["file"], told["out"])
            return
        batch = self._region(told) if told["what"] == "region" else self._sheet(told)
        self.stdout.write(json.dumps(batch.as_json(), ensure_ascii=False) if told["json"] else self._words(batch, told))
        if batch.faults:
            raise SystemExit(1)

    def _template(self, what: str, out: str | None) -> None:
        if what not in imports.TEMPLATES or not out:
            raise CommandError(_("用法：lxq import template studios --out 文件.xlsx"), returncode=2)
        try:
            Path(out).write_bytes(imports.template(what))
        except OSError as wrong:
            raise CommandError(_("写不了文件 %(file)s") % {"file": out}, returncode=2) from wrong
        self.stdout.write(_("模板已写到 %(file)s") % {"file": out})

    def _sheet(self, told: dict[str, Any]) -> Batch:
        try:
            data = Path(told["file"]).read_bytes()
        except OSError as wrong:
            raise CommandError(_("读不到文件 %(file)s") % {"file": told["file"]}, returncode=2) from wrong
        return SHEETS[told["what"]](data, by=_console(told), at=clock.now(), dry_run=told["dry_run"])

    def _region(self, told: dict[str, Any]) -> Batch:
        try:
            return regions.lay(
                Path(told["file"]),
                code=told["code"],
                name=told["name"],
                by=_console(told),
                at=clock.now(),
                dry_run=told["dry_run"],
            )
        except (OSError, KeyError) as wrong:
            raise CommandError(
                _("“%(folder)s”里应有 counties.csv、townships.csv、villages.csv、sectors.csv：%(wrong)s")
                % {"folder": told["file"], "wrong": wrong},
                returncode=2,
            ) from wrong

    def _words(self, batch: Batch, told: dict[str, Any]) -> str:
        blank = _("（空）")
        rows = [f"{fault.cell}：{fault.found or blank} → {fault.expected}" for fault in batch.faults]
        if batch.ignored:
            rows.append(_("没有用到的列：%(names)s") % {"names": _("、").join(batch.ignored)})
        counts = {"rows": batch.rows, "changed": batch.changed, "faults": len(batch.faults)}
        if batch.faults:
            rows.append(_("共 %(rows)d 行，%(faults)d 处有误，什么都没有保存。") % counts)
        elif told["dry_run"]:
            rows.append(_("共 %(rows)d 行，将有 %(changed)d 行变动；这次只检查，没有保存。") % counts)
        else:
            rows.append(_("共 %(rows)d 行，%(changed)d 行有变动。") % counts)
        return "\n".join(rows)


def _console(told: dict[str, Any]) -> Actor:
    return Actor(ActorKind.MACHINE, id=f"import-{told['what']}", role=CONSOLE, label=str(_("命令行导入")))
