"""The whole domain database copied into a folder and back, in one transaction, while other processes go on working.

SQLite: its own online backup, page by page. PostgreSQL: every table as rows. Only a database whose tables are still
what they were takes its copy back; who calls this has compared the migrations.
"""

import json
import sqlite3  # config.sqlite has put the right one in its place
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction

STAYS = "django_migrations"
"""The table that tells what the tables look like: it is never brought back."""


def out(folder: Path) -> None:
    """Copy the database as it is now into an empty folder."""
    (_copy_out if connection.vendor == "sqlite" else _write_out)(folder)


def back(folder: Path) -> None:
    """Make the database what `out` left in the folder; what came since is gone. To be called outside a transaction."""
    (_copy_in if connection.vendor == "sqlite" else _write_in)(folder)


# -- SQLite ------------------------------------------------------------------------------------------------------------


def _copy_out(folder: Path) -> None:
    source, copy = _lite(connection.settings_dict["NAME"]), _lite(folder / "city.sqlite3")
    try:
        source.backup(copy)
    finally:
        copy.close()
        source.close()


def _copy_in(folder: Path) -> None:
    """Page by page into the live file, in one transaction: writers wait, readers see before or after."""
    source, live = _lite(folder / "city.sqlite3"), _lite(connection.settings_dict["NAME"])
    try:
        with connection.writing_alone():  # type: ignore[attr-defined]  # our own engine
            source.backup(live, pages=-1, sleep=0.05)
    finally:
        live.close()
        source.close()


def _lite(file: Path | str) -> Any:
    return sqlite3.connect(str(file), timeout=connection.settings_dict["OPTIONS"].get("timeout", 5))


# -- PostgreSQL --------------------------------------------------------------------------------------------------------


def _tables(cursor: Any) -> list[str]:
    return sorted(name for name in connection.introspection.table_names(cursor) if name != STAYS)


def _write_out(folder: Path) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table in _tables(cursor):
            with (folder / f"{table}.rows").open("wb") as file, _rows(cursor, table, "TO STDOUT") as rows:
                for piece in rows:
                    file.write(piece)
        (folder / "sequences.json").write_text(json.dumps(list(_sequences(cursor))), encoding="utf-8")


def _write_in(folder: Path) -> None:
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        tables = _tables(cursor)
        cursor.execute("TRUNCATE " + ", ".join(map(quote, tables)))
        for table in tables:
            with (folder / f"{table}.rows").open("rb") as file, _rows(cursor, table, "FROM STDIN") as rows:
                while piece := file.read(1 << 16):
                    rows.write(piece)
        for name, value, called in json.loads((folder / "sequences.json").read_text(encoding="utf-8")):
            cursor.execute("SELECT setval(%s, %s, %s)", [name, value, called])


def _rows(cursor: Any, table: str, way: str) -> Any:
    return cursor.copy(f"COPY {connection.ops.quote_name(table)} {way}")


def _sequences(cursor: Any) -> Iterator[tuple[str, int, bool]]:
    """Where each counter stands: name, value, whether that value was given out."""
    cursor.execute("SELECT schemaname || '.' || sequencename FROM pg_sequences WHERE schemaname = current_schema()")
    for (name,) in cursor.fetchall():
        cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608 -- the catalogue's own name
        yield (name, *cursor.fetchone())
