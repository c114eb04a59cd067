"""The rulebook in force: read again when its file changes, kept when the new one is faulty."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import override_settings

from lianxinqiao import rulebook
from lianxinqiao.rulebook import RulebookFault
from tests.rulebook.conftest import SHANGLUO

TEXT = SHANGLUO.read_text(encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path) -> Any:
    """An installation with a rulebook of its own."""
    file = tmp_path / "rulebooks" / "shangluo-2023.toml"
    file.parent.mkdir()
    write(file, TEXT, at=1)
    with override_settings(HOME=tmp_path):
        yield file


def write(file: Path, text: str, *, at: int) -> None:
    """Write with a modification time of its own, so that quick tests are told apart."""
    file.write_text(text, encoding="utf-8")
    os.utime(file, (at, at))


def test_an_installations_own_file_wins_and_is_read_once(own: Path):
    assert rulebook.current() is rulebook.current()
    write(own, TEXT.replace('version = "2023.1"', 'version = "2023.2"'), at=2)
    assert rulebook.current().version == "2023.2"


def test_identity_changes_with_every_byte(own: Path):
    before = rulebook.current().identity()
    write(own, TEXT + "# a comment\n", at=2)
    after = rulebook.current().identity()
    assert before["version"] == after["version"]
    assert before["sha256"] != after["sha256"]


def test_a_file_that_turns_faulty_leaves_the_last_good_one_in_force(own: Path, caplog: pytest.LogCaptureFixture):
    good = rulebook.current()
    write(own, "half saved", at=2)
    assert rulebook.current() is good
    assert rulebook.current() is good
    assert len(caplog.records) == 1
    assert [message.id for message in run_checks(tags=["rulebook"]) if message.id.startswith("rulebook")] == []


def test_the_program_does_not_start_with_a_faulty_file(own: Path):
    write(own, TEXT.replace("[concern.screen]", "[concern.screan]"), at=2)
    with pytest.raises(RulebookFault):
        rulebook.current()
    found = [message for message in run_checks(tags=["rulebook"]) if message.id == "rulebook.E001"]
    assert len(found) == 2
    assert "concern.screan" in found[0].msg


def test_the_program_does_not_start_without_a_file():
    with override_settings(RULEBOOK="atlantis-2023"):
        assert [m.id for m in run_checks(tags=["rulebook"]) if m.id.startswith("rulebook")] == ["rulebook.E002"]
