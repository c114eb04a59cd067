"""Makes a rulebook's parts from a file's bytes: sources, articles, values, and the checks that span them."""

import hashlib
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from lianxinqiao.rulebook.faults import Fault, RulebookFault
from lianxinqiao.rulebook.reading import CODE, Reader, Table, one_of, shown
from lianxinqiao.rulebook.schema import KEYS, OPEN, wanted
from lianxinqiao.rulebook.values import KINDS, Basis, Source, Text, Value

ABOUT = ("name", "version", "valid_from", "title", "calendar")
GROUPS = list(dict.fromkeys([*(key.split(".")[0] for key in KEYS), *OPEN]))
TOP = ("rulebook", "sources", "articles", *GROUPS)


def parsed(file: str, raw: bytes) -> tuple[str, dict[str, Any]]:
    """The text and its tables. Raises RulebookFault where it is not TOML in UTF-8."""
    try:
        text = raw.decode("utf-8-sig").replace("\r\n", "\n")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        raise RulebookFault([Fault(file, line, "", _("不是 UTF-8 的字节"), _("UTF-8 编码的文字"))]) from wrong
    except tomllib.TOMLDecodeError as wrong:
        where = re.search(r"at line (\d+)", str(wrong))
        line = int(where[1]) if where else max(1, text.count("\n"))
        found = _("不能读的一行（%(reason)s）") % {"reason": str(wrong)}
        raise RulebookFault([Fault(file, line, "", found, _("有效的 TOML"))]) from wrong


class Making:
    """One file on its way to a rulebook."""

    def __init__(self, file: str, raw: bytes) -> None:
        text, self.tables = parsed(file, raw)
        self.sha256 = hashlib.sha256(raw).hexdigest()
        self.read = Reader(file, text)
        self.sources: dict[str, Source] = {}
        self.articles: dict[int, Text] = {}
        self.values: dict[str, Value] = {}

    def parts(self) -> dict[str, Any]:
        """The fields of a Rulebook. Raises RulebookFault with every fault, in the file's order."""
        self.read.table((), self.tables, TOP)
        about = self.about()
        self.read_sources()
        self.read_articles()
        for group in GROUPS:
            self.read_group(group)
        self.check_required()
        self.check_references()
        self.check_figures()
        self.check_retention()
        if self.read.faults:
            raise RulebookFault(sorted(self.read.faults, key=lambda fault: fault.line))
        return {**about, "sha256": self.sha256, "values": self.values, "articles": self.articles}

    def about(self) -> dict[str, Any]:
        path = ("rulebook",)
        table = self.read.table(path, self.tables.get("rulebook"), ABOUT)
        return {
            "name": self.read.string(path, table, "name"),
            "version": self.read.string(path, table, "version"),
            "valid_from": self.read.day(path, table, "valid_from"),
            "title": self.read.text(path, table, "title"),
            "calendar": self.read.string(path, table, "calendar"),
        }

    def read_sources(self) -> None:
        for code, found in self.group("sources"):
            path = ("sources", code)
            table = self.read.table(path, found, ("title", "url", "day"))
            self.sources[code] = Source(
                code,
                self.read.text(path, table, "title"),
                self.read.string(path, table, "url", needed=False),
                self.read.day(path, table, "day", needed=False),
            )

    def read_articles(self) -> None:
        for number, found in self.group("articles"):
            path = ("articles", number)
            if not re.fullmatch(r"[1-9]\d*", number):
                self.read.fault(path, shown(number), _("条的序号，如 [articles.12]"))
                continue
            table = self.read.table(path, found, ("text",))
            self.articles[int(number)] = self.read.text(path, table, "text")

    def read_group(self, group: str) -> None:
        for name, found in self.group(group):
            key = f"{group}.{name}"
            if not CODE.fullmatch(name) or wanted(key) is None:
                near = [known for known in KEYS if known.startswith(f"{group}.")]
                self.read.fault((group, name), _("没有这一项"), one_of(near, key))
                continue
            value = self.read_value(group, name, found)
            if value:
                self.values[key] = value

    def read_value(self, group: str, name: str, found: Any) -> Value | None:
        path, key = (group, name), f"{group}.{name}"
        kinds = self.kinds_of(key)
        table = self.read.table(path, found, ("label", "basis", "source", "article", "note", *kinds))
        basis = self.basis(path, table)
        label, note = self.read.text(path, table, "label"), self.read.text(path, table, "note", needed=False)
        source, article = self.source(path, table), self.article(path, table, basis)
        written = [kind for kind in kinds if kind in table]
        if len(written) != 1:
            told = _("、").join(written) if written else shown(None)
            self.read.fault(path, told, _("恰好一项：%(kinds)s") % {"kinds": _("、").join(kinds)})
            return None
        kind = written[0]
        content = self.read.content((*path, kind), kind, table[kind])
        if content is None or basis is None or source is None:
            return None
        return Value(key, kind, content, label, basis, source, article, note, self.read.line(path))

    def kinds_of(self, key: str) -> tuple[str, ...]:
        expected = wanted(key)
        return (expected.kinds if expected else ()) or tuple(KINDS)

    def basis(self, path: tuple[str, str], table: Table) -> Basis | None:
        found = table.get("basis")
        if isinstance(found, str) and found in set(Basis):
            return Basis(found)
        self.read.fault((*path, "basis"), shown(found), one_of(Basis))
        return None

    def source(self, path: tuple[str, str], table: Table) -> Source | None:
        code = self.read.string(path, table, "source")
        if code and code not in self.sources:
            self.read.fault((*path, "source"), shown(code), one_of(self.sources))
        return self.sources.get(code)

    def article(self, path: tuple[str, str], table: Table, basis: Basis | None) -> int | None:
        found = table.get("article")
        if basis is Basis.RULE:
            number = self.read.whole((*path, "article"), found, least=1)
            if number is not None and number not in self.articles:
                self.read.fault((*path, "article"), shown(found), _("[articles] 里写明的一条"))
            return number
        if found is not None:
            self.read.fault((*path, "article"), shown(found), _('空白：只有 basis = "rule" 才可以写条的序号'))
        return None

    def group(self, group: str) -> Iterator[tuple[str, Any]]:
        found = self.tables.get(group, {})
        if not isinstance(found, dict):
            self.read.fault((group,), shown(found), _("一张表"))
            return
        yield from found.items()

    def check_required(self) -> None:
        for key, expected in KEYS.items():
            group, name = key.split(".")
            written = self.tables.get(group, {})
            if expected.required and isinstance(written, dict) and name not in written:
                self.read.fault((group, name), shown(None), _("每份规则都要有这一项"))
        for key, value in self.values.items():
            self.check_codes(key, value)

    def check_codes(self, key: str, value: Value) -> None:
        expected = wanted(key)
        if expected is None or value.kind != "choices":
            return
        missing = sorted(expected.codes - {choice.code for choice in value.value})
        if missing:
            told = _("缺少%(codes)s") % {"codes": _("、").join(missing)}
            self.read.fault((*key.split("."), "choices"), told, _("程序认识的每一个代码"))

    def check_references(self) -> None:
        for key, value in self.values.items():
            if value.kind == "map":
                self.check_map(key, value)
            if value.kind == "pick" and self.kind_at(value.value) != "choices":
                near = [k for k in self.values if k.split(".")[0] == key.split(".")[0] and k != key]
                self.read.fault((*key.split("."), "pick"), shown(value.value), one_of(near, value.value))

    def kind_at(self, key: str) -> str:
        return self.values[key].kind if key in self.values else ""

    def check_map(self, key: str, value: Value) -> None:
        expected = wanted(key)
        if expected is None or not expected.keys_in:
            return
        left, right = self.codes(expected.keys_in), self.codes(expected.values_in)
        for code, to in value.value.items():
            if left and code not in left:
                self.read.fault((*key.split("."), "map", code), shown(code), one_of(left, code))
            if to and to not in right:
                self.read.fault((*key.split("."), "map", code), shown(to), one_of(right, to))
        missing = [code for code in left if code not in value.value]
        if expected.required and missing:
            told = _("缺少%(codes)s") % {"codes": _("、").join(missing)}
            self.read.fault((*key.split("."), "map"), told, _("%(list)s 的每一项") % {"list": expected.keys_in})

    def codes(self, key: str) -> list[str]:
        return [choice.code for choice in self.values[key].value] if self.kind_at(key) == "choices" else []

    def check_figures(self) -> None:
        names = [key.split(".")[1] for key, value in self.values.items() if value.kind == "figure"]
        written = [name for name, _found in self.group("counting")]
        for name in names:
            if name not in written:
                self.read.fault(("counting", name), shown(None), _("figures.%(name)s 怎样计数") % {"name": name})
        if names and "period" not in self.tables["figures"]:
            self.read.fault(("figures", "period"), shown(None), _("这些数字的起止日期"))

    def check_retention(self) -> None:
        kept, least = self.values.get("retention.access_log"), self.values.get("retention.access_log_least")
        if kept and least and kept.value < least.value:
            told = _("不少于%(months)s个月（retention.access_log_least）") % {"months": least.value}
            self.read.fault(("retention", "access_log", "months"), shown(kept.value), told)
