"""Every database that a release left behind still migrates, verifies and opens."""

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures"
LITE = sorted(FIXTURES.glob("*.sqlite3.gz"))
PG = sorted(FIXTURES.glob("*.pg.sql.gz"))
OPENED = """
from lianxinqiao.base.clock import ZONE
from lianxinqiao.concerns import queries
from lianxinqiao.concerns.models import Concern
from lianxinqiao.base import receipts
from tests.concerns.conftest import SAID
states = sorted(Concern.objects.values_list("state", flat=True))
token = receipts.token_of("fixture-" + "answered".ljust(16, "0"))
concern = queries.by_token(token)
assert concern.state == "answered", concern.state
assert queries.token_by_code(receipts.code_of(token)) == token
assert queries.said(queries.resident_of(concern), concern) == SAID
assert not Concern.objects.filter(accepted_at=None).exclude(passed_on=""), "what nobody checked is no longer in clear"
print(len(states), states)
"""


def _run(env: dict[str, str], *words: str) -> str:
    done = subprocess.run([sys.executable, *words], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _stands(home: Path, database: str) -> None:
    keys = shutil.copytree(FIXTURES / "keys", home / "keys", dirs_exist_ok=True)
    keys.chmod(0o700)  # git keeps no such modes
    for one in keys.iterdir():
        one.chmod(0o600)
    told = {"LXQ_HOME": str(home), "LXQ_DATABASE": database, "DJANGO_SETTINGS_MODULE": "lianxinqiao.config.settings"}
    env = {**os.environ, **told, "PYTHONPATH": str(ROOT)}
    for alias in ("default", "traces"):
        _run(env, "-m", "lianxinqiao", "migrate", "--database", alias, "--verbosity", "0")
    _run(env, "-m", "lianxinqiao", "ledger", "verify")
    head = "from lianxinqiao.config import sqlite; sqlite.alias(); import django; django.setup()\n"
    assert _run(env, "-c", head + OPENED).startswith("8 ")


@pytest.mark.parametrize("file", LITE, ids=lambda f: f.name)
def test_an_old_sqlite_file_stands_today(file: Path, tmp_path: Path) -> None:
    (tmp_path / "lxq.sqlite3").write_bytes(gzip.decompress(file.read_bytes()))
    _stands(tmp_path, "")


@pytest.mark.skipif(not os.environ.get("LXQ_DATABASE"), reason="runs with the PostgreSQL round of the suite")
@pytest.mark.parametrize("file", PG, ids=lambda f: f.name)
def test_an_old_postgresql_dump_stands_today(file: Path, tmp_path: Path) -> None:
    import psycopg

    base = os.environ["LXQ_DATABASE"].rpartition("/")[0]
    address, name = f"{base}/postgres", f"fixture_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as door:
        for one in (name, f"{name}_traces"):
            door.execute(f'DROP DATABASE IF EXISTS "{one}"')
            door.execute(f'CREATE DATABASE "{one}"')
    dump = gzip.decompress(file.read_bytes())
    try:
        done = subprocess.run(
            ["psql", "-q", "-v", "ON_ERROR_STOP=1", f"{base}/{name}"], input=dump, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        _stands(tmp_path, f"{base}/{name}")
    finally:
        with psycopg.connect(address, autocommit=True) as door:
            for one in (name, f"{name}_traces"):
                door.execute(f'DROP DATABASE IF EXISTS "{one}" WITH (FORCE)')


def test_there_is_one_of_each_kind() -> None:
    assert {f.name.partition(".")[0] for f in LITE} == {f.name.partition(".")[0] for f in PG} != set()
