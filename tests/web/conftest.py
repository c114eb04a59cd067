"""Every answer and every log line of the web tests is searched for planted words (tests/canaries.py)."""

import pytest

from tests import canaries


@pytest.fixture(autouse=True)
def watched(monkeypatch):
    with canaries.on_the_log(), canaries.on_every_answer(monkeypatch):
        yield
