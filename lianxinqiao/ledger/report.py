"""What a check of the ledger found: counted rows, and a sentence for each row that is not as it was written."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

MOST = 1000  # faults told one by one; beyond that they are only counted


@dataclass(frozen=True, slots=True)
class Fault:
    """One row at fault: its table, its id (None when the row is gone and never had a known id), what, and words.

    `what` is one of edited, missing, extra, unreadable, chain (does not follow the last),
    root (does not fit what it seals), count, anchor.
    """

    table: str
    id: int | str | None
    what: str
    sentence: str

    def plain(self) -> dict[str, Any]:
        """As a JSON object."""
        return {"table": self.table, "id": self.id, "what": self.what, "sentence": self.sentence}


@dataclass
class Report:
    """The rows checked and the faults found; `tallies` is None when they could not be judged."""

    lines: int = 0
    credits: int = 0
    seals: int = 0
    tallies: int | None = None
    faults: list[Fault] = field(default_factory=list)
    untold: int = 0
    at_fault: set[str] = field(default_factory=set)  # tables

    @property
    def good(self) -> bool:
        """Whether nothing was found."""
        return not self.faults

    def found(self, table: str, row_id: int | str | None, what: str, sentence: str | Promise, /, **told: Any) -> None:
        """Note a fault; `told` fills the sentence's places."""
        self.at_fault.add(table)
        if len(self.faults) >= MOST:
            self.untold += 1
            return
        self.faults.append(Fault(table, row_id, what, str(sentence) % told))

    def plain(self) -> dict[str, Any]:
        """As the JSON value of `lxq ledger verify --json`."""
        return {
            "lines": self.lines,
            "credits": self.credits,
            "seals": self.seals,
            "tallies": self.tallies,
            "faults": [fault.plain() for fault in self.faults],
            "untold": self.untold,
        }
