"""A plugin of pytest that keeps the outcomes of the tests that rows of the article name (reports/article.json).

Registered by tests/early.py in the process that leads; with xdist it hears every worker's reports.
"""

import contextlib
import tomllib
from pathlib import Path

import pytest

from lianxinqiao.upkeep.article import proofs


def named(root: Path) -> set[str]:
    """The tests that rows name; none where the table cannot be read, which other tests say."""
    try:
        told = tomllib.loads((root / "tests/article/mechanisms.toml").read_text(encoding="utf-8"))
        return {name for row in told["rows"] for name in row.get("test", [])}
    except (OSError, ValueError, KeyError):
        return set()


class Keeper:
    """Collects while tests run, writes at the end, unless the source was changed meanwhile."""

    def __init__(self, root: Path) -> None:
        self.root, self.named, self.outcomes = root, named(root), dict[str, str]()
        self.stamp = proofs.digest(root)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """The worst of a test's three parts is its outcome."""
        if report.nodeid.partition("[")[0] in self.named and (report.when == "call" or report.outcome != proofs.PASSED):
            had = self.outcomes.get(report.nodeid, proofs.PASSED)
            self.outcomes[report.nodeid] = min(had, report.outcome, key=proofs.WORST.index)

    def pytest_sessionfinish(self) -> None:
        """Keep them; a checkout that cannot be written to keeps none."""
        if self.outcomes and proofs.digest(self.root) == self.stamp:
            with contextlib.suppress(OSError):
                proofs.keep(self.root, self.stamp, self.outcomes)
