"""The demo city as it began, kept beside it (home/initial/), and the way back to it in a second or two.

Only the domain database goes back: sessions and counters stay, and people keep their keys, so visitors stay signed in.
Other processes go on working meanwhile: SQLite's own online backup writes into the live file as one transaction,
PostgreSQL gets all tables anew in one.
"""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import clock, copies, files, jobs
from lianxinqiao.base.errors import NotItsTime
from lianxinqiao.simulation import living, stepping
from lianxinqiao.simulation.mark import database

FOLDER = "initial"


def take() -> None:
    """Keep the city as it is now: tables, sealed files, moment. Raises RuntimeError outside demo mode."""
    _only_demo()
    new = _folder().with_name(f"{FOLDER}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700, parents=True)
    copies.out(new)
    for name in files.names():
        (new / name).write_bytes(files.load(name))
    told = {"now": clock.now().isoformat(), "database": database(), "tables": _shape(), "files": sorted(files.names())}
    (new / "city.json").write_text(json.dumps(told), encoding="utf-8")
    forget()
    new.rename(_folder())


def forget() -> None:
    """No city is kept any more."""
    shutil.rmtree(_folder(), ignore_errors=True)


def restore() -> None:
    """Make the city what it was at the beginning: tables, sealed files, moment.

    Raises NotItsTime while a step runs, and where no city of this very database and version is kept;
    RuntimeError outside demo mode.
    """
    _only_demo()
    told = _told()
    if jobs.pending(living.JOB):
        raise NotItsTime(_("城市正在往前走，请等它停下再恢复。"))
    copies.back(_folder())
    _files_back(told["files"])
    clock.set_city(datetime.fromisoformat(told["now"]))
    stepping.forget()


def _only_demo() -> None:
    if not settings.DEMO:
        raise RuntimeError("only a demo city is kept and brought back")


def _folder() -> Path:
    return Path(settings.HOME) / FOLDER


def _told() -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads((_folder() / "city.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        told = {}
    if told.get("database") != database() or told.get("tables") != _shape():
        raise NotItsTime(_("这里没有留下这一版的初始城市。请停下来，用 lxq demo --fresh 重新建城。"))
    return told


def _shape() -> list[str]:
    """The migrations that made the tables: a city kept under others does not fit in."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _files_back(kept: list[str]) -> None:
    for name in set(files.names()) - set(kept):
        files.discard(name)
    for name in set(kept) - set(files.names()):
        files.put_back(name, (_folder() / name).read_bytes())
