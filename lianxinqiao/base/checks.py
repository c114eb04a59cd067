"""System checks: the program does not start on a database that can lose or damage what it was given.

Registered by apps.py: every command runs those that need no connection; the server's and the job runner's
processes run all of them through `must_hold`.
Grounds: sqlite.org/wal.html (WAL-reset bug, fixed in 3.51.3; 3.52.0 withdrawn),
sqlite.org/howtocorrupt.html 2.2 (two libraries in one process), 2.1 (network filesystems), sqlite.org/mmap.html.
"""

import sqlite3
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext_lazy as _

TAG = "lxq"
SAFE_SINCE = (3, 51, 3)
WITHDRAWN = (3, 52, 0)
FULL = 2
REMOTE = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "fuse.sshfs", "fuse.glusterfs"}
)
"""Filesystems on which SQLite's locks or shared memory do not hold; WAL needs one machine's memory."""


def version_faults(version: tuple[int, ...]) -> Iterator[CheckMessage]:
    """E001: an SQLite that keeps a WAL file whole under two checkpointers."""
    if version < SAFE_SINCE or version == WITHDRAWN:
        yield Error(
            str(_("SQLite %(found)s 会在两个连接同时做检查点时损坏数据；需要 3.51.3 或更新（3.52.0 除外）。"))
            % {"found": ".".join(map(str, version))},
            hint=str(
                _(
                    "x86_64 Linux 上随项目安装的 pysqlite3 自带新版；"
                    "其他机器请装够新的 SQLite，或改用 PostgreSQL（LXQ_DATABASE）。"
                )
            ),
            id="lxq.E001",
        )


def _pragma(connection: Any, name: str) -> Any:
    with connection.cursor() as cursor:
        row = cursor.execute(f"PRAGMA {name}").fetchone()
    return row[0] if row else None


def connection_faults(connection: Any, *, durable: bool) -> Iterator[CheckMessage]:
    """E002 to E005, E007: what one SQLite connection must be set to. `durable` = no receipted row may be lost."""
    wanted: list[tuple[str, set[Any], str, Any]] = [
        ("journal_mode", {"wal"}, "lxq.E002", _("日志模式应为 WAL")),
        ("foreign_keys", {1}, "lxq.E004", _("外键检查应当打开")),
        ("mmap_size", {0, None}, "lxq.E007", _("内存映射应当关闭（mmap_size=0）")),
    ]
    if durable:
        wanted.append(
            (
                "synchronous",
                {FULL, FULL + 1},
                "lxq.E003",
                _("写盘方式应为 synchronous=FULL，否则断电会丢失已回执的事项"),
            )
        )
    for name, good, code, words in wanted:
        found = _pragma(connection, name)
        if found not in good:
            yield Error(f"{connection.alias}: {words}（{name}={found}）", id=code)
    if connection.transaction_mode != "IMMEDIATE":
        words = _("事务应以 IMMEDIATE 开始，否则并发写入会互相拒绝")
        yield Error(f"{connection.alias}: {words}（{connection.transaction_mode}）", id="lxq.E005")


def twin_faults(modules: Iterable[str], driver: Any) -> Iterator[CheckMessage]:
    """E006: one SQLite library a process; a second one's closing of a file drops the first one's locks."""
    aliased = driver.__name__.split(".")[0] == "pysqlite3"
    if aliased and "_sqlite3" in modules:
        yield Error(str(_("同一进程里装入了两个 SQLite（系统的与 pysqlite3 的），它们会互相丢锁。")), id="lxq.E006")


def mount_of(folder: Path, mounts: str) -> tuple[str, str]:
    """(mount point, filesystem type) that `folder` lies on, from the text of /proc/self/mounts."""
    best = ("", "")
    for line in mounts.splitlines():
        _device, point, kind, *_rest = line.split()
        point = point.replace("\\040", " ")
        if folder.is_relative_to(point) and len(point) >= len(best[0]):
            best = (point, kind)
    return best


def filesystem_faults(folder: Path, mounts: str) -> Iterator[CheckMessage]:
    """E008: the database lies on a disk of this machine."""
    point, kind = mount_of(folder, mounts)
    if kind in REMOTE:
        yield Error(
            str(_("%(folder)s 在网络磁盘上（%(point)s，%(kind)s），SQLite 的锁在那里不可靠。"))
            % {"folder": folder, "point": point, "kind": kind},
            hint=str(_("请把 LXQ_HOME 放到本机磁盘，或改用 PostgreSQL。")),
            id="lxq.E008",
        )


def key_faults(keys: Path) -> Iterator[CheckMessage]:
    """E009: keys are readable by their owner alone."""
    for path in [keys, *sorted(keys.iterdir())] if keys.exists() else []:
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & 0o077:
            yield Error(
                str(_("密钥 %(path)s 的权限是 %(mode)s，别人也能读。")) % {"path": path, "mode": f"{mode:04o}"},
                hint="chmod go-rwx " + str(path),
                id="lxq.E009",
            )


def _lite() -> list[Any]:
    return [connection for connection in connections.all() if connection.vendor == "sqlite"]


def around(app_configs: Any = None, **_kwargs: Any) -> Iterator[CheckMessage]:
    """What lies around the databases: keys, library, filesystem. Opens no connection, so every command runs it."""
    home: Path = settings.HOME
    yield from key_faults(home / "keys")
    if lite := _lite():
        yield from version_faults(sqlite3.sqlite_version_info)
        yield from twin_faults(sys.modules, lite[0].Database)
        mounts = Path("/proc/self/mounts")
        if mounts.exists():
            yield from filesystem_faults(home, mounts.read_text(encoding="utf-8"))


def inside(app_configs: Any = None, databases: Iterable[str] | None = None, **_kwargs: Any) -> Iterator[CheckMessage]:
    """How the connections are set; run where Django checks databases (migrate) and by `must_hold`."""
    asked = set(databases or ())
    for connection in _lite():
        if connection.alias in asked:
            yield from connection_faults(connection, durable=connection.alias == DEFAULT_DB_ALIAS)


def unready(databases: Iterable[str] | None = None) -> Iterator[CheckMessage]:
    """E010, E011: a database that does not answer, or whose tables are not those of this program."""
    for alias in list(connections) if databases is None else databases:
        try:
            plan = MigrationExecutor(connections[alias])
            behind = plan.migration_plan(plan.loader.graph.leaf_nodes())
        except DatabaseError as wrong:
            words = str(_("连不上数据库 %(name)s：%(why)s")) % {"name": alias, "why": str(wrong).strip()}
            yield Error(words, id="lxq.E011")
            continue
        if behind:
            words = str(_("数据库 %(name)s 的表还没有建好，或没有升级到这一版；请先运行 lxq migrate。"))
            yield Error(words % {"name": alias}, id="lxq.E010")


def standing(databases: Iterable[str] | None = None) -> list[CheckMessage]:
    """All checks of this installation, of the connections all or those named."""
    return [*around(), *inside(databases=list(connections) if databases is None else databases)]


def register() -> None:
    """Called once by Django when the app is ready."""
    checks.register(around, TAG)
    checks.register(inside, TAG, Tags.database)


def refuse(faults: Iterable[CheckMessage]) -> None:
    """Stop the process with the serious faults in words; SystemExit, exit code 1."""
    found = [fault for fault in faults if fault.is_serious()]
    if found:
        lines = [f"{fault.id}: {fault.msg}" + (f" {fault.hint}" if fault.hint else "") for fault in found]
        raise SystemExit("\n".join([str(_("没有启动：")), *lines]))


def must_hold(databases: Iterable[str] | None = None) -> None:
    """What a server or a job runner calls before it does anything: all checks, or the end."""
    refuse(unready(databases))
    refuse(standing(databases))
