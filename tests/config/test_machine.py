"""Settings: each value judged where it is written; a demo never enters what is not one."""

import sqlite3

import pytest

from lianxinqiao.config import machine


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    for name in machine.READERS:
        monkeypatch.delenv(f"LXQ_{name.upper()}", raising=False)
    monkeypatch.setenv("LXQ_HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path


def write(home, text):
    (home / "settings.toml").write_text(text, encoding="utf-8")


def test_every_setting_is_read(home):
    write(
        home,
        """
        demo = true
        demo_now = "2023-06-05T09:00:00+08:00"
        database = "postgresql://lxq:p%40ss@db:5432/lxq"
        hosts = "lxq.example.cn"
        https = true
        address = "https://lxq.example.cn"
        rulebook = "shangluo-2023"
        """,
    )
    found = machine.read()
    assert (found.home, found.demo, found.https, found.hosts) == (home, True, True, "lxq.example.cn")
    assert set(machine.READERS) | {"home"} == set(vars(found))


def test_a_variable_wins(home, monkeypatch):
    write(home, "https = true")
    monkeypatch.setenv("LXQ_HTTPS", "off")
    assert machine.read().https is False


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('demo = "maybe"', "demo"),
        ('https = "yess"', "true / false"),
        ("https = 2", "https"),
        ('demo_now = "2023-06-05T09:00:00"', "+08:00"),
        ('demo_now = "yesterday"', "+08:00"),
        ("hosts = 3", "hosts"),
        ('address = "lxq.example.cn"', "https://"),
        ('database = "mysql://lxq:secret@db/lxq"', "postgresql://"),
        ('database = "postgresql://db"', "postgresql://"),
        ('database = "postgresql://db:port/lxq"', "postgresql://"),
        ('dtabase = "x"', "database"),
        ("x = =", "TOML"),
    ],
)
def test_a_wrong_setting_is_used_wrongly_and_named(home, capsys, line, told):
    write(home, line)
    with pytest.raises(SystemExit) as end:
        machine.read()
    said = capsys.readouterr().err
    assert end.value.code == 2
    assert str(home / "settings.toml") in said
    assert told in said
    assert "secret" not in said


def test_a_wrong_variable_is_named_as_one(monkeypatch, capsys):
    monkeypatch.setenv("LXQ_HTTPS", "ja")
    with pytest.raises(SystemExit):
        machine.read()
    assert capsys.readouterr().err.startswith("LXQ_HTTPS")


def test_an_empty_folder_becomes_a_demo_once(home):
    machine.begin_demo()
    assert machine.read().demo
    before = (home / "settings.toml").read_text(encoding="utf-8")
    machine.begin_demo()
    assert (home / "settings.toml").read_text(encoding="utf-8") == before


@pytest.mark.parametrize("text", ["", 'hosts = "lxq.example.cn"', "demo = false"])
def test_a_real_installation_does_not_become_a_demo_by_a_variable(home, monkeypatch, text):
    write(home, text)
    monkeypatch.setenv("LXQ_DEMO", "true")
    with pytest.raises(SystemExit) as end:
        machine.begin_demo()
    assert end.value.code == 2


def test_a_database_without_settings_does_not_become_a_demo(home):
    with sqlite3.connect(home / "lxq.sqlite3") as database:
        database.execute("CREATE TABLE t (x)")
    with pytest.raises(SystemExit):
        machine.begin_demo()
    assert not (home / "settings.toml").exists()
