"""Which demo city stands where: a file beside the database, written before the first row and after the last.

Only what this mark names is ever cleared: a folder or a variable may say `demo` while the database it is
pointed at holds a real city.
"""

import json
from pathlib import Path
from typing import Any, Self

from django.db import connection

from lianxinqiao.ledger.models import Line
from lianxinqiao.organisation.models import Person

FILE = "city.json"


class Mark:
    """The mark of one home folder, held against the database in use."""

    def __init__(self, file: Path, told: dict[str, Any]) -> None:
        self.file, self.told = file, told

    @classmethod
    def read(cls, home: Path) -> Self:
        """The mark as it lies there; empty where there is none or it cannot be read."""
        file = home / FILE
        try:
            told = json.loads(file.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            told = {}
        return cls(file, told)

    @property
    def here(self) -> bool:
        """Whether the city, finished or not, was begun in this very database."""
        return bool(self.told) and self.told.get("database", "") == database()

    @property
    def built(self) -> bool:
        """Whether the city in this database was finished."""
        return self.here and "days" in self.told and bool(_tables())

    def foreign(self) -> bool:
        """Whether the database holds people or acts that no demo put there."""
        tables = _tables()
        return not self.here and any(
            model._meta.db_table in tables and model._default_manager.exists() for model in (Person, Line)
        )

    def begin(self, *, seed: int) -> None:
        """Claim the database for a new city."""
        self._write({"database": database(), "seed": seed})

    def finish(self, *, matters: int, days: int) -> None:
        """The city is whole."""
        self._write({**self.told, "matters": matters, "days": days})

    def _write(self, told: dict[str, Any]) -> None:
        self.told = told
        self.file.write_text(json.dumps(told), encoding="utf-8")


def database() -> str:
    """Which database this is: empty for the folder's own SQLite file, else host, port and name."""
    told = connection.settings_dict
    return "" if connection.vendor == "sqlite" else f"{told['HOST']}:{told['PORT']}/{told['NAME']}"


def _tables() -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.table_names(cursor))
