"""The command itself: what it lists, what it refuses, both databases made by one word."""

import os
import subprocess
import sys

from django.conf import settings


def lxq(home, *words, **env):
    told = {**os.environ, "LXQ_HOME": str(home), "LXQ_DATABASE": "", "LC_ALL": "C.UTF-8", **env}
    return subprocess.run(
        [sys.executable, "-m", "lianxinqiao", *words],
        cwd=settings.BASE_DIR, env=told, text=True, capture_output=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_alone_it_lists_our_commands_in_words(tmp_path):
    done = lxq(tmp_path)
    assert done.returncode == 0
    assert "lxq figures" in done.stdout
    assert "startapp" not in done.stdout


def test_an_unknown_word_is_used_wrongly(tmp_path):
    done = lxq(tmp_path, "figurs")
    assert (done.returncode, done.stdout) == (2, "")
    assert "figurs" in done.stderr


def test_migrate_makes_both_databases_and_json_prints_one_value(tmp_path):
    assert lxq(tmp_path, "migrate", "--verbosity", "0").returncode == 0
    assert lxq(tmp_path, "migrate", "--check").returncode == 0
    done = lxq(tmp_path, "ledger", "verify", "--json")
    assert done.stdout.startswith('{"lines": 0')
    assert done.stdout.count("\n") <= 1
    held = lxq(tmp_path, "shell", "-c", "from django.core.cache import cache; cache.set('a', 1); print(cache.get('a'))")
    assert held.stdout.strip().endswith("1"), held.stderr


def test_a_demo_is_refused_over_a_real_installation_and_takes_nothing(tmp_path):
    (tmp_path / "settings.toml").write_text('hosts = "lxq.example.cn"', encoding="utf-8")
    assert lxq(tmp_path, "migrate", "--verbosity", "0").returncode == 0
    before = (tmp_path / "lxq.sqlite3").stat().st_ino
    done = lxq(tmp_path, "demo", "--no-serve", LXQ_DEMO="true")
    assert done.returncode == 2
    assert (tmp_path / "lxq.sqlite3").stat().st_ino == before
