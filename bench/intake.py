"""What a receipted concern costs, beside a plain ORM create in the same server and the disk's own commit rate.

    python -m bench.intake [--rounds 3] [--n 400]

Everything is measured in one run, in interleaved rounds; only ratios should be quoted.
"""

import argparse
import json
import os
import secrets
import sqlite3
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bench import measure
from lianxinqiao.config import sqlite
from tests.drills.server import Server

CLIENTS = 8
BUILD = "from lianxinqiao.simulation import world; world.build()"
PLACES = """
from lianxinqiao.studios.queries import taking
print(*[f"{s.code}:{s.townships.first().code if s.townships.exists() else '611002001'}" for s in taking()])
"""


def raw_commits(folder: Path, seconds: float = 3.0) -> float:
    """One-row commits per second of SQLite itself: WAL, synchronous=FULL, one connection."""
    sqlite.alias()
    import sqlite3 as ours

    base = ours.connect(folder / "raw.sqlite3", isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    base.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)")
    done, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        base.execute("INSERT INTO t (text) VALUES (?)", ("x" * 120,))
        done += 1
    base.close()
    return done / seconds


def main() -> None:
    """Build a network, start the server, measure, print and store."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--n", type=int, default=400, help="acts a round")
    told = asked.parse_args()
    home = Path(tempfile.mkdtemp(prefix="lxq-bench-", dir=os.environ.get("LXQ_BENCH_DIR")))
    server = Server(
        home, workers=2, settings="bench.settings", LXQ_DEMO="true", LXQ_DEMO_NOW="2023-06-05T09:00:00+08:00"
    )
    server.lxq("migrate", "--database", "default")
    server.lxq("migrate", "--database", "traces")
    server.lxq("createcachetable", "--database", "traces")
    server.lxq("collectstatic", "--no-input")
    server.python(BUILD)
    targets = [one.split(":") for one in server.python(PLACES).split()]
    server.start()
    try:
        found = rounds(server, targets, told.rounds, told.n, home)
    finally:
        server.stop()
    report(found)


def rounds(server: Server, targets: list[list[str]], times: int, n: int, home: Path) -> dict[str, object]:
    """Interleaved rounds of create, send, row and status."""
    assert server.process is not None
    pid = server.process.pid
    clients = [measure.Client(server.port) for _ in range(CLIENTS)]
    receipts: list[str] = []
    counter = iter(range(10**9))

    def send(client: measure.Client, _i: int) -> None:
        studio, place = targets[next(counter) % len(targets)]
        status, heads, body = client.post(
            "/say/",
            step="send",
            studio=studio,
            place=place,
            once=secrets.token_urlsafe(16),
            text="村口的桥栏杆断了四米，娃娃上学不安全，希望能修一下。",
        )
        assert status == 303, (status, body[-3000:])
        receipts.append(heads["Location"])

    def create(client: measure.Client, _i: int) -> None:
        assert client.post("/floor/create/", text="村口的桥栏杆断了四米，娃娃上学不安全，希望能修一下。")[0] == 200

    def status(client: measure.Client, i: int) -> None:
        assert client.get(receipts[i % len(receipts)])[0] == 200

    def row(client: measure.Client, i: int) -> None:
        assert client.get(f"/floor/row/{i % 50 + 1}/")[0] == 200

    acts = {"create": create, "send": send, "row": row, "status": status}
    for act in acts.values():
        measure.run(clients, pid, 80, act)
    seen: dict[str, list[dict[str, float]]] = {name: [] for name in acts}
    raw = []
    for _ in range(times):
        raw.append(raw_commits(home, 2.0))
        (home / "raw.sqlite3").unlink()
        for name, act in acts.items():
            seen[name].append(measure.run(clients, pid, n, act))
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": sys.version.split()[0],
        "sqlite": sqlite3.sqlite_version,
        "rounds": times,
        "acts_a_round": n,
        "clients": CLIENTS,
        "raw_commits_per_s": statistics.median(raw),
        **{f"{name}_{what}": measure.middle(seen[name], what) for name in acts for what in ("per_s", "cpu_ms")},
        "send_cpu_over_create": ratio(seen, "send", "create", "cpu_ms"),
        "send_rate_over_create": ratio(seen, "send", "create", "per_s"),
        "status_cpu_over_row": ratio(seen, "status", "row", "cpu_ms"),
    }


def ratio(seen: dict[str, list[dict[str, float]]], one: str, other: str, what: str) -> float:
    """The median of the ratios round by round, which holds when the machine's speed drifts."""
    return statistics.median(a[what] / b[what] for a, b in zip(seen[one], seen[other], strict=True))


def report(found: dict[str, object]) -> None:
    """Print the figures and store them for bench/README.md."""
    for key, value in found.items():
        print(f"{key:24} {value:.2f}" if isinstance(value, float) else f"{key:24} {value}")
    out = Path(__file__).parent / "results" / "intake.json"
    out.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sqlite.alias()
    main()
