"""The `lxq` command: Django's management with our SQLite and our sentences."""

import os
import sys

from lianxinqiao.config import sqlite
from lianxinqiao.config.machine import begin_demo, tongue

USED_WRONGLY, INTERRUPTED = 2, 130


def main() -> None:
    """Run `lxq COMMAND ...`; exit 0 good, 1 something found, 2 used wrongly."""
    sqlite.alias()
    if sys.argv[1:2] == ["demo"]:
        begin_demo()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxinqiao.config.settings")
    import django  # noqa: PLC0415 -- after the alias
    from django.utils import translation  # noqa: PLC0415

    django.setup()
    translation.activate(tongue())
    try:
        _run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _run(words: list[str]) -> None:
    from django.core.management import execute_from_command_line, get_commands  # noqa: PLC0415
    from django.db import DatabaseError  # noqa: PLC0415
    from django.utils.translation import gettext as _  # noqa: PLC0415

    from lianxinqiao.base import checks  # noqa: PLC0415

    commands = get_commands()
    if words in ([], ["help"], ["-h"], ["--help"]):
        sys.stdout.write(_overview(commands))
    elif words[0] not in commands and words[0] not in {"help", "--version"}:
        sys.stderr.write(_("没有“%(name)s”这个命令。lxq help 列出所有命令。") % {"name": words[0]} + "\n")
        sys.exit(USED_WRONGLY)
    else:
        try:
            execute_from_command_line(sys.argv)
        except DatabaseError:
            checks.refuse(checks.unready())  # where the tables are as they should be, the fault is another
            raise


def _overview(commands: dict[str, str]) -> str:
    """One line a command."""
    from django.core.management import load_command_class  # noqa: PLC0415
    from django.utils.translation import gettext as _  # noqa: PLC0415

    ours = sorted(name for name, app in commands.items() if str(app).startswith("lianxinqiao"))
    rows = [f"  lxq {name:<10}{load_command_class(commands[name], name).help}" for name in ours]
    rows.append("  lxq check     " + _("只做系统检查"))
    return "\n".join([_("连心桥的命令（lxq 命令 --help 说明用法；docs/operate/commands.md）："), *rows, ""])


if __name__ == "__main__":
    main()
