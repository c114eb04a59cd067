"""The access log of the second database: whole hours, doors, status codes, and how often."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F

from lianxinqiao.base.models import Visit


class Seen(NamedTuple):
    """One kind of visit: `hour` is machine time without minutes, `address` a keyed digest."""

    hour: datetime
    door: str
    method: str
    status: int
    address: str


def add(counts: Mapping[Seen, int]) -> None:
    """Add these counts to the log, all or none."""
    with transaction.atomic(using="traces"):
        for seen, n in counts.items():
            _add(seen, n)


def sweep(before: datetime) -> int:
    """Remove what was seen before an hour of machine time. Returns how many rows."""
    return Visit.objects.filter(hour__lt=before).delete()[0]


def _add(seen: Seen, n: int) -> None:
    row = Visit.objects.filter(**seen._asdict())
    if row.update(n=F("n") + n):
        return
    try:
        with transaction.atomic(using="traces"):
            Visit.objects.create(**seen._asdict(), n=n)
    except IntegrityError:  # another process was first
        row.update(n=F("n") + n)
