"""What a cell of an office's workbook may mean: places, bodies, dates, closed lists.

A wrong one says what was expected.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from lianxinqiao.base.sheets import Row
from lianxinqiao.organisation import queries
from lianxinqiao.organisation.enums import BodyKind
from lianxinqiao.organisation.models import Body, Place

T = TypeVar("T")
C = TypeVar("C", bound=TextChoices)
DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?")
PARTED = re.compile(r"[、,，;；/\n]+")
CITY_WORDS = frozenset({"", "市级", "市本级", "市直", "市政协"})
MOST_TOLD = 40  # names listed in a fault's expectation


class Wrong(Exception):
    """A cell that cannot be meant; says what was expected."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the cells of one row and collects what is wrong in it."""

    row: Row
    wrong: list[tuple[str, str]] = field(default_factory=list)

    def take(self, key: str, meaning: Callable[[str], T]) -> T | None:
        """What the cell means, or None after noting what was expected."""
        try:
            return meaning(self.row[key])
        except Wrong as expected:
            self.wrong.append((key, str(expected)))
            return None


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    return "、".join(names[:MOST_TOLD]) + ("……" if len(names) > MOST_TOLD else "")


SHORT = {
    "中国共产党": "中共",
    "中国国民党革命委员会": "民革",
    "中国民主同盟": "民盟",
    "中国民主建国会": "民建",
    "中国民主促进会": "民进",
    "中国农工民主党": "农工党",
    "中国致公党": "致公党",
    "台湾民主自治同盟": "台盟",
    "无党派人士": "无党派",
    "中共党员": "中共",
}


def _short(name: str) -> str:
    """A body's name as people shorten it."""
    plain = re.sub(r"(界别|界)$", "", name)
    return SHORT.get(plain, plain)


def text(longest: int) -> Callable[[str], str]:
    """Words of at most so many characters."""

    def meaning(cell: str) -> str:
        if len(cell) > longest:
            raise Wrong(_("不超过 %(n)d 个字") % {"n": longest})
        return cell

    return meaning


def name(cell: str) -> str:
    """A person's name; the spaces that offices put between two characters go."""
    plain = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", cell)
    if not plain or len(plain) > 50 or any(c.isdigit() for c in plain):
        raise Wrong(_("一个姓名，不超过 50 个字，没有数字"))
    return plain


def code(cell: str) -> str:
    """A code of letters, digits and dashes."""
    if not re.fullmatch(r"[A-Za-z0-9-]{1,20}", cell):
        raise Wrong(_("字母、数字和连字符，不超过 20 个"))
    return cell.upper()


def day(latest: date | None = None) -> Callable[[str], date | None]:
    """A calendar day in any of the usual ways of writing, not after `latest`; None for an empty cell."""

    def meaning(cell: str) -> date | None:
        if not cell:
            return None
        match = DAY.fullmatch(cell)
        try:
            found = date(*(int(part) for part in match.groups())) if match else None
        except ValueError:
            found = None
        if found is None or found.year < 1949:
            raise Wrong(_("一个日期，如 2021-06-24"))
        if latest is not None and found > latest:
            raise Wrong(_("不晚于今天（%(day)s）的日期") % {"day": latest})
        return found

    return meaning


def choice(choices: type[C], **others: C) -> Callable[[str], C | None]:
    """One of a closed list by its label, its value or another usual word; None for an empty cell."""
    words = {str(one.label): one for one in choices} | {one.value: one for one in choices} | others

    def meaning(cell: str) -> C | None:
        if cell and cell not in words:
            raise Wrong(_listed(str(one.label) for one in choices))
        return words.get(cell)

    return meaning


class Register:
    """Places and bodies by the words that offices use for them, read once for a whole workbook."""

    def __init__(self) -> None:
        self.root = queries.root()
        self.counties = list(queries.counties())
        self.towns = list(queries.townships())
        self.bodies: dict[str, list[Body]] = {kind.value: list(queries.bodies(kind)) for kind in BodyKind}

    def office(self, cell: str) -> Place:
        """The city, or a county by name (with or without 县/区) or code."""
        if cell in CITY_WORDS | {self.root.name, self.root.code}:
            return self.root
        for one in self.counties:
            if cell in {one.name, one.name[:-1], one.code}:
                return one
        raise Wrong(_listed([self.root.name, *(one.name for one in self.counties)]))

    def townships(self, office: Place | None) -> Callable[[str], list[Place]]:
        """Streets and towns of the office's area, by name or code, parted by 、 or commas."""

        def meaning(cell: str) -> list[Place]:
            towns = [one for one in self.towns if office is None or one.path.startswith(office.path)]
            return [self._town(word, towns) for word in PARTED.split(cell) if word.strip()]

        return meaning

    def _town(self, word: str, towns: list[Place]) -> Place:
        found = [one for one in towns if word.strip() in {one.name, one.code}]
        if len(found) == 1:
            return found[0]
        if found:
            raise Wrong(
                _("“%(name)s”有好几个，请写代码：%(codes)s")
                % {"name": word, "codes": "、".join(one.code for one in found)}
            )
        raise Wrong(_listed(one.name for one in towns))

    def body(self, kind: BodyKind, office: Place | None) -> Callable[[str], Body | None]:
        """A body that the office or the city knows, the office's own first; None for an empty cell.

        Without an office (its own cell is wrong) any body will do: one fault is told once.
        """

        def meaning(cell: str) -> Body | None:
            return self._body(cell, kind, office) if cell else None

        return meaning

    def some_bodies(self, kind: BodyKind, office: Place | None) -> Callable[[str], list[Body]]:
        """Several bodies, parted by 、 or commas."""

        def meaning(cell: str) -> list[Body]:
            return [self._body(word.strip(), kind, office) for word in PARTED.split(cell) if word.strip()]

        return meaning

    def _body(self, word: str, kind: BodyKind, office: Place | None) -> Body:
        known = [one for one in self.bodies[kind] if office is None or one.place_id in {self.root.pk, office.pk}]
        found = [one for one in known if word == one.name] or [one for one in known if _short(word) == _short(one.name)]
        if not found:
            raise Wrong(_listed(one.name for one in known) or _("先登记%(kind)s") % {"kind": kind.label})
        return min(found, key=lambda one: one.place_id == self.root.pk)
