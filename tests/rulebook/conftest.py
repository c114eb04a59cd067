"""A copy of Shangluo's rulebook to spoil."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from lianxinqiao.rulebook import RulebookFault, load
from lianxinqiao.rulebook.faults import Fault

SHANGLUO = settings.BASE_DIR / "rulebooks" / "shangluo-2023.toml"

Spoil = Callable[..., tuple[Fault, ...]]


@pytest.fixture
def spoiled(tmp_path: Path) -> Spoil:
    """Replace text in a copy of the rulebook and return the faults that are found."""

    def spoil(*pairs: tuple[str, str]) -> tuple[Fault, ...]:
        text = SHANGLUO.read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new, 1)
        file = tmp_path / "spoiled.toml"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(RulebookFault) as caught:
            load(file)
        return caught.value.faults

    return spoil


def line_of(words: str) -> int:
    """The line of Shangluo's rulebook on which `words` stand first."""
    text = SHANGLUO.read_text(encoding="utf-8")
    return text.count("\n", 0, text.index(words)) + 1
