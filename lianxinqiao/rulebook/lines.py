"""On which line of a TOML text each key stands; tomllib does not say.

The text has been read by tomllib before, so the scan may trust it to be valid and only walks it once.
"""

import re
from bisect import bisect_right

Step = str | int
Path = tuple[Step, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:\\.|[^"\\])*"' r"|'[^']*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}\n#]*")


def lines_of(text: str) -> dict[Path, int]:
    """Path of every table, key and list item -> its line, counted from 1."""
    return _Scan(text).document()


class _Scan:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.breaks = [i for i, letter in enumerate(text) if letter == "\n"]
        self.lines: dict[Path, int] = {}
        self.last: dict[Path, int] = {}  # array of tables -> index of its last table

    def document(self) -> dict[Path, int]:
        table: Path = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_BLANK)
        return self.lines

    def header(self) -> Path:
        double = self.text.startswith("[[", self.at)
        line = self.line()
        self.at += 2 if double else 1
        path = self.through_lists(self.key())
        self.skip(_SPACE)
        self.at += 2 if double else 1
        if double:
            self.last[path] = self.last.get(path, -1) + 1
            path = (*path, self.last[path])
        self.mark(path, line)
        return path

    def through_lists(self, key: Path) -> Path:
        """`[a.b]` below `[[a]]` belongs to the last `a`."""
        path: Path = ()
        for step in key[:-1]:
            path = (*path, step)
            if path in self.last:
                path = (*path, self.last[path])
        return (*path, key[-1])

    def pair(self, table: Path) -> None:
        line = self.line()
        path = (*table, *self.key())
        self.mark(path, line)
        self.skip(_SPACE)
        self.at += 1  # the equals sign
        self.skip(_SPACE)
        self.value(path)

    def mark(self, path: Path, line: int) -> None:
        """Note `path`, and the tables around it where they have no line of their own yet."""
        for end in range(1, len(path) + 1):
            self.lines.setdefault(path[:end], line)

    def key(self) -> Path:
        steps: list[Step] = []
        while True:
            self.skip(_SPACE)
            quoted = self.text[self.at] in "\"'"
            word = self.skip(_STRING if quoted else _BARE_KEY)
            steps.append(word[1:-1] if quoted else word)
            self.skip(_SPACE)
            if self.text[self.at] != ".":
                return tuple(steps)
            self.at += 1

    def value(self, path: Path) -> None:
        first = self.text[self.at]
        if first in "\"'":
            self.skip(_STRING)
        elif first == "[":
            self.items(path)
        elif first == "{":
            self.inline_table(path)
        else:
            self.skip(_BARE_VALUE)

    def items(self, path: Path) -> None:
        index = 0
        while not self.closes("]"):
            self.lines[(*path, index)] = self.line()
            self.value((*path, index))
            index += 1

    def inline_table(self, path: Path) -> None:
        while not self.closes("}"):
            self.pair(path)

    def closes(self, bracket: str) -> bool:
        """Step over the opening bracket or comma; say whether the list ends here."""
        self.skip(_BLANK)
        if self.text[self.at] != bracket:
            if self.text[self.at] in "[{,":
                self.at += 1
            self.skip(_BLANK)
        if self.text[self.at] != bracket:
            return False
        self.at += 1
        return True

    def skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found.group()

    def line(self) -> int:
        return bisect_right(self.breaks, self.at - 1) + 1
