"""A region's folder of facts into the register: places and, where none are known yet, sectors and parties."""

import csv
from datetime import datetime
from pathlib import Path

from lianxinqiao.base.actor import Actor
from lianxinqiao.organisation import actions, queries
from lianxinqiao.organisation.enums import BodyKind
from lianxinqiao.organisation.models import Body, Place
from lianxinqiao.upkeep.rows import Batch, all_or_nothing

NATIONAL = "national14"  # the level in sectors.csv whose list stands in until the city enters its own
PARTY = "党派"


def lay(folder: Path, *, code: str, name: str, by: Actor, at: datetime, dry_run: bool = False) -> Batch:
    """Lay the places of a folder under the city `code`; what is there stays.

    Raises OSError or KeyError on a folder without the files or the columns.
    """
    levels = queries.region(folder, code=code, name=name)
    batch = Batch(rows=sum(len(level) for level in levels))
    with all_or_nothing(batch, dry_run=dry_run):
        before = Place.objects.count()
        root = actions.lay(levels=levels, by=by, at=at)
        batch.changed = Place.objects.count() - before + _found(folder / "sectors.csv", root, by, at)
    return batch


def _found(file: Path, root: Place, by: Actor, at: datetime) -> int:
    if queries.bodies(BodyKind.SECTOR).exists():
        return 0
    with file.open(encoding="utf-8", newline="") as told:
        rows = [row for row in csv.DictReader(told) if row["level"] == NATIONAL]
    made: list[Body] = []
    for row in rows:
        made.append(actions.found(kind=BodyKind.SECTOR, name=row["name"], place=root, by=by, at=at))
        if row["kind"] == PARTY:
            made.append(actions.found(kind=BodyKind.PARTY, name=row["name"], place=root, by=by, at=at))
    return len(made)
