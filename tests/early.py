"""Loaded by pytest before Django's settings (`-p tests.early`): a home of its own for each worker, what the
machine lacks said loudly, and with LXQ_REQUIRE a skip that counts as a failure.

Words used here: a *lack* is a thing of the machine that some tests need, named as LXQ_REQUIRE names it.
"""

import atexit
import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest

try:
    from hypothesis import settings as hypothesis_settings
except ImportError:  # `lxq article` runs the tests of its rows without the tools of development
    pass
else:
    hypothesis_settings.register_profile("shared", deadline=None)  # the machine is shared: no test asserts a time
    hypothesis_settings.load_profile("shared")

CHROMIUMS = ("chromium", "chromium-headless-shell", "chromium-browser", "google-chrome")
PASSED_ON = "LXQ_TEST_LACKS"
"""What tools/suite.py found missing before pytest started, `name=why` joined by `;`."""


def _home() -> Path:
    """The folder of this process: a worker's lies in its controller's, which removes the whole at its end."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker:
        os.environ["LXQ_TEST_HOME"] = tempfile.mkdtemp(prefix="lxq-test-")
        atexit.register(shutil.rmtree, os.environ["LXQ_TEST_HOME"], ignore_errors=True)
    return Path(os.environ["LXQ_TEST_HOME"]) / (worker or "alone")


# Never the installation of whoever runs the tests: only the database is chosen from outside.
for name in [name for name in os.environ if name.startswith("LXQ_")]:
    if name in {
        f"LXQ_{word}"
        for word in ("DEMO", "DEMO_NOW", "HOSTS", "HTTPS", "ADDRESS", "RULEBOOK", "MAIL", "MAIL_FROM", "BRAND")
    }:
        del os.environ[name]
HOME = _home()
os.environ["LXQ_HOME"] = str(HOME)
(HOME / "static").mkdir(parents=True, exist_ok=True)


def pytest_configure(config: pytest.Config) -> None:
    """Keep what the rows of the article are proven by: on SQLite, and of whole functions only."""
    picked = config.getoption("keyword", "") or config.getoption("markexpr", "") or any("[" in a for a in config.args)
    rows = config.rootpath / "tests" / "article"
    if rows.is_dir() and "PYTEST_XDIST_WORKER" not in os.environ and not on_postgres() and not picked:
        from tests.article.keeper import Keeper

        config.pluginmanager.register(Keeper(config.rootpath))


def chromium() -> str:
    """The path of Debian's Chromium (LXQ_CHROMIUM names another), empty where there is none."""
    told = os.environ.get("LXQ_CHROMIUM", "")
    return told or next(filter(None, map(shutil.which, CHROMIUMS)), "")


def on_postgres() -> bool:
    """True if this run's database is PostgreSQL."""
    return os.environ.get("LXQ_DATABASE", "").startswith("postgres")


def required() -> set[str]:
    """What LXQ_REQUIRE asks for."""
    return set(filter(None, os.environ.get("LXQ_REQUIRE", "").replace(" ", "").split(",")))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what speaks of the other database; skip what the machine cannot run."""
    other = "sqlite" if on_postgres() else "postgres"
    left_out = [item for item in items if other in item.keywords]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if other not in item.keywords]
    no_browser = pytest.mark.skip(reason="chromium: not installed")
    no_messages = pytest.mark.skip(reason="measure: LXQ_MEASURE names no messages")
    browser, messages = chromium(), os.environ.get("LXQ_MEASURE", "")
    for item in items:
        if "browser" in item.keywords and not browser:
            item.add_marker(no_browser)
        if "measure" in item.keywords and not messages:
            item.add_marker(no_messages)


def _lack(reason: str) -> tuple[str, str]:
    """(lack, why) of a reason. `database`: it says something of the other database, which the other run tests."""
    lack, _, why = reason.partition(": ")
    if lack in {"chromium", "measure", "postgres"}:
        return lack, why
    return ("database" if "SQLite" in reason or "PostgreSQL" in reason else "other"), reason


def _skips(reports: list[pytest.TestReport]) -> Counter[tuple[str, str]]:
    """How many tests were skipped, by lack and reason."""
    told = (r.longrepr[2] if isinstance(r.longrepr, tuple) else str(r.longrepr) for r in reports)
    return Counter(_lack(reason.removeprefix("Skipped: ")) for reason in told)


def _passed_on() -> list[tuple[str, str]]:
    told = os.environ.get(PASSED_ON, "")
    return [(name, why) for name, _, why in (each.partition("=") for each in filter(None, told.split(";")))]


def _lacks(config: pytest.Config) -> list[tuple[str, str]]:
    """Every (lack, words) of this run, those that happened before pytest first."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    reports = terminal.stats.get("skipped", []) if terminal else []
    return _passed_on() + [(lack, f"{n} tests, {why}") for (lack, why), n in sorted(_skips(reports).items())]


def _unforgiven(config: pytest.Config) -> list[tuple[str, str]]:
    """Skips that LXQ_REQUIRE makes failures: what it names, and whatever has no known reason."""
    asked = required()
    return [lack for lack in _lacks(config) if asked and (lack[0] in asked or lack[0] == "other")]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A skip of something required turns a green run red."""
    if "PYTEST_XDIST_WORKER" not in os.environ and session.exitstatus == 0 and _unforgiven(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One loud line just before pytest's own closing line."""
    if lacks := _lacks(config):
        words = "; ".join(f"{name} ({why})" for name, why in lacks)
        failed = _unforgiven(config)
        rule = f": LXQ_REQUIRE={os.environ.get('LXQ_REQUIRE')} makes this a FAILURE" if failed else ""
        terminalreporter.write_line(f"!!! NOT RUN 未执行: {words}{rule}", red=bool(failed), yellow=True, bold=True)
