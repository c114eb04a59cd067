"""The last computed report, kept in the home folder for the page: computing it takes longer than a page may."""

import json
import os
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.functional import Promise

from lianxinqiao.upkeep.article import table
from lianxinqiao.upkeep.article.states import Gap, Standing, State
from lianxinqiao.upkeep.article.table import Row

KEPT, UNDER_WAY, LOG = "article.json", "article.now", "article.log"


@dataclass(frozen=True, slots=True)
class Report:
    """Every row's standing at a moment (machine time), and the stamp of the source and city it speaks of."""

    stamp: str
    at: datetime | None
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A computing that runs now: `done` of `total` tests; the pages follow in a moment."""

    done: int
    total: int


def as_json(one: Standing) -> dict[str, Any]:
    """The row as `lxq article --json` prints it."""
    return {
        "row": one.row.row,
        "mechanism": str(one.row.mechanism),
        "state": one.state.value,
        "page": one.page,
        "records": one.records,
        "gaps": one.words,
        "test": list(one.row.tests),
    }


# --- kept -----------------------------------------------------------------------------------


def keep(home: Path, *, stamp: str, at: datetime, standings: list[Standing]) -> None:
    """Keep this report in place of the last one."""
    rows = [
        {"row": s.row.row, "state": s.state, "page": s.page, "records": s.records, "gaps": s.gaps} for s in standings
    ]
    _put(home / KEPT, {"stamp": stamp, "at": at.isoformat(), "rows": rows})


def kept(home: Path, rows: list[Row]) -> Report | None:
    """The last report, for the rows as they are written now; None where there is none that can be read."""
    told = _told(home / KEPT)
    try:
        standings = [_standing(row, one) for row in rows for one in told["rows"] if one["row"] == row.row]
        return Report(told["stamp"], datetime.fromisoformat(told["at"]), tuple(standings))
    except (KeyError, TypeError, ValueError):
        return None


def stamp_of(home: Path) -> str:
    """The stamp of the last report; empty without one."""
    return str(_told(home / KEPT).get("stamp", ""))


def _standing(row: Row, told: dict[str, Any]) -> Standing:
    gaps = tuple(Gap(*gap) for gap in told["gaps"])
    return Standing(row=row, state=State(told["state"]), page=told["page"], records=told["records"], gaps=gaps)


# --- under way ------------------------------------------------------------------------------


def under_way(home: Path) -> UnderWay | None:
    """How far a computing of this home is, if its process still lives."""
    told = _told(home / UNDER_WAY)
    try:
        os.kill(told["pid"], 0)
    except (KeyError, ProcessLookupError, TypeError):
        return None
    except PermissionError:  # it lives and is somebody else's
        pass
    return UnderWay(told["done"], told["total"])


def tell(home: Path, done: int, total: int) -> None:
    """Say how far this process is."""
    _put(home / UNDER_WAY, {"pid": os.getpid(), "done": done, "total": total})


def over(home: Path) -> None:
    """This process is done."""
    (home / UNDER_WAY).unlink(missing_ok=True)


def _told(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _put(file: Path, told: dict[str, Any]) -> None:
    beside = file.with_suffix(f".{os.getpid()}")
    beside.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    beside.replace(file)


# --- the page -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shown:
    """A row on the page; `standing` is None until it was computed once."""

    row: Row
    standing: Standing | None


def page(root: Path, home: Path, *, only: str = "") -> dict[str, Any]:
    """What the page of the article shows: rows under our headings, how many stand how far, `only` those of a state."""
    try:
        rows = table.read(root)
    except FileNotFoundError:
        rows = []
    report = kept(home, rows)
    standing = {one.row.row: one for one in report.standings} if report else {}
    shown: list[tuple[str | Promise, list[Shown]]] = [
        (words, [Shown(row, standing.get(row.row)) for row in under if _wanted(standing.get(row.row), only)])
        for words, under in table.grouped(rows)
    ]
    tally = Counter(one.state for one in standing.values())
    return {
        "groups": [(words, under) for words, under in shown if under],
        "counts": [(state, tally[state]) for state in State] if standing else [],
        "at": report.at if report else None,
        "under_way": under_way(home),
        "rows": len(rows),
        "only": only,
    }


def _wanted(one: Standing | None, only: str) -> bool:
    return not only or (one is not None and one.state == only)
