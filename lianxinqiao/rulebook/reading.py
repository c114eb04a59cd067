"""Turns the tables of a rule file into values and notes every fault on the way; never stops at the first."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from lianxinqiao.rulebook.faults import Fault, Words
from lianxinqiao.rulebook.lines import Path, lines_of
from lianxinqiao.rulebook.values import (
    KINDS,
    NO_TEXT,
    Choice,
    Condition,
    MonthDay,
    Period,
    Text,
    Told,
)

Table = Mapping[str, Any]

CODE = re.compile(r"[a-z][a-z0-9_]*")


class Reader:
    """One pass over one file. Every method returns what it could read, or None after noting a fault."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines = lines_of(text)
        self.faults: list[Fault] = []

    def fault(self, path: Path, found: Words, expected: Words) -> None:
        """Note a fault at `path`, or at the table that should hold it."""
        self.faults.append(Fault(self.file, self.line(path), ".".join(map(_step, path)), found, expected))

    def line(self, path: Path) -> int:
        """The line of `path` or of the nearest table around it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 1

    def table(self, path: Path, found: Any, allowed: Iterable[str]) -> Table:
        """A table that has no other keys than `allowed`; unknown keys are faults."""
        if not isinstance(found, dict):
            self.fault(path, shown(found), _("一张表"))
            return {}
        allowed = list(allowed)
        for key in found:
            if key not in allowed:
                self.fault((*path, key), _("没有这一项"), one_of(allowed, key))
        return found

    def string(self, path: Path, table: Table, key: str, *, needed: bool = True) -> str:
        """A non-empty line of text."""
        found = table.get(key)
        if found is None and not needed:
            return ""
        if not isinstance(found, str) or not found.strip():
            self.fault((*path, key), shown(found), _("一行文字"))
            return ""
        return found.strip()

    def text(self, path: Path, table: Table, key: str, *, needed: bool = True) -> Text:
        """Words in both languages: `{ zh = "…", en = "…" }`."""
        found = table.get(key)
        if found is None and not needed:
            return NO_TEXT
        if not isinstance(found, dict):
            self.fault((*path, key), shown(found), _('中英文各一句：{ zh = "…", en = "…" }'))
            return NO_TEXT
        self.table((*path, key), found, ("zh", "en"))
        return Text(self.string((*path, key), found, "zh"), self.string((*path, key), found, "en"))

    def day(self, path: Path, table: Table, key: str, *, needed: bool = True) -> date | None:
        """A calendar day, written without quotes."""
        found = table.get(key)
        if found is None and not needed:
            return None
        if not isinstance(found, date) or isinstance(found, datetime):
            self.fault((*path, key), shown(found), _("不带引号的日期，如 2023-06-05"))
            return None
        return found

    def whole(self, path: Path, found: Any, *, least: int) -> int | None:
        """A whole number of at least `least`."""
        if isinstance(found, bool) or not isinstance(found, int) or found < least:
            self.fault(path, shown(found), _("不小于%(least)s的整数") % {"least": least})
            return None
        return found

    def content(self, path: Path, kind: str, found: Any) -> Any:
        """What a value of `kind` holds."""
        return _CONTENT[kind](self, path, found)

    def choices(self, path: Path, found: Any) -> tuple[Choice, ...] | None:
        """A list of `{ code, zh, en }`, each code once."""
        if not isinstance(found, list) or not found:
            self.fault(path, shown(found), _('至少一项的列表，每项写作 { code = "…", zh = "…", en = "…" }'))
            return None
        read = [self.choice((*path, index), item) for index, item in enumerate(found)]
        seen: set[str] = set()
        for index, choice in enumerate(read):
            if choice.code and choice.code in seen:
                self.fault((*path, index, "code"), shown(choice.code), _("没有用过的代码"))
            seen.add(choice.code)
        return tuple(read)

    def choice(self, path: Path, found: Any) -> Choice:
        """One item of a list."""
        item = self.table(path, found, ("code", "zh", "en", "door", "phone", "note"))
        if not isinstance(found, dict):
            return Choice("", "", "")
        code = self.string(path, item, "code")
        if code and not CODE.fullmatch(code):
            self.fault((*path, "code"), shown(code), _("小写英文字母开头，只含小写字母、数字和下划线的代码"))
        return Choice(
            code=code,
            zh=self.string(path, item, "zh"),
            en=self.string(path, item, "en"),
            door=self.text(path, item, "door", needed=False),
            phone=self.string(path, item, "phone", needed=False),
            note=self.text(path, item, "note", needed=False),
        )

    def map(self, path: Path, found: Any) -> dict[str, str] | None:
        """A table from code to code."""
        if not isinstance(found, dict) or not found:
            self.fault(path, shown(found), _("一张“代码 = 代码”的表"))
            return None
        return {key: self.string(path, found, key) for key in found}

    def period(self, path: Path, found: Any) -> Period | None:
        """`{ from = day, until = day }`, the second not before the first."""
        table = self.table(path, found, ("from", "until"))
        if not isinstance(found, dict):
            return None
        since, until = self.day(path, table, "from"), self.day(path, table, "until")
        if since is None or until is None:
            return None
        if until < since:
            self.fault((*path, "until"), shown(until), _("不早于 %(day)s 的日期") % {"day": since})
        return Period(since, until)

    def month_day(self, path: Path, found: Any) -> MonthDay | None:
        """A day of every year, written "01-31"."""
        parts = re.fullmatch(r"(\d\d)-(\d\d)", found) if isinstance(found, str) else None
        try:
            date(2024, *map(int, parts.groups()))  # type: ignore[union-attr]
        except (AttributeError, ValueError):
            self.fault(path, shown(found), _('每年的某一天，写作 "01-31"'))
            return None
        assert parts is not None  # noqa: S101 -- the line above would have failed
        return MonthDay(int(parts[1]), int(parts[2]))

    def figure(self, path: Path, found: Any) -> Told | None:
        """`{ told = "92个", met = "equal 92" }`; `told` may be `{ zh = "千余", en = "over 1,000" }`."""
        table = self.table(path, found, ("told", "met"))
        if not isinstance(found, dict):
            return None
        if isinstance(table.get("told"), dict):
            words = self.text(path, table, "told")
        else:
            alike = self.string(path, table, "told")
            words = Text(alike, alike)
        met = self.condition((*path, "met"), table.get("met"))
        return Told(words, met) if met else None

    def condition(self, path: Path, found: Any) -> Condition | None:
        """ "equal 92" or "between 1001 1999"."""
        parts = re.fullmatch(r"equal (\d+)|between (\d+) (\d+)", found) if isinstance(found, str) else None
        if parts is None:
            self.fault(path, shown(found), _("“equal 92”或“between 191 199”这样的写法"))
            return None
        least, most = int(parts[1] or parts[2]), int(parts[1] or parts[3])
        if most < least:
            self.fault(path, shown(found), _("先小后大的两个数"))
            return None
        return Condition(least, most)


_CONTENT: dict[str, Callable[[Reader, Path, Any], Any]] = {
    "working_days": lambda reader, path, found: reader.whole(path, found, least=1),
    "calendar_days": lambda reader, path, found: reader.whole(path, found, least=1),
    "months": lambda reader, path, found: reader.whole(path, found, least=1),
    "number": lambda reader, path, found: reader.whole(path, found, least=0),
    "text": lambda reader, path, found: reader.text(path[:-1], {str(path[-1]): found}, str(path[-1])),
    "pick": lambda reader, path, found: reader.string(path[:-1], {str(path[-1]): found}, str(path[-1])),
    "choices": Reader.choices,
    "map": Reader.map,
    "period": Reader.period,
    "month_day": Reader.month_day,
    "figure": Reader.figure,
}
assert _CONTENT.keys() == KINDS.keys()  # noqa: S101 -- each kind is read


def shown(found: Any) -> str:
    """What stands in the file, for a sentence."""
    if found is None:
        return _("空白（没有写）")
    if isinstance(found, bool):
        return str(found).lower()
    if isinstance(found, dict):
        return _("一张表")
    if isinstance(found, list):
        return _("%(count)s项的列表") % {"count": len(found)}
    words = str(found)
    return f"“{words[:40]}…”" if len(words) > 40 else f"“{words}”"


def one_of(words: Iterable[str], near: str = "") -> str:
    """What could have stood there; where one word is near, that one first."""
    words = list(words)
    close = difflib.get_close_matches(near, words, n=1) if near else []
    if close:
        return _("“%(word)s”（是不是写错了？）") % {"word": close[0]}
    return _("其中之一：%(words)s") % {"words": _("、").join(words)}


def _step(step: str | int) -> str:
    return str(step + 1) if isinstance(step, int) else step
