"""Background work: tallies follow the lines every few minutes; each night what is new is sealed."""

from datetime import datetime, timedelta
from typing import Any

from lianxinqiao.base import jobs
from lianxinqiao.base.clock import day_of
from lianxinqiao.ledger import seals, tally


@jobs.handler("ledger.tally")
def advance(_payload: dict[str, Any], at: datetime) -> None:
    """Bring the tallies up to the last settled line."""
    tally.advance(at=at)


@jobs.handler("ledger.seal")
def seal(_payload: dict[str, Any], at: datetime) -> None:
    """Seal what was written until the city's last midnight."""
    seals.seal(day=day_of(at) - timedelta(days=1), at=at)


jobs.every("ledger.tally", "*/5 * * * *")
jobs.every("ledger.seal", "5 0 * * *")
