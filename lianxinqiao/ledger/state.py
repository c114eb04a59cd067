"""How the ledger stands: how many lines and seals, what was sealed last, what the last check found.

Checking reads every row and so never happens while somebody waits for a page: `ask` puts a job down,
`check` is done by the worker and leaves one row, `standing` reads it.
"""

from dataclasses import dataclass
from datetime import datetime

from lianxinqiao.base import jobs
from lianxinqiao.ledger.models import Check, DaySeal, Line, Seal, Watermark
from lianxinqiao.ledger.verify import verify

JOB = "ledger.verify"
FEW = 50  # rows at fault that a check names
KEEP = 20  # checks that stay
ROUNDS = 10  # day seals that a page shows


@dataclass(frozen=True, slots=True)
class Standing:
    """The ledger in numbers: all lines, those not sealed yet, seals of offices, rounds, and the last check."""

    lines: int
    unsealed: int
    seals: int
    rounds: list[DaySeal]
    check: Check | None
    checking: bool


def standing() -> Standing:
    """How it stands now; cheap however long the history is."""
    mark = Watermark.objects.filter(pk=1).first()
    rounds = list(DaySeal.objects.order_by("-number")[:ROUNDS])
    after = Line.objects.filter(pk__gt=mark.tallied if mark else 0).count()
    return Standing(
        lines=(mark.lines if mark else 0) + after,
        unsealed=Line.objects.filter(pk__gt=rounds[0].last_id if rounds else 0).count(),
        seals=Seal.objects.count(),
        rounds=rounds,
        check=Check.objects.first(),
        checking=jobs.pending(JOB),
    )


def ask(*, at: datetime) -> None:
    """Have the ledger checked soon; `at` is machine time. Two asking in one minute ask once, and so do those after."""
    if not jobs.pending(JOB):
        jobs.put(name=JOB, payload={}, at=at, key=f"{JOB}:{at:%Y%m%dT%H%M}")


def check() -> Check:
    """Check everything and keep what was found."""
    report = verify()
    told = [{"table": fault.table, "id": fault.id, "what": fault.what} for fault in report.faults[:FEW]]
    made = Check.objects.create(
        lines=report.lines,
        credits=report.credits,
        seals=report.seals,
        tallies=report.tallies,
        faults=len(report.faults) + report.untold,
        told=told,
    )
    Check.objects.exclude(pk__in=list(Check.objects.values_list("pk", flat=True)[:KEEP])).delete()
    return made
