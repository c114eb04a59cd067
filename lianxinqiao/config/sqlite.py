"""Put a SQLite that does not corrupt in the place of the system's, before Django loads.

Debian 12's 3.40.1 damages a WAL file when two connections checkpoint while others write
(sqlite.org/wal.html, "WAL-reset bug", fixed in 3.51.3); the pysqlite3 wheel carries 3.53.
"""

import sys


def alias() -> None:
    """Make `import sqlite3` mean pysqlite3 where its wheel is installed."""
    try:
        import pysqlite3  # noqa: PLC0415 -- absent where no wheel fits; the system check then speaks
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
