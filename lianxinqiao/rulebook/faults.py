"""What is wrong in a rule file: where, what was found, what was expected; all faults of a file at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `line` counts from 1; a key that is missing is told at the table where it belongs."""

    file: str
    line: int
    key: str
    found: Words
    expected: Words

    def __str__(self) -> str:
        told = {"file": self.file, "line": self.line, "key": self.key, "found": self.found, "expected": self.expected}
        if not self.key:
            return _("%(file)s 第%(line)s行：写的是%(found)s，应为%(expected)s。") % told
        return _("%(file)s 第%(line)s行，%(key)s：写的是%(found)s，应为%(expected)s。") % told

    def as_json(self) -> dict[str, str | int]:
        """For `--json`: keys in English, words in the reader's language."""
        return {
            "file": self.file,
            "line": self.line,
            "key": self.key,
            "found": str(self.found),
            "expected": str(self.expected),
            "sentence": str(self),
        }


class RulebookFault(Exception):
    """A rule file cannot be used. Carries every fault; the first one's parts are also its own."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = tuple(faults)
        first = self.faults[0]
        self.file, self.line = first.file, first.line
        self.found, self.expected = first.found, first.expected

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)
