"""SQL that is worded once and then only sent: for the few questions and rows that everything waits for.

Wording the SQL of a query set costs Django several times what SQLite takes to answer it; of a resident's
status page it was more than half of all CPU (bench/README.md). What is read and written stays the same.
"""

import inspect
import threading
from collections.abc import Callable
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import connections, router, transaction
from django.db.models import Expression, Field, Model, QuerySet
from django.db.models.sql import InsertQuery

Row = TypeVar("Row")


class Slot(Expression):
    """The place of one value that is told when the question is asked. Values go to the database as they are."""

    def __init__(self, at: int) -> None:
        super().__init__()
        self.at = at

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A placeholder whose parameter is the slot itself."""
        return "%s", (self,)


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
        if not hasattr(self._here, "found"):
            self._here.found = self._worded()
        self._here.values = values
        found = self._here.found
        return list(found._iterable_class(found))

    def first(self, *values: str | int) -> Row | None:
        """The first row, None where there is none; the query set limits itself, where it must."""
        return next(iter(self.all(*values)), None)

    def _worded(self) -> QuerySet[Any, Row]:
        """The query set with a compiler that has compiled: it only puts the values of the moment into the slots."""
        found = self._build(*map(Slot, range(len(inspect.signature(self._build).parameters))))
        compiler: Any = found.query.get_compiler(found.db)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        compiler.as_sql = lambda: (sql, tuple(self._value(p) for p in params))
        compiler.get_converters = lambda _columns: converters
        found.query.get_compiler = lambda *_args, **_named: compiler  # type: ignore[method-assign]
        return found

    def _value(self, param: Any) -> Any:
        return self._here.values[param.at] if isinstance(param, Slot) else param


def insert_rows(*rows: Model) -> None:
    """Write new rows of one model as `save(force_insert=True)` would; a key that grows is set on its row.

    Rows that bring their keys go in one call. The house has no signals, so none are sent; of parents in
    other tables nothing is written.
    """
    if not rows:
        return
    alias = router.db_for_write(type(rows[0]), instance=rows[0])
    fields, sql, grows = _insertion(type(rows[0]), alias, rows[0].pk is None)
    connection = connections[alias]
    values = [[f.get_db_prep_save(f.pre_save(row, add=True), connection) for f in fields] for row in rows]
    with transaction.mark_for_rollback_on_error(alias), connection.cursor() as cursor:
        if not grows:
            cursor.executemany(sql, values)
        for row, told in zip(rows, values, strict=True) if grows else ():
            cursor.execute(sql, told)
            row.pk = cursor.fetchall()[0][0]
    for row in rows:
        row._state.adding, row._state.db = False, alias


@cache
def _insertion(model: type[Model], alias: str, without_key: bool) -> tuple[list["Field[Any, Any]"], str, bool]:
    meta = model._meta
    grows = without_key and meta.auto_field is not None
    fields = [f for f in meta.local_concrete_fields if not (grows and f is meta.auto_field)]
    query = InsertQuery(model)
    query.insert_values(fields, [model()])
    compiler = query.get_compiler(alias)
    compiler.returning_fields = [meta.auto_field] if grows else None
    [(sql, _values)] = compiler.as_sql()
    return fields, sql, grows
