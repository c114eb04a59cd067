"""What keeps itself in bounds: the access log ends when the rulebook says, and a session with its day."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore

from lianxinqiao.base import jobs, visits
from lianxinqiao.rulebook import current

DAYS_A_MONTH = 31  # rather a few days longer than the law's least


@jobs.handler("upkeep.sweep_log")
def sweep_log(_payload: dict[str, Any], at: datetime) -> None:
    """Remove visits older than `retention.access_log`, and sessions that have run out."""
    months = current().months("retention.access_log")
    visits.sweep(at - timedelta(days=DAYS_A_MONTH * months))
    SessionStore.clear_expired()


jobs.every("upkeep.sweep_log", "50 3 * * *")
