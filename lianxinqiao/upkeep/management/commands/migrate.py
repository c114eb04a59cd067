"""`lxq migrate`: make or renew the tables of both databases, the cache's table and the collected static files."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.utils.translation import gettext as _

ALL = ("default", "traces")


class Command(migrate.Command):
    """Django's own, for both databases of the house unless one is named."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="")

    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """Look at the databases that are meant."""
        found: dict[Any, Any] = {**super().get_check_kwargs(options)}
        return {**found, "databases": [options["database"]] if options["database"] else list(ALL)}

    def handle(self, *args: Any, **options: Any) -> None:
        if options["database"] or options["app_label"]:
            super().handle(*args, **{**options, "database": options["database"] or "default"})
            return
        loud = options["verbosity"]
        for alias in ALL:
            super().handle(*args, **{**options, "database": alias, "verbosity": max(0, loud - 1)})
        if options["check_unapplied"] or options["plan"]:
            return
        call_command("createcachetable", database="traces", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if loud:
            self.stdout.write(_("两个数据库、缓存表和网页文件都好了。"))
