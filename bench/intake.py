"""What a receipted concern costs, beside a plain ORM create in the same server and the disk's own commit rate.

    python -m bench.intake [--rounds 5] [--n 400]

Everything is measured in one run, in interleaved rounds; only ratios should be quoted.
"""

import argparse
import itertools
import os
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import measure
from bench.figures import Figure, store
from lianxinqiao.config import sqlite
from tests.drills.server import Server

CLIENTS = 8
NOW = "2023-06-05T09:00:00+08:00"  # of the network that is built
BUILD = "from lianxinqiao.simulation import world; world.build()"
PLACES = """
from lianxinqiao.studios.queries import taking
print(*[f"{s.code}:{s.townships.first().code if s.townships.exists() else '611002001'}" for s in taking()])
"""
TEXT = "村口的桥栏杆断了四米，娃娃上学不安全，希望能修一下。"
WHAT = """\
Eight clients on the network of 92 studios, outside demo mode. *Send* is the last step of a resident's form, HTTP in to
receipt out: CSRF, two limits, form, idempotency key, sealed original under its own key, receipt with Argon2id, ledger
line, job, one FULL commit. *Create* is one `objects.create()` over HTTP in the same server, with the same middleware,
also FULL. *Status* is the page of a receipt just issued; *row* is one row, fetched by key, in a template that extends
the frame of every page; *bare* is the same row without any frame. The receipt's QR is a picture at an address of its
own, loaded with the page when the receipt is new and on sight later; its cost is told apart. Judged is status by *row*;
*bare* stands beside it to show what the frame itself costs."""

Round = dict[str, dict[str, float]]


def raw_commits(folder: Path, seconds: float = 2.0) -> float:
    """One-row commits per second of SQLite itself: WAL, synchronous=FULL, one connection."""
    import sqlite3

    file = folder / "raw.sqlite3"
    base = sqlite3.connect(file, isolation_level=None)
    base.execute("PRAGMA journal_mode=WAL")
    base.execute("PRAGMA synchronous=FULL")
    base.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT)")
    done, end = 0, time.perf_counter() + seconds
    while time.perf_counter() < end:
        base.execute("INSERT INTO t (text) VALUES (?)", ("x" * 120,))
        done += 1
    base.close()
    file.unlink()
    return done / seconds


def main() -> None:
    """Build a network, start the server, measure, print and store."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--n", type=int, default=400, help="acts a round")
    told = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="lxq-bench-", dir=os.environ.get("LXQ_BENCH_DIR")) as folder:
        home = Path(folder)
        server = Server(home, workers=2, settings="bench.settings", LXQ_DEMO="true", LXQ_DEMO_NOW=NOW)
        for alias in ("default", "traces"):
            server.lxq("migrate", "--database", alias)
        server.lxq("createcachetable", "--database", "traces")
        server.lxq("collectstatic", "--no-input")
        server.python(BUILD)
        targets = [one.split(":") for one in server.python(PLACES).split()]
        server.env["LXQ_DEMO"] = "false"  # pages as a real installation serves them, without the demo's banner and help
        server.start()
        try:
            seen = list(rounds(server, targets, told.rounds, told.n, home))
        finally:
            server.stop()
    store("intake", WHAT, figures(seen), rounds=told.rounds, acts_a_round=told.n, clients=CLIENTS, workers=2)


class Acts:
    """What the clients do; `each` names the acts in the order in which a round runs them."""

    each = ("create", "send", "row", "status", "bare", "qr")

    def __init__(self, targets: list[list[str]]) -> None:
        self.targets = itertools.cycle(targets)
        self.receipts: list[str] = []

    def send(self, client: measure.Client, _i: int) -> None:
        """Send a concern; keep the receipt's address."""
        studio, place = next(self.targets)
        once = secrets.token_urlsafe(16)
        status, heads, body = client.post("/say/", step="send", studio=studio, place=place, once=once, text=TEXT)
        assert status == 303, (status, body[-3000:])
        self.receipts.append(heads["Location"])

    def create(self, client: measure.Client, _i: int) -> None:
        """Create one plain row."""
        assert client.post("/floor/create/", text=TEXT)[0] == 200

    def status(self, client: measure.Client, i: int) -> None:
        """Read a receipt's page."""
        assert client.get(self.receipts[i % len(self.receipts)])[0] == 200

    def qr(self, client: measure.Client, i: int) -> None:
        """Load a receipt's QR."""
        assert client.fetch(self.receipts[i % len(self.receipts)] + "qr/")[0] == 200

    def row(self, client: measure.Client, i: int) -> None:
        """Read one row in the frame."""
        assert client.get(f"/floor/row/{i % 50 + 1}/")[0] == 200

    def bare(self, client: measure.Client, i: int) -> None:
        """Read one row without it."""
        assert client.get(f"/floor/bare/{i % 50 + 1}/")[0] == 200


def rounds(server: Server, targets: list[list[str]], times: int, n: int, home: Path) -> Iterator[Round]:
    """Interleaved rounds of raw commits and of each act, after a warm-up."""
    assert server.process is not None
    pid, acts = server.process.pid, Acts(targets)
    clients = [measure.Client(server.port) for _ in range(CLIENTS)]
    for name in acts.each:
        measure.run(clients, pid, 80, getattr(acts, name))
    for _ in range(times):
        commits = raw_commits(home)
        yield {name: measure.run(clients, pid, n, getattr(acts, name)) for name in acts.each} | {
            "raw": {"per_s": commits}
        }


def figures(seen: list[Round]) -> list[Figure]:
    """What is told of the rounds: medians, and medians of the ratios round by round."""

    def middle(act: str, what: str) -> float:
        return statistics.median(one[act][what] for one in seen)

    def ratio(act: str, floor: str, what: str) -> float:
        return statistics.median(one[act][what] / one[floor][what] for one in seen)

    return [
        Figure("send_per_s", "Receipted concerns per second", middle("send", "per_s"), "/s"),
        Figure("raw_commits_per_s", "One-row commits of SQLite FULL itself", middle("raw", "per_s"), "/s"),
        Figure("create_per_s", "Plain creates over HTTP per second", middle("create", "per_s"), "/s"),
        Figure("send_cpu_over_create", "CPU: send / create", ratio("send", "create", "cpu_ms"), "×", at_most=6),
        Figure("send_rate_over_create", "Rate: send / create", ratio("send", "create", "per_s"), "×", at_least=1 / 6),
        Figure("status_cpu_over_row", "CPU: status / row", ratio("status", "row", "cpu_ms"), "×", at_most=1.5),
        Figure("status_cpu_over_bare", "CPU: status / bare", ratio("status", "bare", "cpu_ms"), "×"),
        *(
            Figure(f"{act}_cpu_ms", f"CPU of one {words}", middle(act, "cpu_ms"), "ms")
            for act, words in (
                ("send", "send"),
                ("create", "create"),
                ("status", "status page"),
                ("row", "row in the frame"),
                ("bare", "bare row"),
                ("qr", "QR picture"),
            )
        ),
    ]


if __name__ == "__main__":
    sqlite.alias()
    main()
