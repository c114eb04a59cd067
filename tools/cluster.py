"""A throw-away PostgreSQL cluster: made in a temporary folder, run as a user who is not root, gone at the end.

python tools/cluster.py COMMAND ...   runs COMMAND with LXQ_DATABASE naming an empty database (and its _traces)
"""

import contextlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

SETTINGS = {
    # Nothing here outlives the tests, so nothing waits for a disk.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
}


def programs() -> Path | None:
    """The folder with initdb and pg_ctl: on PATH or, as Debian does it, below /usr/lib/postgresql; newest first."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((f.parent for f in folders), key=lambda p: int(p.parent.name.split(".")[0]), default=None)


def _owner() -> pwd.struct_passwd | None:
    """Who runs the server: ourselves, or where we are root (whom it refuses) a user without rights."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise SystemExit("PostgreSQL will not run as root, and there is no user postgres or nobody.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(*command: str | Path, owner: pwd.struct_passwd | None, cwd: Path) -> None:
    become = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        check=False,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(cwd)},
        **become,  # type: ignore[arg-type]
    )
    if done.returncode:
        log = cwd / "log"
        words = log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else ""
        raise SystemExit(f"{Path(command[0]).name}: {done.stdout}{words}")


@contextlib.contextmanager
def cluster(bin_folder: Path) -> Iterator[str]:
    """Start a cluster on a free loopback port with a random password; yields its postgresql:// address."""
    owner, home = _owner(), Path(tempfile.mkdtemp(prefix="lxq-pg-"))
    data, password, port = home / "data", secrets.token_hex(16), _free_port()
    secret = home / "password"
    secret.write_text(password, encoding="ascii")
    secret.chmod(0o600)
    if owner:
        for path in (home, secret):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    try:
        _run(
            *(bin_folder / "initdb", "-D", data, "-U", "lxq", "-A", "scram-sha-256", f"--pwfile={secret}"),
            *("-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
            owner=owner,
            cwd=home,
        )
        told = {**SETTINGS, "port": str(port), "unix_socket_directories": str(home)}
        with (data / "postgresql.auto.conf").open("a", encoding="ascii") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in told.items())
        _run(bin_folder / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", home / "log", "start", owner=owner, cwd=home)
        try:
            yield f"postgresql://lxq:{password}@127.0.0.1:{port}/lxq"
        finally:
            _run(bin_folder / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop", owner=owner, cwd=home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _databases(bin_folder: Path, address: str) -> None:
    """Make the two empty databases that an installation wants; tests make their own."""
    for suffix in ("", "_traces"):
        subprocess.run(
            [bin_folder / "psql", "-qX", "-d", address.removesuffix("/lxq") + "/postgres"],
            input=f"CREATE DATABASE lxq{suffix}",
            text=True,
            check=True,
        )


def main(command: list[str]) -> int:
    """Run a command beside a cluster; its exit code, 2 when used wrongly or without PostgreSQL."""
    folder = programs()
    if not command or folder is None:
        print(__doc__ if not command else "PostgreSQL is not installed.", file=sys.stderr)
        return 2
    with cluster(folder) as address:
        _databases(folder, address)
        return subprocess.run(command, env={**os.environ, "LXQ_DATABASE": address}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
