"""Background work: tallies follow the lines every few minutes; each night what is new is sealed;
whoever asks gets the whole ledger checked.
"""

from datetime import datetime, timedelta
from typing import Any

from lianxinqiao.base import jobs
from lianxinqiao.base.clock import day_of
from lianxinqiao.ledger import seals, state, tally


@jobs.handler("ledger.tally")
def advance(_payload: dict[str, Any], at: datetime) -> None:
    """Bring the tallies up to the last settled line."""
    tally.advance(at=at)


@jobs.handler("ledger.seal")
def seal(_payload: dict[str, Any], at: datetime) -> None:
    """Seal what was written until the city's last midnight."""
    seals.seal(day=day_of(at) - timedelta(days=1), at=at)


@jobs.handler(state.JOB, atomic=False, lease=3600)
def verify(_payload: dict[str, Any], _at: datetime) -> None:
    """Check every row and keep what was found; outside a transaction, so that nobody waits for it."""
    state.check()


jobs.every("ledger.tally", "*/5 * * * *")
jobs.every("ledger.seal", "5 0 * * *")
