"""What a rulebook is made of: values with their basis, texts in two languages, choices, conditions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _


class Basis(StrEnum):
    """What a value stands on; shown beside it wherever it is shown."""

    RULE = "rule"  # the text of the rule is at hand and is cited by article
    REPORTED = "reported"  # a public report tells it; the text of the rule is not at hand
    DEFAULT = "default"  # set by this office, to be confirmed


@dataclass(frozen=True, slots=True)
class Text:
    """Words in Chinese and English; `str()` gives those of the reader's language."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh


NO_TEXT = Text("", "")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from: a report, a rule's text, this project."""

    code: str
    title: Text
    url: str = ""
    day: date | None = None

    def __str__(self) -> str:
        return str(self.title)


@dataclass(frozen=True, slots=True)
class Choice:
    """One item of a closed list. `door` and `phone` say where else to turn, `note` explains."""

    code: str
    zh: str
    en: str
    door: Text = NO_TEXT
    phone: str = ""
    note: Text = NO_TEXT

    @property
    def label(self) -> Text:
        """The item's name."""
        return Text(self.zh, self.en)

    def __str__(self) -> str:
        return str(self.label)


@dataclass(frozen=True, slots=True)
class Condition:
    """When a counted number agrees with a told one: from `least` to `most`, both included."""

    least: int
    most: int

    def holds(self, number: int) -> bool:
        """Whether `number` agrees."""
        return self.least <= number <= self.most

    def __str__(self) -> str:
        return f"equal {self.least}" if self.least == self.most else f"between {self.least} {self.most}"

    def words(self) -> str:
        """The condition in the reader's language."""
        if self.least == self.most:
            return _("等于%(number)s") % {"number": self.least}
        return _("在%(least)s与%(most)s之间") % {"least": self.least, "most": self.most}


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as the report tells it, and the condition under which ours agrees."""

    words: Text
    met: Condition


@dataclass(frozen=True, slots=True)
class Period:
    """From day to day, both included."""

    since: date
    until: date


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of every year."""

    month: int
    day: int

    def of(self, year: int) -> date:
        """That day in `year`; 29 February becomes the 28th where there is none."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return date(year, self.month, self.day - 1)


@dataclass(frozen=True, slots=True)
class Value:
    """One entry of a rulebook. `kind` names what `value` is (values of values.KINDS)."""

    key: str
    kind: str
    value: Any
    label: Text
    basis: Basis
    source: Source
    article: int | None = None
    note: Text = NO_TEXT
    line: int = field(default=0, compare=False)

    def words(self) -> str:
        """The basis in words, as pages show it beside the value."""
        if self.basis is Basis.RULE:
            return _("依据第%(article)s条") % {"article": self.article}
        if self.basis is Basis.REPORTED:
            return _("据报道")
        return _("本单位设定（待确认）")


@dataclass(frozen=True, slots=True)
class ArticleFigure:
    """A figure that a report gives of the city: what it says, how ours is counted, when they agree."""

    name: str
    label: Text
    words: Text
    met: Condition
    counting: Value
    value: Value
    parts: tuple[Choice, ...] = ()

    def met_by(self, number: int) -> bool:
        """Whether the counted number agrees with the told one."""
        return self.met.holds(number)


KINDS: Mapping[str, str] = {
    "working_days": "int",
    "calendar_days": "int",
    "months": "int",
    "number": "int",
    "text": "Text",
    "choices": "tuple[Choice]",
    "map": "dict[str, str]",
    "pick": "str",
    "period": "Period",
    "month_day": "MonthDay",
    "figure": "Told",
}
