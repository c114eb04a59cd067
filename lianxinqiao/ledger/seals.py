"""Seals: what the ledger said up to now can be shown later to be unchanged, office by office.

One round takes every line since the last one: each office's new lines in id order become one Merkle
root, chained to that office's last seal; the offices' seals of the round become one day seal, chained
to the last. Print its hash or send it to somebody else: only then is the whole past pinned (verify).
A round may be made more often than daily; the window in which an insider could rewrite is as short.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import transaction

from lianxinqiao.ledger import encoding, order, tally, tree
from lianxinqiao.ledger.models import Credit, DaySeal, Line, Seal
from lianxinqiao.ledger.write import sign

CHUNK = 1000  # lines held in memory at once


def line_entry(line: Any, credit_leaves: list[str]) -> bytes:
    """The bytes of a line that are hashed and signed."""
    return encoding.line_bytes(encoding.fields(line, encoding.LINE), credit_leaves)


def with_credits(first: int, last: int) -> Iterator[tuple[Line, list[Credit]]]:
    """The lines from id `first` to `last` in order, each with its credits in order; streamed."""
    while True:
        chunk = list(Line.objects.filter(pk__gte=first, pk__lte=last).order_by("pk")[:CHUNK])
        if not chunk:
            return
        ids = (chunk[0].pk, chunk[-1].pk)
        credited: dict[int, list[Credit]] = {}
        for row in Credit.objects.filter(line_id__gte=ids[0], line_id__lte=ids[1]).order_by("pk"):
            credited.setdefault(row.line_id, []).append(row)
        for line in chunk:
            yield line, credited.get(line.pk, [])
        first = ids[1] + 1


class Gaps:
    """The ids that are missing in a run of rising ids, as ranges."""

    def __init__(self, before: int) -> None:
        self.last = before
        self.ranges: list[tuple[int, int]] = []

    def see(self, found: int) -> None:
        """Take the next id."""
        if found > self.last + 1:
            self.ranges.append((self.last + 1, found - 1))
        self.last = found

    def end(self, last: int) -> None:
        """Close the run, whose last id should be `last`."""
        self.see(last + 1)

    def __str__(self) -> str:
        return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in self.ranges)


def ranges(text: str) -> list[tuple[int, int]]:
    """`3,7-9` as pairs of first and last."""
    pairs = [part.split("-") for part in text.split(",") if part]
    return [(int(pair[0]), int(pair[-1])) for pair in pairs]


class Tree(tree.Frontier):
    """A growing tree that also remembers the first and last line."""

    first = last = 0

    def take(self, line_id: int, entry: bytes) -> None:
        """Append one line."""
        self.first = self.first or line_id
        self.last = line_id
        self.add(tree.leaf_hash(entry))


def sign_seal(seal: Seal | DaySeal) -> str:
    """The signature (hex) over a seal's hash."""
    return sign(f"{type(seal).__name__}:{seal.hash}".encode())


def leaf_of_seal(row: Seal) -> bytes:
    """The leaf hash of an office's seal in its round's tree: over its hash as hexadecimal text."""
    return tree.leaf_hash(str(row.hash).encode())


def of_round(number: int) -> list[Seal]:
    """The offices' seals of a round in the order of their tree (by code, not by a database's collation)."""
    return sorted(Seal.objects.filter(round=number), key=lambda row: row.office)


def _office_seal(office: str, grown: Tree, day_seal: DaySeal) -> Seal:
    last = Seal.objects.filter(office=office).order_by("-number").first()
    seal = Seal(
        office=office,
        number=last.number + 1 if last else 1,
        round=day_seal.number,
        day=day_seal.day,
        at=day_seal.at,
        first_id=grown.first,
        last_id=grown.last,
        count=grown.count,
        root=grown.root().hex(),
        previous=last.hash if last else "",
    )
    seal.hash = encoding.seal_hash(seal)
    seal.mac = sign_seal(seal)
    return seal


def _grow(after: int, upto: int) -> tuple[dict[str, Tree], Gaps]:
    trees: dict[str, Tree] = {}
    gaps = Gaps(after)
    for line, credited in with_credits(after + 1, upto):
        gaps.see(line.pk)
        trees.setdefault(line.office, Tree()).take(line.pk, line_entry(line, [row.leaf for row in credited]))
    gaps.end(upto)
    return trees, gaps


def seal(*, day: date, at: datetime) -> DaySeal | None:
    """Seal every line that is settled and not yet sealed; `day` is the city day it is done for, `at` machine time.

    Returns the day seal, or None when there is nothing new. Safe to repeat.
    """
    with transaction.atomic():
        upto = order.settled()
        mark = tally.watermark(at)
        last = DaySeal.objects.order_by("-number").first()
        after = last.last_id if last else 0
        if upto <= after:
            return None
        trees, gaps = _grow(after, upto)
        number = last.number + 1 if last else 1
        count = sum(grown.count for grown in trees.values())
        found = DaySeal(number=number, day=day, at=at, last_id=upto, count=count, previous=last.hash if last else "")
        if order.on_sqlite():  # a rolled-back transaction leaves no gap there
            found.lost = str(gaps)
        else:
            found.unused = str(gaps)
        seals = [_office_seal(office, grown, found) for office, grown in sorted(trees.items())]
        found.root = tree.root_of(map(leaf_of_seal, seals)).hex()
        found.hash = encoding.day_seal_hash(found)
        found.mac = sign_seal(found)
        Seal.objects.bulk_create(seals)
        DaySeal.objects.bulk_create([found])
        mark.sealed = number
        tally.stamp(mark, at)
        return found


def seal_of(line: Line) -> Seal | None:
    """The seal that holds a line, or None while it is not sealed."""
    return Seal.objects.filter(office=line.office, first_id__lte=line.pk, last_id__gte=line.pk).first()


def leaf_of(line: Line) -> bytes:
    """The line's leaf hash in its office's tree, recomputed from the row."""
    leaves = [row.leaf for row in line.credits.order_by("pk")]
    return tree.leaf_hash(line_entry(line, leaves))


def path_of(line: Line) -> tree.Path:
    """From a sealed line to the root of its seal: (side, hex) upwards. Check with tree.verify_path.

    Raises Seal.DoesNotExist while the line is not sealed.
    """
    held = seal_of(line)
    if held is None:
        raise Seal.DoesNotExist(f"line {line.pk} is not sealed yet")
    leaves: list[bytes] = []
    index = 0
    for row, credited in with_credits(held.first_id, held.last_id):
        if row.office == held.office:
            index = len(leaves) if row.pk == line.pk else index
            leaves.append(tree.leaf_hash(line_entry(row, [c.leaf for c in credited])))
    return tree.path_to(index, leaves)


def path_of_seal(held: Seal) -> tree.Path:
    """From an office's seal to the root of its day seal; the leaf is leaf_of_seal(held)."""
    seals = of_round(held.round)
    return tree.path_to([row.pk for row in seals].index(held.pk), [leaf_of_seal(row) for row in seals])


verify_path = tree.verify_path
