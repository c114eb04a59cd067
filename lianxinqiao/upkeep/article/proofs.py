"""Which of the named tests are green for the program as it lies here: asked of pytest, kept in reports/.

Knows neither Django nor pytest, so that pytest's own plugin (tests/early.py) may keep what it sees by it.
"""

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from threading import Timer

KEPT = Path("reports/article.json")
SOURCES = ("lianxinqiao", "templates", "rulebooks", "tests", "static/js")
"""What a test's outcome hangs on, below the checkout."""
PATIENCE = 900  # seconds for all named tests, on a slow machine that has other work
PASSED, FAILED, SKIPPED, UNKNOWN, MISSING = "passed", "failed", "skipped", "unknown", "missing"
WORST = (MISSING, FAILED, UNKNOWN, SKIPPED, PASSED)

Progress = Callable[[int, int], None]
"""Told how many tests are done, and of how many."""


def digest(root: Path) -> str:
    """One word (hex) for the whole source that tests speak of; another as soon as a byte or a name differs."""
    told = hashlib.sha256()
    for folder in SOURCES:
        for file in sorted(path for path in (root / folder).rglob("*") if path.is_file()):
            if "__pycache__" not in file.parts and file.suffix != ".pyc":
                told.update(f"{file.relative_to(root).as_posix()}\0{file.stat().st_size}\0".encode())
                told.update(file.read_bytes())
    return told.hexdigest()


def kept(root: Path, stamp: str) -> dict[str, str]:
    """pytest's name of a test → its outcome, as last kept for the source with this stamp; empty for any other."""
    try:
        told = json.loads((root / KEPT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(told["outcomes"]) if told.get("stamp") == stamp else {}


def keep(root: Path, stamp: str, outcomes: dict[str, str]) -> None:
    """Add outcomes to those already kept for this stamp; what belongs to another source is forgotten."""
    file = root / KEPT
    told = {"stamp": stamp, "outcomes": {**kept(root, stamp), **outcomes}}
    file.parent.mkdir(exist_ok=True)
    beside = file.with_suffix(f".{os.getpid()}")
    beside.write_text(json.dumps(told, indent=1, sort_keys=True), encoding="utf-8")
    beside.replace(file)


def exists(root: Path, name: str) -> bool:
    """Whether the checkout holds the test `path::function`, `path::Class::method`."""
    file, *inner = name.split("::")
    return tuple(inner) in _tests(root / file) if inner and (root / file).is_file() else False


@lru_cache(maxsize=256)
def _tests(file: Path) -> frozenset[tuple[str, ...]]:
    try:
        body = ast.parse(file.read_text(encoding="utf-8")).body
    except SyntaxError:
        return frozenset()
    classes = {(one.name, part.name) for one in body if isinstance(one, ast.ClassDef) for part in _functions(one.body)}
    return frozenset(classes | {(one.name,) for one in _functions(body)})


def _functions(body: Iterable[ast.stmt]) -> list[ast.FunctionDef]:
    return [one for one in body if isinstance(one, ast.FunctionDef)]


def outcome(root: Path, name: str, outcomes: dict[str, str]) -> str:
    """The outcome of a named test: of its worst case where it has several."""
    if not exists(root, name):
        return MISSING
    cases = [told for case, told in outcomes.items() if case == name or case.startswith(f"{name}[")]
    return min(cases, key=WORST.index, default=UNKNOWN)


def can_run() -> bool:
    """Whether pytest and what lets it speak with Django are installed (the extra `proof`)."""
    return all(find_spec(name) for name in ("pytest", "pytest_django"))


COLLECTED = re.compile(r"collected (\d+) items?")
ONE_DONE = re.compile(r"::.* (?:PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\b")


def run(root: Path, names: Iterable[str], progress: Progress = lambda _done, _all: None) -> None:
    """Run these tests in one process of their own, on SQLite and a home of its own; the plugin keeps what came out.

    A test that is not there is left out; a file that cannot be read leaves its tests unknown.
    """
    found = sorted({name for name in names if exists(root, name)})
    if not found:
        return
    command = [sys.executable, "-m", "pytest", "-p", "tests.early", "-vv", "--color=no"]
    command += ["--tb=no", "--no-header", "--continue-on-collection-errors", *found]
    env = {name: told for name, told in os.environ.items() if not name.startswith(("LXQ_", "PYTEST_", "DJANGO_"))}
    with subprocess.Popen(  # noqa: S603 -- our own tests, by names that were found in the checkout
        command,
        cwd=root,
        env={**env, "PYTHONUTF8": "1"},
        text=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as running:
        late = Timer(PATIENCE, running.kill)
        late.start()
        try:
            _watch(running, progress, len(found))
        finally:
            late.cancel()
            running.kill()


def _watch(running: subprocess.Popen[str], progress: Progress, total: int) -> None:
    done = 0
    for line in running.stdout or ():
        if told := COLLECTED.search(line):
            total = int(told.group(1))
        done += bool(ONE_DONE.search(line))
        progress(done, total)
