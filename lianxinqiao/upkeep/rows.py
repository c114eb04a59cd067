"""Bulk changes of rows: all of them or none. Each row still goes through the actions, so each has its line."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from lianxinqiao.base.sheets import Fault


@dataclass
class Batch:
    """What a bulk change came to: rows read, rows that changed something, faults by cell."""

    rows: int = 0
    changed: int = 0
    faults: list[Fault] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """The JSON of `lxq import`."""
        faults = [{"cell": f.cell, "found": f.found, "expected": f.expected} for f in self.faults]
        return {"rows": self.rows, "changed": self.changed, "faults": faults}


@contextmanager
def all_or_nothing(batch: Batch, *, dry_run: bool) -> Iterator[None]:
    """One transaction around a bulk change; nothing stays of it when a fault was found or on a dry run."""
    with transaction.atomic():
        yield
        if dry_run or batch.faults:
            transaction.set_rollback(True)
    if batch.faults:
        batch.changed = 0
