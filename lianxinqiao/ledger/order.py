"""Ids that only grow, on either database: what was counted or sealed can never be joined by a lower id.

SQLite: every transaction that writes is IMMEDIATE, so there is one writer and AUTOINCREMENT's own
counter gives the next id. PostgreSQL: sequences run ahead of commits; writers hold a shared advisory
lock from before they draw an id until they commit, and whoever counts or seals takes the exclusive
lock for a moment: then every id drawn so far is committed or gone.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

WRITERS = 0x6C78711E  # our advisory lock ("lxq"); settled() takes it exclusively, writers share it

_DRAW_PG = (
    "WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(%s)) SELECT nextval('ledger_line_id_seq') FROM held"
)
_LAST_SQLITE = "SELECT seq FROM sqlite_sequence WHERE name = 'ledger_line'"


def _number(sql: str, values: tuple[int, ...] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0


def on_sqlite() -> bool:
    """Whether the ledger lies in SQLite: there ids have no gaps."""
    return connection.vendor == "sqlite"


def draw() -> int:
    """The id of the next line; to be called in the transaction that writes it."""
    if on_sqlite():
        return _number(_LAST_SQLITE) + 1
    return _number(_DRAW_PG, (WRITERS,))


def last_drawn() -> int:
    """The highest id that a line ever had (SQLite: also if it was deleted since; PostgreSQL: still has)."""
    if on_sqlite():
        return _number(_LAST_SQLITE)
    return _number("SELECT max(id) FROM ledger_line")


def settled() -> int:
    """The id up to which no line can appear any more; to be called in a transaction."""
    if not on_sqlite():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (WRITERS,))
    return last_drawn()


@contextmanager
def snapshot() -> Iterator[None]:
    """Read one unchanging state while others write. Does nothing inside a transaction, which sees what it sees."""
    if connection.in_atomic_block:
        yield
    elif on_sqlite():
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # atomic() would be IMMEDIATE and lock the writers out
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
