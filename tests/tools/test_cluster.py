"""The throw-away PostgreSQL: not root's, on the loopback only, gone afterwards."""

import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.house import tree
from tools import cluster

pytestmark = [pytest.mark.tree, pytest.mark.skipif(cluster.programs() is None, reason="postgres: no programs")]


def home_of(port):
    """The folder of the cluster on this port: the fourth line of its pid file."""
    files = Path(tempfile.gettempdir()).glob("lxq-pg-*/data/postmaster.pid")
    return next(file.parents[1] for file in files if file.read_text().splitlines()[3] == str(port))


def test_it_runs_answers_and_goes():
    with cluster.cluster(cluster.programs()) as address:
        told = urlsplit(address)
        assert told.hostname == "127.0.0.1"
        home = home_of(told.port)
        assert home.stat().st_uid != 0
        asked = [cluster.programs() / "psql", "-d", address.removesuffix("lxq") + "postgres", "-Atc", "SELECT 1"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert done.stdout.strip() == "1", done.stderr
        wrong = [word.replace(told.password, "wrong") if isinstance(word, str) else word for word in asked]
        assert subprocess.run(wrong, capture_output=True, check=False).returncode != 0
    assert not home.exists()


def test_used_wrongly():
    done = subprocess.run([sys.executable, tree.ROOT / "tools/cluster.py"], capture_output=True, check=False)
    assert done.returncode == 2
