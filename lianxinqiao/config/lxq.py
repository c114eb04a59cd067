"""The `lxq` command: Django's management with our SQLite and our sentences."""

import os
import sys

from lianxinqiao.config import sqlite


def main() -> None:
    """Run `lxq COMMAND ...`; exit 0 good, 1 something found, 2 used wrongly."""
    sqlite.alias()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxinqiao.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- after the alias

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
