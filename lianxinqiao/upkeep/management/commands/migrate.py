"""`lxq migrate`: Django's, for both databases of an installation unless one is named."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.utils.translation import gettext_lazy as _


class Command(Migrate):
    """Tables of `default` and `traces`, and the cache's table, which Django keeps apart from migrations."""

    help = str(_("建表或升级数据库"))

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database=None)

    def get_check_kwargs(self, options: dict[str, Any]) -> dict[str, Any]:
        return {**super().get_check_kwargs({**options, "database": ""}), "databases": _named(options)}

    def handle(self, *args: Any, **options: Any) -> None:
        for alias in _named(options):
            super().handle(*args, **{**options, "database": alias})
        if "traces" in _named(options) and not options["plan"] and not options["check_unapplied"]:
            call_command("createcachetable", database="traces", verbosity=options["verbosity"])


def _named(options: dict[str, Any]) -> list[str]:
    return [options["database"]] if options["database"] else list(connections)
