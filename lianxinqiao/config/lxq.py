"""The `lxq` command: Django's management with our SQLite and our sentences."""

import os
import sys

from lianxinqiao.config import sqlite
from lianxinqiao.config.machine import begin_demo

ENGLISH, TRADITIONAL = ("en",), ("zh_TW", "zh_HK", "zh_MO", "zh_Hant")


def tongue() -> str:
    """The language of command sentences: the locale's, Chinese by default."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if told.startswith(ENGLISH):
        return "en"
    return "zh-hant" if told.startswith(TRADITIONAL) else "zh-hans"


def main() -> None:
    """Run `lxq COMMAND ...`; exit 0 good, 1 something found, 2 used wrongly."""
    sqlite.alias()
    if sys.argv[1:2] == ["demo"]:
        begin_demo()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxinqiao.config.settings")
    import django  # noqa: PLC0415 -- after the alias
    from django.core.management import execute_from_command_line  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    django.setup()
    translation.activate(tongue())
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
