"""`lxq rulebook check [FILE …] [--json]`, `lxq rulebook diff A B [--json]`."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from lianxinqiao.base import clock
from lianxinqiao.rulebook import book, calendar
from lianxinqiao.rulebook.book import Rulebook
from lianxinqiao.rulebook.compare import differences
from lianxinqiao.rulebook.faults import RulebookFault
from lianxinqiao.rulebook.making import parsed
from lianxinqiao.rulebook.years import files, load_year

FOUND, WRONGLY_USED = 1, 2
DECEMBER = 12


class Command(BaseCommand):
    """Checks and compares rule files and calendar files."""

    help = _("检查规则文件和日历文件，比较两份规则")
    requires_system_checks: list[str] = []  # a faulty rulebook must not keep this command from telling its faults

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The two verbs."""
        verbs = parser.add_subparsers(dest="verb", required=True)
        check = verbs.add_parser("check", help=_("检查；不写文件名就检查正在用的规则和日历"))
        check.add_argument("files", nargs="*", metavar="FILE")
        diff = verbs.add_parser("diff", help=_("比较两份规则"))
        diff.add_argument("files", nargs=2, metavar="FILE")
        for verb in (check, diff):
            verb.add_argument("--json", action="store_true", help=_("只输出一个 JSON 值"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Exit 0 good, 1 something found, 2 used wrongly."""
        try:
            found = self.check_files(options) if options["verb"] == "check" else self.compare(options)
        except OSError as wrong:
            self.stderr.write(_("打不开文件 %(file)s：%(reason)s") % {"file": wrong.filename, "reason": wrong.strerror})
            sys.exit(WRONGLY_USED)
        if found:
            sys.exit(FOUND)

    def check_files(self, options: dict[str, Any]) -> bool:
        """Tell every fault of every file; with no file, those of the files in force."""
        told = [_checked(Path(file)) for file in options["files"]] or _in_force()
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(line for one in told for line in _sentences(one)))
        return any(one["faults"] for one in told)

    def compare(self, options: dict[str, Any]) -> bool:
        """Tell every difference of two rule files."""
        try:
            first, second = (book.load(Path(file)) for file in options["files"])
        except RulebookFault as wrong:
            self.stderr.write(str(wrong))
            sys.exit(WRONGLY_USED)
        found = differences(first, second)
        if options["json"]:
            self.stdout.write(json.dumps([one.as_json() for one in found], ensure_ascii=False))
        else:
            self.stdout.write("\n".join(map(str, found)) or _("两份规则没有不同。"))
        return bool(found)


def _checked(file: Path) -> dict[str, Any]:
    """One file's result, as `--json` prints it. A file with a [calendar] table is a calendar."""
    told: dict[str, Any] = {"file": str(file), "faults": []}
    try:
        _text, tables = parsed(str(file), file.read_bytes())
        if "calendar" in tables:
            year = load_year(file)
            told |= {"calendar": year.name, "year": year.year, "days_off": len(year.off), "workdays": len(year.work)}
        else:
            told |= _identity(book.load(file))
    except RulebookFault as wrong:
        told["faults"] = [fault.as_json() for fault in wrong.faults]
    return told


def _identity(found: Rulebook) -> dict[str, Any]:
    return {**found.identity(), "values": len(found.values), "basis": found.by_basis()}


def _in_force() -> list[dict[str, Any]]:
    """The rulebook in force, its calendar's files, and what of the calendar will soon be missing."""
    file = book.find_current()
    told = [_checked(file)]
    if told[0]["faults"]:
        return told
    told += [_checked(one) for one in files(book.current().calendar)]
    if not any(one["faults"] for one in told):
        told[0]["warnings"] = _missing_years()
    return told


def _missing_years() -> list[str]:
    """Years that deadlines reach now or within a month, and whose holidays are not known."""
    today = clock.today()
    years = [today.year, today.year + 1] if today.month == DECEMBER else [today.year]
    known = calendar.known_years()
    return [
        _("%(year)s年的放假安排还没有录入；那里的期限暂按周一至周五推算。") % {"year": year}
        for year in years
        if year not in known
    ]


def _sentences(one: dict[str, Any]) -> list[str]:
    if one["faults"]:
        return [fault["sentence"] for fault in one["faults"]]
    if "calendar" in one:
        return [_("%(file)s：%(year)s年，放假%(days_off)s天，补班%(workdays)s天。") % one]
    told = {**one, **one["basis"]}
    good = _("%(file)s：%(name)s %(version)s，%(values)s项") % told
    good += _("（依据条文%(rule)s，据报道%(reported)s，本单位设定%(default)s）。") % told
    return [good, *one.get("warnings", [])]
