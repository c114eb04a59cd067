"""`lxq migrate` on an empty folder makes all that `lxq serve` needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.sqlite
def test_one_command_for_both_databases(tmp_path):
    env = {**os.environ, "LXQ_HOME": str(tmp_path), "LXQ_DATABASE": "", "LANG": "C.UTF-8"}

    def lxq(*words):
        told = [sys.executable, "-m", "lianxinqiao", *words]
        return subprocess.run(told, env=env, cwd=ROOT, capture_output=True, text=True, check=False)

    assert lxq("migrate", "--check").returncode == 1
    assert not (tmp_path / "static").exists()
    done = lxq("migrate")
    assert (done.returncode, done.stdout) == (0, "两个数据库、缓存表和网页文件都好了。\n"), done.stderr
    assert (tmp_path / "lxq_traces.sqlite3").stat().st_size > 0
    assert (tmp_path / "static" / "staticfiles.json").exists()
    assert lxq("migrate", "--check").returncode == 0
    assert lxq("migrate", "--database", "traces", "--verbosity", "0").returncode == 0
    assert lxq("migrate").returncode == 0
