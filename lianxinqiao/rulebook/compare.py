"""What differs between two rulebooks, key by key."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from lianxinqiao.rulebook.book import Rulebook
from lianxinqiao.rulebook.values import Choice, Period, Text, Told, Value


@dataclass(frozen=True, slots=True)
class Difference:
    """One key: what the first rulebook says and what the second; None where it says nothing."""

    key: str
    was: str | None
    now: str | None

    def __str__(self) -> str:
        told = {"key": self.key, "was": self.was, "now": self.now}
        if self.was is None:
            return _("新增 %(key)s：%(now)s") % told
        if self.now is None:
            return _("删去 %(key)s：%(was)s") % told
        return _("改动 %(key)s：%(was)s → %(now)s") % told

    def as_json(self) -> dict[str, str | None]:
        """For `--json`."""
        return asdict(self)


def differences(first: Rulebook, second: Rulebook) -> list[Difference]:
    """Every difference, in the keys' order; labels and notes included, places in the file not."""
    ours, theirs = dict(_told(first)), dict(_told(second))
    keys = [*ours, *(key for key in theirs if key not in ours)]
    found = (Difference(key, ours.get(key), theirs.get(key)) for key in keys)
    return [one for one in found if one.was != one.now]


def _told(book: Rulebook) -> Iterator[tuple[str, str]]:
    for name in ("name", "version", "valid_from", "calendar"):
        yield f"rulebook.{name}", str(getattr(book, name))
    yield "rulebook.title", _both(book.title)
    for number, text in book.articles.items():
        yield f"articles.{number}", _both(text)
    for key, value in book.values.items():
        yield from _entry(key, value)


def _entry(key: str, value: Value) -> Iterator[tuple[str, str]]:
    yield f"{key}.label", _both(value.label)
    yield f"{key}.basis", value.basis if value.article is None else f"{value.basis} {value.article}"
    yield f"{key}.source", _both(value.source.title)
    if value.note.zh:
        yield f"{key}.note", _both(value.note)
    if value.kind == "choices":
        for choice in value.value:
            yield f"{key}.{choice.code}", _choice(choice)
        yield f"{key}.order", " ".join(choice.code for choice in value.value)
    elif value.kind == "map":
        for code, to in value.value.items():
            yield f"{key}.{code}", to
    else:
        yield f"{key}.{value.kind}", _plain(value.value)


def _choice(choice: Choice) -> str:
    words = [_both(choice.label), _both(choice.door), choice.phone, _both(choice.note)]
    return " · ".join(word for word in words if word)


def _plain(value: Any) -> str:
    if isinstance(value, Text):
        return _both(value)
    if isinstance(value, Period):
        return f"{value.since} … {value.until}"
    if isinstance(value, Told):
        return f"{value.words.zh} ({value.met})"
    return str(value)


def _both(text: Text) -> str:
    return f"{text.zh} / {text.en}" if text.zh else ""
