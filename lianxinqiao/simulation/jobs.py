"""Background work: the demo city goes on in time."""

from datetime import datetime
from typing import Any

from lianxinqiao.base import jobs
from lianxinqiao.simulation import living, stepping

LEASE = 120  # seconds; if the worker dies, the next one goes on from the last whole day after that


@jobs.handler(living.JOB, atomic=False, lease=LEASE)
def step(payload: dict[str, Any], _at: datetime) -> None:
    """Live day by day until the moment that was asked for; what was lived already is not lived again."""
    stepping.take(until=datetime.fromisoformat(payload["until"]))
