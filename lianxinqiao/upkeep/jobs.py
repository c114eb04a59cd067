"""What keeps itself in bounds: the access log ends when the rulebook says, and a session with its day."""

from datetime import datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore

from lianxinqiao.base import clock, jobs, visits
from lianxinqiao.rulebook import current

DAYS_A_MONTH = 31  # rather a few days longer than the law's least


@jobs.handler("upkeep.sweep_log")
def sweep_log(_payload: dict[str, Any], _at: datetime) -> None:
    """Remove visits older than `retention.access_log`, and sessions that have run out. Machine time."""
    months = current().months("retention.access_log")
    visits.sweep(clock.later(clock.real_now(), days=-DAYS_A_MONTH * months))
    SessionStore.clear_expired()


jobs.every("upkeep.sweep_log", "50 3 * * *")
