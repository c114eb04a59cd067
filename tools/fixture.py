"""Write a small filled database of each kind into tests/fixtures/, for later migrations to be tested on.

    python tools/fixture.py NAME          e.g. 0002-house: NAME.sqlite3.gz and, in a throw-away cluster, NAME.pg.sql.gz

The keys that open its sealed fields lie beside it (tests/fixtures/keys): the people in it are invented, the keys are
used nowhere else. tests/upkeep/test_fixtures.py migrates each fixture to today's tables, verifies its ledger and
opens its sealed fields.
"""

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "tests" / "fixtures"
FILL = """
from datetime import datetime
from lianxinqiao.base.clock import ZONE
from lianxinqiao.base import jobs
from lianxinqiao.ledger import seals, tally
from tests.concerns.conftest import AT, build
city = build()
for state in ("received", "accepted", "assigned", "answered", "rated", "closed", "declined"):
    city.concern(state, once="fixture-" + state.ljust(16, "0"))
seals.seal(day=AT.date(), at=AT)
tally.advance(at=AT)
city.concern("received", once="fixture-after-the-seal")
"""


def _python(code: str, env: dict[str, str]) -> None:
    head = "from lianxinqiao.config import sqlite; sqlite.alias(); import django; django.setup()\n"
    subprocess.run([sys.executable, "-c", head + code], env=env, cwd=ROOT, check=True)


def _env(home: Path, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "LXQ_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "lianxinqiao.config.settings",
        "PYTHONPATH": str(ROOT),
        **more,
    }


def _home(folder: Path) -> Path:
    home = folder / "home"
    home.mkdir(exist_ok=True)
    keys = shutil.copytree(FOLDER / "keys", home / "keys", dirs_exist_ok=True)
    keys.chmod(0o700)  # git keeps no such modes
    for one in keys.iterdir():
        one.chmod(0o600)
    return home


def _fill(env: dict[str, str]) -> None:
    for alias in ("default", "traces"):
        subprocess.run(
            [sys.executable, "-m", "lianxinqiao", "migrate", "--database", alias, "--verbosity", "0"],
            env=env,
            cwd=ROOT,
            check=True,
        )
    _python(FILL, env)


def _packed(plain: bytes, name: str) -> None:
    (FOLDER / name).write_bytes(gzip.compress(plain, mtime=0))
    print(f"tests/fixtures/{name}: {len(plain)} bytes, packed {(FOLDER / name).stat().st_size}")


def lite(name: str) -> None:
    """The SQLite fixture."""
    with tempfile.TemporaryDirectory() as folder:
        home = _home(Path(folder))
        env = _env(home, LXQ_DATABASE="")
        _fill(env)
        _python(
            "from django.db import connection\nconnection.cursor().execute('PRAGMA wal_checkpoint(TRUNCATE)')",
            env,
        )
        _packed((home / "lxq.sqlite3").read_bytes(), f"{name}.sqlite3.gz")


def postgres(name: str) -> None:
    """The PostgreSQL fixture, inside tools/cluster.py (which makes the databases and sets LXQ_DATABASE)."""
    address = os.environ["LXQ_DATABASE"]
    with tempfile.TemporaryDirectory() as folder:
        _fill(_env(_home(Path(folder))))
        done = subprocess.run(
            ["pg_dump", "--no-owner", "--no-acl", "--inserts", address], check=True, capture_output=True
        )
        _packed(done.stdout, f"{name}.pg.sql.gz")


def main() -> None:
    """Both kinds, or with --pg the PostgreSQL one alone."""
    name = sys.argv[1]
    if "--pg" in sys.argv:
        postgres(name)
        return
    keys = FOLDER / "keys"
    if not keys.exists():
        keys.mkdir(parents=True)
        (keys / "master").write_bytes(os.urandom(32))
        (keys / "django").write_bytes(os.urandom(48))
    lite(name)
    subprocess.run(
        [sys.executable, str(ROOT / "tools" / "cluster.py"), sys.executable, __file__, name, "--pg"], check=True
    )


if __name__ == "__main__":
    main()
