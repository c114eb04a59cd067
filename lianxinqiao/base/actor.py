"""Who acts, and where: plain values, so that every floor can speak of them."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Where:
    """A place as a value: `path` like `/6110/611024/S3/`, `office` the code of the office in charge."""

    office: str
    path: str

    def within(self, other: "Where") -> bool:
        """True if this place is `other` or lies below it; nothing lies within NOWHERE."""
        return bool(other.path) and self.path.startswith(other.path)


@dataclass(frozen=True, slots=True)
class Ref:
    """A pointer that is not a key: a kind from a closed list, an id, a label without personal data."""

    kind: str
    id: str
    label: str


class ActorKind(StrEnum):
    """Who can act at all."""

    PERSON = "person"
    RESIDENT = "resident"
    HANDLER = "handler"
    MACHINE = "machine"
    CLOCK = "clock"


NOWHERE = Where(office="", path="")


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in one role at one place, a resident by receipt, a handler by link, a machine by token, or the clock.

    `id` is the person's primary key, the receipt's concern id, the link's or token's id; empty for the clock.
    `label` is shown in the ledger; for a resident it never holds anything personal.
    """

    kind: ActorKind
    id: str = ""
    role: str = ""
    where: Where = NOWHERE
    label: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else str(self.kind)


CLOCK = Actor(ActorKind.CLOCK, label="时钟")
