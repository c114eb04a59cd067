"""A query set whose SQL is worded once and then only asked: for the few questions that are asked most.

Wording the SQL of a query set costs Django several times what SQLite takes to answer it; on a resident's
status page it was more than half of all CPU (bench/README.md). The rows are those of the query set itself.
"""

import copy
import inspect
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import Expression, QuerySet

Row = TypeVar("Row")


class Slot(Expression):
    """The place of one value that is told when the question is asked. Values go to the database as they are."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        """A placeholder whose parameter is the slot itself."""
        return "%s", [self]


class Prepared(Generic[Row]):
    """`Prepared(lambda code: Place.objects.filter(code=code))`, asked as `.all("611024")` or `.first(…)`.

    The function is called once, with slots for its arguments, which may stand wherever an expression may:
    as the value of an exact lookup or in the list of an `in`. Values are text or numbers, for nothing is
    converted on the way (a day or a moment is written differently by each database).
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build

    @cached_property
    def _worded(self) -> tuple[QuerySet[Any, Row], Any, str, tuple[Any, ...]]:
        found = self._build(*map(Slot, range(len(inspect.signature(self._build).parameters))))
        compiler = found.query.get_compiler(found.db)
        sql, params = compiler.as_sql()
        return found, compiler, sql, tuple(params)

    def all(self, *values: str | int) -> list[Row]:
        """The rows for these values, in one statement."""
        found, compiler, sql, params = self._worded
        filled = tuple(values[p.at] if isinstance(p, Slot) else p for p in params)
        asked = found.all()
        asked.query.get_compiler = partial(_worded_already, compiler, sql, filled)  # type: ignore[method-assign]
        return list(asked)

    def first(self, *values: str | int) -> Row | None:
        """The first row, None where there is none; the query set limits itself, where it must."""
        return next(iter(self.all(*values)), None)


def _worded_already(compiler: Any, sql: str, params: tuple[Any, ...], using: str, **_: Any) -> Any:
    """A compiler that knows its SQL, for the connection of this thread."""
    mine = copy.copy(compiler)
    mine.connection = connections[using]
    mine.as_sql = lambda: (sql, params)
    return mine
