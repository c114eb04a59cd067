"""Writers of one process queue for SQLite's one place to write, and the next begins as soon as the last has ended.

SQLite itself lets a writer that finds the place taken sleep 1, 2, 5 … 100 ms and look again: with eight senders the
place stood empty while all slept, and a concern was receipted 1.4 times as fast once they stood in line
(docs/adr/0005-sqlite-two-files.md). Between processes SQLite's own waiting remains; either wait has the same limit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.db.backends.sqlite3.base import DatabaseWrapper as Plain
from django.db.utils import OperationalError

_lines: "dict[str, Lock]" = {}
"""One line for each database file."""


class DatabaseWrapper(Plain):
    """A transaction holds the line from BEGIN IMMEDIATE until it is committed or rolled back."""

    _held: "Lock | None" = None

    @contextmanager
    def writing_alone(self) -> Iterator[None]:
        """Hold the line without a transaction, for one that another connection to the file makes (a backup into it)."""
        self._stand_in_line()
        try:
            yield
        finally:
            self._leave()

    def _stand_in_line(self) -> None:
        line = _lines.setdefault(str(self.settings_dict["NAME"]), Lock())
        if not line.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 5)):
            raise OperationalError("database is locked")
        self._held = line

    def _start_transaction_under_autocommit(self) -> None:
        self._stand_in_line()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._leave()
            raise

    def _leave(self) -> None:
        line, self._held = self._held, None
        if line is not None:
            line.release()

    def commit(self) -> None:
        """End the transaction and leave the line."""
        try:
            super().commit()
        finally:
            self._leave()

    def rollback(self) -> None:
        """Undo the transaction and leave the line."""
        try:
            super().rollback()
        finally:
            self._leave()

    def close(self) -> None:
        """Close, which undoes a transaction that is open, and leave the line."""
        try:
            super().close()
        finally:
            self._leave()
