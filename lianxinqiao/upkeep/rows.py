"""Bulk changes of rows: all of them or none. Each row still goes through the actions, so each has its line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from lianxinqiao.base import vault
from lianxinqiao.base.actor import Actor
from lianxinqiao.base.models import Sent
from lianxinqiao.base.sheets import Fault


@dataclass
class Batch:
    """What a bulk change came to: rows read, rows that changed something, faults by cell.

    `columns` tells which column of the sheet (A, B, …) was taken for which key, `ignored` the headings of the rest.
    """

    rows: int = 0
    changed: int = 0
    faults: list[Fault] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    before: bool = False  # the same press did it already, this one did nothing

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


BATCH = "upkeep.Batch"  # in Sent: no model, for the thing is many rows


def once(run: Callable[[], Batch], *, key: str, by: Actor, at: datetime) -> Batch:
    """Run a bulk change at most once under this key: the key is written in the transaction of the effect.

    A second press gets the first one's counts and `before`; a run with faults leaves no key and may be repeated.
    """
    try:
        with transaction.atomic():
            return done(key=key, by=by) or _noted(run(), key, by, at)
    except IntegrityError:  # on PostgreSQL two may have started
        found = done(key=key, by=by)
        if found is None:
            raise
        return found


def done(*, key: str, by: Actor) -> Batch | None:
    """What was done under this key before, if it was."""
    sent = Sent.objects.filter(key=key, by=str(by), thing_model=BATCH).first()
    if sent is None:
        return None
    rows, _slash, changed = sent.thing_pk.partition("/")
    return Batch(rows=int(rows), changed=int(changed), before=True)


def _noted(batch: Batch, key: str, by: Actor, at: datetime) -> Batch:
    if not batch.faults:
        told = f"{batch.rows}/{batch.changed}"
        digest = vault.mac("sent", f"{BATCH}|{key}".encode()).hex()
        Sent.objects.create(key=key, by=str(by), digest=digest, at=at, thing_model=BATCH, thing_pk=told)
    return batch
