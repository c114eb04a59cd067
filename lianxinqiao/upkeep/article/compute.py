"""Compute the whole report: read the rows, have the tests' outcomes, ask the city, judge."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from lianxinqiao.ledger.models import Line
from lianxinqiao.upkeep.article import evidence, proofs, report, table
from lianxinqiao.upkeep.article.proofs import Progress
from lianxinqiao.upkeep.article.states import Standing, judge


def stamp(root: Path) -> str:
    """What a report speaks of: this source and this city, which its first line (salted) tells from any other."""
    first = Line.objects.order_by("pk").values_list("leaf", flat=True).first() or ""
    return hashlib.sha256(f"{proofs.digest(root)} {first}".encode()).hexdigest()


def compute(root: Path, *, today: date, progress: Progress | None = None) -> list[Standing]:
    """Every row as it stands today. With `progress`, tests without a current outcome are run first."""
    rows = table.read(root)
    outcomes = _outcomes(root, rows, progress)
    found = evidence.find(rows, today=today, outcomes=lambda name: proofs.outcome(root, name, outcomes))
    return [judge(row, one) for row, one in zip(rows, found, strict=True)]


def _outcomes(root: Path, rows: list[table.Row], progress: Progress | None) -> dict[str, str]:
    source = proofs.digest(root)
    had = proofs.kept(root, source)
    lacking = {name for row in rows for name in row.tests if proofs.outcome(root, name, had) == proofs.UNKNOWN}
    if progress is None or not lacking or not proofs.can_run():
        return had
    proofs.run(root, lacking, progress)
    return proofs.kept(root, source)


def begin(root: Path, home: Path, *, start: Callable[[list[str]], None] | None = None) -> bool:
    """Have the report computed by a process of its own, unless the kept one is current or one is under way."""
    if not (root / table.FILE).exists() or report.under_way(home) or report.stamp_of(home) == stamp(root):
        return False
    command = [sys.executable, "-m", "lianxinqiao", "article", "--keep"]
    (start or _detached(root, home))(command)
    return True


def _detached(root: Path, home: Path) -> Callable[[list[str]], None]:
    def start(command: list[str]) -> None:
        with (home / report.LOG).open("wb") as log:
            subprocess.Popen(  # noqa: S603 -- our own command
                command,
                cwd=root,
                env={**os.environ, "LXQ_HOME": str(home)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    return start
