"""A query set whose SQL is worded once and then only asked: for the few questions that are asked most.

Wording the SQL of a query set costs Django several times what SQLite takes to answer it; on a resident's
status page it was more than half of all CPU (bench/README.md). The rows are those of the query set itself.
"""

import copy
import inspect
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, Generic, TypeVar

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

    The function is called once a thread, with slots for its arguments; they may stand wherever an
    expression may, so as the value of an exact lookup or in the list of an `in`. Values are text or
    numbers, for nothing is converted on the way (each database writes days and moments differently).
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._here = threading.local()  # a compiler belongs to its connection, a connection to its thread

    def all(self, *values: str | int) -> list[Row]:
        """The rows for these values, in one statement."""
        if not hasattr(self._here, "worded"):
            self._here.worded = _worded(self._build)
        found, compiler, sql, params = self._here.worded
        mine, found.query.get_compiler = copy.copy(compiler), lambda *_args, **_named: mine
        mine.as_sql = partial(_filled, sql, params, values)
        return list(found._iterable_class(found))

    def first(self, *values: str | int) -> Row | None:
        """The first row, None where there is none; the query set limits itself, where it must."""
        return next(iter(self.all(*values)), None)


def _worded(build: Callable[..., QuerySet[Any, Any]]) -> tuple[QuerySet[Any, Any], Any, str, tuple[Any, ...]]:
    found = build(*map(Slot, range(len(inspect.signature(build).parameters))))
    compiler = found.query.get_compiler(found.db)
    sql, params = compiler.as_sql()
    converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    compiler.get_converters = lambda _columns: converters
    return found, compiler, sql, tuple(params)


def _filled(sql: str, params: tuple[Any, ...], values: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    return sql, tuple(values[p.at] if isinstance(p, Slot) else p for p in params)
