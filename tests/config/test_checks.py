"""The program refuses to start on a database that can lose something: every check seen red."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core import checks as django_checks
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from lianxinqiao.base import checks

pytestmark = pytest.mark.sqlite


def ids(faults):
    return [fault.id for fault in faults]


@pytest.fixture
def connect(tmp_path):
    """Open a connection with the house's settings, some of them changed."""
    opened = []

    def make(**options):
        ours = connections["default"].settings_dict
        told = {**ours, "NAME": str(tmp_path / "one.sqlite3"), "OPTIONS": {**ours["OPTIONS"], **options}}
        wrapper = DatabaseWrapper(told, alias="one")
        wrapper.inc_thread_sharing()
        opened.append(wrapper)
        return wrapper

    yield make
    for wrapper in opened:
        wrapper.close()


@pytest.mark.django_db(databases=["default", "traces"])
class TestOneConnection:
    def test_ours_is_sound(self, connect):
        assert ids(checks.connection_faults(connect(), durable=True)) == []

    @pytest.mark.parametrize(
        ("pragma", "code"),
        [
            ("journal_mode=DELETE", "lxq.E002"),
            ("journal_mode=WAL; PRAGMA synchronous=NORMAL", "lxq.E003"),
            ("journal_mode=WAL; PRAGMA mmap_size=1048576", "lxq.E007"),
        ],
    )
    def test_a_wrong_pragma_is_named(self, connect, pragma, code):
        told = f"PRAGMA synchronous=FULL; PRAGMA {pragma}"
        assert ids(checks.connection_faults(connect(init_command=told), durable=True)) == [code]

    def test_foreign_keys_off(self, connect):
        wrapper = connect()
        with wrapper.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys=OFF")
        assert ids(checks.connection_faults(wrapper, durable=True)) == ["lxq.E004"]

    def test_a_transaction_that_begins_deferred(self, connect):
        assert ids(checks.connection_faults(connect(transaction_mode=None), durable=True)) == ["lxq.E005"]

    def test_traces_may_lose_its_last_moments(self, connect):
        told = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL"
        assert ids(checks.connection_faults(connect(init_command=told), durable=False)) == []


@pytest.mark.parametrize(
    ("version", "found"),
    [
        ((3, 40, 1), ["lxq.E001"]),
        ((3, 51, 2), ["lxq.E001"]),
        ((3, 52, 0), ["lxq.E001"]),
        ((3, 51, 3), []),
        ((3, 53, 0), []),
    ],
)
def test_the_version(version, found):
    assert ids(checks.version_faults(version)) == found


def test_two_libraries_in_one_process():
    ours, system = SimpleNamespace(__name__="pysqlite3.dbapi2"), SimpleNamespace(__name__="sqlite3.dbapi2")
    assert ids(checks.twin_faults({"pysqlite3", "_sqlite3"}, ours)) == ["lxq.E006"]
    assert ids(checks.twin_faults({"pysqlite3"}, ours)) == []
    assert ids(checks.twin_faults({"_sqlite3"}, system)) == []


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /srv/with\\040space nfs4 rw 0 0
//nas/share /mnt/nas cifs rw 0 0
tmpfs /mnt/nas/local tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        ("/srv/lxq", []),
        ("/srv/with space/lxq", ["lxq.E008"]),
        ("/mnt/nas", ["lxq.E008"]),
        ("/mnt/nas/local/lxq", []),
    ],
)
def test_the_filesystem(folder, found):
    assert ids(checks.filesystem_faults(Path(folder), MOUNTS)) == found


def test_keys_that_others_can_read(tmp_path):
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o700)
    key = keys / "master"
    key.write_bytes(b"0" * 32)
    key.chmod(0o600)
    assert ids(checks.key_faults(keys)) == []
    key.chmod(0o640)
    assert ids(checks.key_faults(keys)) == ["lxq.E009"]
    keys.chmod(0o755)
    assert ids(checks.key_faults(keys)) == ["lxq.E009", "lxq.E009"]


def test_every_command_runs_what_needs_no_connection():
    registry = django_checks.registry.registry
    assert checks.around in registry.get_checks()
    assert checks.inside in registry.registered_checks
    assert list(checks.inside()) == []


@pytest.mark.django_db(databases=["default", "traces"])
def test_migrating_runs_them_on_the_real_connections():
    found = django_checks.run_checks(tags=[checks.TAG], databases=["default", "traces"])
    assert found == []


def test_a_fault_stops_the_server_with_words():
    fault = next(iter(checks.version_faults((3, 40, 1))))
    with pytest.raises(SystemExit, match=r"lxq\.E001: SQLite 3\.40\.1"):
        checks.refuse([fault])
    checks.refuse([])


def _start(home: Path, *program: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "LXQ_HOME": str(home), "LXQ_DATABASE": ""}
    return subprocess.run(
        [sys.executable, *program], cwd=settings.BASE_DIR, env=env, text=True, capture_output=True, check=False
    )


@pytest.mark.parametrize(
    "program",
    [("-m", "lianxinqiao", "check"), ("-c", "import lianxinqiao.config.wsgi")],
    ids=["command", "server"],
)
def test_a_real_process_starts_on_a_sound_home_and_not_on_a_broken_one(tmp_path, program):
    assert _start(tmp_path, "-m", "lianxinqiao", "migrate", "--verbosity", "0").returncode == 0
    sound = _start(tmp_path, *program)
    assert sound.returncode == 0, sound.stderr
    (tmp_path / "keys" / "master").chmod(0o644)
    broken = _start(tmp_path, *program)
    assert broken.returncode != 0
    assert "lxq.E009" in broken.stderr


def test_nothing_starts_before_the_tables_are_there(tmp_path):
    server = _start(tmp_path, "-c", "import lianxinqiao.config.wsgi")
    assert server.returncode == 1
    assert "lxq.E010" in server.stderr
    command = _start(tmp_path, "-m", "lianxinqiao", "ledger", "verify", "--json")
    assert (command.returncode, command.stdout) == (1, "")
    assert "lxq.E010" in command.stderr
    assert "Traceback" not in command.stderr


def test_a_database_that_does_not_answer_is_told_in_words(tmp_path):
    env = {**os.environ, "LXQ_HOME": str(tmp_path), "LXQ_DATABASE": "postgresql://lxq:secret@127.0.0.1:1/lxq"}
    words = [sys.executable, "-m", "lianxinqiao", "ledger", "verify"]
    done = subprocess.run(words, cwd=settings.BASE_DIR, env=env, text=True, capture_output=True, check=False)
    assert done.returncode == 1
    assert "lxq.E011" in done.stderr
    assert "secret" not in done.stderr
