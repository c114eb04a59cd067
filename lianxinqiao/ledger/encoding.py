"""What exactly is hashed: one JSON list per row, fields in a fixed order, UTF-8. No Django models, no key.

A third party who holds the rows needs only this file and tree.py to check sealed lines.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

LINE = (
    "id", "at", "written_at", "by", "by_label", "role", "verb", "thing_kind", "thing_id", "thing_label",
    "office", "path", "kind", "quantity", "corrects", "why", "salt",
)  # fmt: skip
SEAL = ("office", "number", "round", "day", "at", "first_id", "last_id", "count", "root", "previous")
DAY_SEAL = ("number", "day", "at", "last_id", "count", "unused", "lost", "root", "previous")
WATERMARK = ("tallied", "lines", "sealed", "at")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value.isoformat() if isinstance(value, date) else value


def canonical(tag: str, values: Iterable[Any]) -> bytes:
    """The bytes of one row: its tag, then its values in order."""
    row = [tag, *map(_plain, values)]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()


def line_bytes(values: Iterable[Any], credit_leaves: Iterable[str]) -> bytes:
    """A line: the fields of LINE in order, then the leaves of its credits in order."""
    return canonical("line-1", [*values, list(credit_leaves)])


def credit_leaf(*, line: int, seq: int, holder: str, label: str, n: int, salt: str) -> str:
    """SHA-256 (hex) of the `seq`-th credit of a line, salted by the line's salt."""
    return hashlib.sha256(canonical("credit-1", (line, seq, holder, label, n, salt))).hexdigest()


def fields(row: Any, names: tuple[str, ...]) -> list[Any]:
    """The named attributes of a row, in order."""
    return [getattr(row, name) for name in names]


def seal_hash(row: Any) -> str:
    """SHA-256 (hex) over everything that an office's seal says."""
    return hashlib.sha256(canonical("seal-1", fields(row, SEAL))).hexdigest()


def day_seal_hash(row: Any) -> str:
    """SHA-256 (hex) over everything that a day seal says."""
    return hashlib.sha256(canonical("day-seal-1", fields(row, DAY_SEAL))).hexdigest()
