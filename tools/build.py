"""Build .venv from the hash-pinned locks, in seconds with uv, else with pip. Runs on a bare Python 3.11 or newer.

    python3 tools/build.py core   what runs
    python3 tools/build.py dev    and what tests it
    python3 tools/build.py lock   choose versions anew

Packages come from wherever the user's own pip is told to look (pip.conf, PIP_* variables); no index is named here.
"""

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV, BOOT = ROOT / ".venv", ROOT / ".boot"
BUILT = VENV / "built.json"
LOCKS = {"core": "requirements.lock", "dev": "requirements-dev.lock"}
EXTRAS = ("pg", "pdf", "opt", "ml", "zh", "proof")
BINARY = "Scripts" if os.name == "nt" else "bin"


class Failed(Exception):
    """A step of the build did not succeed; the message is for the reader."""


def say(words: str) -> None:
    """One line for the person who waits."""
    print(words, flush=True)


def run(*command: str | Path, quiet: bool = False, env: dict[str, str] | None = None) -> str:
    """Run a program in the checkout; raise Failed with its last words."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if not quiet else subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise Failed(f"{' '.join(Path(str(w)).name for w in command[:4])}: {(done.stdout or '')[-2000:]}")
    return done.stdout


def make_venv(where: Path, *, pip: bool) -> Path:
    """A virtual environment and the path of its Python."""
    python = where / BINARY / "python"
    if (
        pip
        and python.exists()
        and subprocess.run([python, "-m", "pip", "-V"], capture_output=True, check=False).returncode
    ):
        shutil.rmtree(where)
    if not python.exists():
        shutil.rmtree(where, ignore_errors=True)
        try:
            venv.create(where, with_pip=pip, symlinks=os.name != "nt")
        except subprocess.CalledProcessError as wrong:
            shutil.rmtree(where, ignore_errors=True)
            raise Failed("缺少 python3-venv：在 Debian 上请先 apt install python3-venv。") from wrong
    return python


def pip_settings(python: Path) -> dict[str, str]:
    """What the user's pip is told: variables before `[install]` before `[global]`."""
    told: dict[str, dict[str, str]] = {}
    for line in run(python, "-m", "pip", "config", "list", quiet=True).splitlines():
        name, _, value = line.partition("=")
        section, _, key = name.partition(".")
        told.setdefault(section, {})[key] = str(ast.literal_eval(value))
    return {**told.get("global", {}), **told.get("install", {}), **told.get(":env:", {})}


def uv_environment(pip: dict[str, str]) -> dict[str, str]:
    """The same settings in uv's words; what the user told uv itself wins."""
    words = {
        "UV_DEFAULT_INDEX": pip.get("index-url", ""),
        "UV_INDEX": " ".join(pip.get("extra-index-url", "").split()),
        "UV_FIND_LINKS": ",".join(pip.get("find-links", "").split()),
        "UV_INSECURE_HOST": " ".join(pip.get("trusted-host", "").split()),
        "UV_NO_INDEX": "1" if pip.get("no-index", "").lower() in {"1", "true", "yes", "on"} else "",
        "UV_HTTP_TIMEOUT": pip.get("timeout", ""),
        "SSL_CERT_FILE": pip.get("cert", ""),
        "ALL_PROXY": pip.get("proxy", ""),
        # As pip: all indexes are asked. The hashes say which file is meant, so none can put another in its place.
        "UV_INDEX_STRATEGY": "unsafe-best-match",
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "") or "copy",
        "UV_NO_PROGRESS": "1",
    }
    if "UV_INDEX_URL" in os.environ:
        words["UV_DEFAULT_INDEX"] = ""
    return {**{name: value for name, value in words.items() if value}, **os.environ}


def find_uv(boot: Path, pip: dict[str, str]) -> Path | None:
    """The uv of .boot, fetched once with its hash; None where the index has none for this machine."""
    uv = boot.with_name("uv")
    if uv.exists():
        return uv
    env = dict(os.environ)
    if "index-url" not in pip and (index := env.get("UV_DEFAULT_INDEX") or env.get("UV_INDEX_URL")):
        env["PIP_INDEX_URL"] = index
    try:
        lock = ROOT / "requirements-boot.lock"
        run(
            boot,
            "-m",
            "pip",
            "install",
            "-q",
            "--only-binary=:all:",
            "--no-deps",
            "--require-hashes",
            "-r",
            lock,
            env=env,
        )
    except Failed:
        return None
    return uv if uv.exists() else None


def no_index_flag(env: dict[str, str]) -> list[str]:
    """uv takes `no index at all` as a flag only."""
    return ["--no-index"] if env.pop("UV_NO_INDEX", "") else []


def install(kind: str) -> str:
    """Put the lock and the project itself into .venv; the name of the installer that did it."""
    boot = make_venv(BOOT, pip=True)
    python = make_venv(VENV, pip=False)
    pip = pip_settings(boot)
    if (uv := find_uv(boot, pip)) is not None:
        env = uv_environment(pip)
        common = ["--python", python, "-q", *no_index_flag(env)]
        try:
            run(uv, "pip", "sync", *common, "--require-hashes", "--compile-bytecode", LOCKS[kind], env=env)
            run(uv, "pip", "install", *common, "--no-deps", "--no-build-isolation", "-e", ".", env=env)
        except Failed as wrong:
            say(f"uv 未成，改用 pip。（{str(wrong).strip().splitlines()[-1][:160]}）")
            shutil.rmtree(VENV)
            python = make_venv(VENV, pip=False)
        else:
            return "uv"
    by_pip = [boot, "-m", "pip", "--python", python, "install", "-q", "--no-deps"]
    run(*by_pip, "--require-hashes", "-r", LOCKS[kind])
    run(*by_pip, "--no-build-isolation", "-e", ".")
    return "pip"


def wanted(kind: str) -> dict[str, str]:
    """What .venv must have been built from: the lock, the project's description, the Python, the folder."""
    digest = hashlib.sha256()
    for name in (LOCKS[kind], "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return {"kind": kind, "digest": digest.hexdigest(), "python": sys.version, "root": str(ROOT)}


def built() -> dict[str, str]:
    """What .venv was built from, empty when it was not or was moved."""
    try:
        told: dict[str, str] = json.loads(BUILT.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told


def build(kind: str) -> None:
    """Make .venv what the lock says; at once when it already is. A .venv with the test tools serves both."""
    before = built()
    if before in (wanted("dev"), wanted(kind)):
        return
    if before.get("kind") == "dev":
        kind = "dev"
    if before and (before["python"], before["root"]) != (sys.version, str(ROOT)):
        shutil.rmtree(VENV, ignore_errors=True)
        shutil.rmtree(BOOT, ignore_errors=True)
    say("正在安装所需程序（第一次约一分钟）……")
    BUILT.unlink(missing_ok=True)
    by = install(kind)
    BUILT.write_text(json.dumps(wanted(kind)), encoding="utf-8")
    say(f"已安装（{by}）。")


def lock() -> None:
    """Resolve anew for all platforms and Python 3.11 upwards; no index, link or machine is named in the files."""
    boot = make_venv(BOOT, pip=True)
    pip = pip_settings(boot)
    uv = boot.with_name("uv")
    run(boot, "-m", "pip", "install", "-q", "--upgrade", "uv")
    env = uv_environment(pip)
    # A folder of files beside the index would leave only its own files' hashes in the lock.
    for name in ("UV_INDEX", "UV_FIND_LINKS"):
        env.pop(name, None)
    how = ["-q", "--universal", "-p", "3.11", "--generate-hashes", "--upgrade", *no_index_flag(env)]
    plain = ["--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock"]
    whole = ["pyproject.toml", *(word for extra in EXTRAS for word in ("--extra", extra)), "--group", "build"]
    for name, *what in (
        ("requirements.lock", *whole),
        ("requirements-dev.lock", *whole, "--group", "dev", "-c", "requirements.lock"),
        ("requirements-boot.lock", "--group", "boot"),
    ):
        run(uv, "pip", "compile", *how, *plain, *what, "-o", name, env=env)


def main(words: list[str]) -> int:
    """Exit 0 built, 1 failed, 2 used wrongly."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- whoever has an older one learns it here
        say(f"需要 Python 3.11 或更新，这里是 {sys.version.split()[0]}。可用 make PYTHON=python3.11 …… 指定。")
        return 1
    if len(words) != 1 or words[0] not in {*LOCKS, "lock"}:
        say(__doc__ or "")
        return 2
    try:
        if words[0] == "lock":
            lock()
        else:
            build(words[0])
            words_newer()
    except Failed as wrong:
        say(f"没有装成：{wrong}")
        return 1
    return 0


def words_newer() -> None:
    """Compile the catalogues whose text is newer than their .mo."""
    for text in (ROOT / "locale").glob("*/LC_MESSAGES/*.po"):
        ready = text.with_suffix(".mo")
        if not ready.exists() or ready.stat().st_mtime < text.stat().st_mtime:
            run(VENV / BINARY / "python", ROOT / "tools" / "translate.py", "--compile")
            return


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
