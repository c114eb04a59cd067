"""Reading rows that a hand may have made unreadable: the broken one is named, the others are still checked."""

import hmac
from collections.abc import Iterator
from typing import Any

from django.db import DatabaseError, models
from django.utils.translation import gettext_lazy as _

from lianxinqiao.ledger.report import Report

CHUNK = 1000  # rows held in memory at once
BROKEN = (ValueError, TypeError, AttributeError, OverflowError, DatabaseError)  # what an impossible value raises


def _one_by_one(rows: models.QuerySet[Any], keys: list[int], report: Report) -> list[Any]:
    found = []
    table = rows.model._meta.db_table
    words = _("%(where)s 第 %(id)s 行读不出来：被改成了不可能的值。")
    for key in keys:
        try:
            found.append(rows.get(pk=key))
        except BROKEN:
            report.found(table, key, "unreadable", words, where=table, id=key)
    return found


def _whole(rows: models.QuerySet[Any], odd: set[Any]) -> list[int]:
    keys = list(rows.values_list("pk", flat=True)[:CHUNK])
    whole = [key for key in keys if type(key) is int]
    odd.update(set(keys) - set(whole))  # SQLite lets a hand put any value into a key that is not the rowid
    return whole


def chunks(rows: models.QuerySet[Any], report: Report) -> Iterator[tuple[list[int], list[Any]]]:
    """All keys in order, in chunks, with the rows that can be read; the others are reported."""
    odd: set[Any] = set()
    more = rows.order_by("pk")
    while keys := _whole(more, odd):
        try:
            found = list(rows.filter(pk__gte=keys[0], pk__lte=keys[-1]).order_by("pk"))
            found = [row for row in found if type(row.pk) is int]
        except BROKEN:
            found = _one_by_one(rows, keys, report)
        yield keys, found
        more = rows.filter(pk__gt=keys[-1]).order_by("pk")
    for key in sorted(odd, key=str):
        table = rows.model._meta.db_table
        words = _("%(where)s 有一行的编号被改成了“%(id)s”。")
        report.found(table, str(key), "unreadable", words, where=table, id=key)


def each(rows: models.QuerySet[Any], report: Report) -> Iterator[Any]:
    """The rows that can be read, in the order of their keys; the others are reported."""
    for _keys, found in chunks(rows, report):
        yield from found


def same(one: Any, other: str) -> bool:
    """Whether a stored hash equals a computed one."""
    return isinstance(one, str) and hmac.compare_digest(one.encode(errors="replace"), other.encode())


def number(value: Any, otherwise: int) -> int:
    """A stored number, or `otherwise` where a hand left something else."""
    return value if isinstance(value, int) else otherwise
