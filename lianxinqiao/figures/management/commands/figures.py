"""`lxq figures --against article [--json]`: the article's figures beside the ledger's."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from lianxinqiao.base import clock
from lianxinqiao.figures.article import MET, NOT_MET, Figure, against_article

STATES = {MET: "✓", NOT_MET: "✗"}


def table(rows: list[Figure]) -> Table:
    """The comparison as a table for a terminal."""
    found = Table(title=_("对照报道的数字"))
    for heading in (_("数字"), _("报道"), _("台账（同期）"), _("台账（至今）"), _("行数"), ""):
        found.add_column(heading, justify="left" if heading == _("数字") else "right")
    for row in rows:
        ledger = str(row.ledger) if row.rows else _("尚未记录")
        to_date = str(row.to_date) if row.to_date else "–"
        found.add_row(
            str(row.measure.label), str(row.article), ledger, to_date, str(row.rows), STATES.get(row.state, "…")
        )
        for label, value in row.parts if row.rows else ():
            found.add_row(f"  · {label}", "", str(value), "", "", "")
        if row.beside is not None:
            found.add_row("  · " + _("已入驻"), "", str(row.beside), "", "", "")
    return found


class Command(BaseCommand):
    help = _("把报道的数字和台账的数字并排列出，写明各由多少行组成")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--against", choices=["article"], required=True)
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_args: Any, **options: Any) -> None:
        rows = against_article(today=clock.today())
        if options["as_json"]:
            self.stdout.write(json.dumps([row.as_json() for row in rows], ensure_ascii=False))
        else:
            Console().print(table(rows))
        if any(row.state == NOT_MET for row in rows):
            raise SystemExit(1)
