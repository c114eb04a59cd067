"""Running tallies: sums of the lines up to the watermark. A figure is tally + lines after the watermark.

No act waits for a tally: `advance` runs in the background and adds up what came since.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db import connection, transaction

from lianxinqiao.ledger import days, encoding, order
from lianxinqiao.ledger.models import Credit, Grain, Line, Watermark
from lianxinqiao.ledger.write import sign

BATCH = 2000  # lines per transaction
DAY, MONTH, YEAR = Grain.DAY.value, Grain.MONTH.value, Grain.YEAR.value  # plain words hash ten times faster
Key = tuple[str, date, str, str, str, str]  # grain, start, path, verb, kind, holder
Cells = dict[Key, tuple[int, int]]  # n, quantity

# The ORM's upsert can only replace; this one adds. Same words on SQLite and PostgreSQL.
_ADD = """
INSERT INTO ledger_tally (grain, start, path, verb, kind, holder, n, quantity)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (path, verb, grain, start, holder, kind) DO UPDATE
SET n = ledger_tally.n + excluded.n, quantity = ledger_tally.quantity + excluded.quantity
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one line, or one credit of it, adds: `n` acts and `quantity`; a credit's `verb` and `kind` are empty."""

    day: date
    path: str
    verb: str
    kind: str
    holder: str
    n: int
    quantity: int


def above(path: str) -> list[str]:
    """The place and every place above it: `/a/b/` → `/`, `/a/`, `/a/b/`."""
    found = ["/"]
    for part in path.strip("/").split("/"):
        if part:
            found.append(f"{found[-1]}{part}/")
    return found


def add(cells: Cells, entry: Entry) -> None:
    """Add one entry to the cells of its day (lines only), month and year at its place and all above."""
    starts = [(YEAR, days.year_of(entry.day)), (MONTH, days.month_of(entry.day))]
    if not entry.holder:
        starts.append((DAY, entry.day))
    for path in above(entry.path):
        for grain, start in starts:
            key = (grain, start, path, entry.verb, entry.kind, entry.holder)
            n, quantity = cells.get(key, (0, 0))
            cells[key] = (n + entry.n, quantity + entry.quantity)


def line_entries(lines: Any) -> Iterator[Entry]:
    """What a query set of lines adds, streamed."""
    rows = lines.values_list("at", "path", "verb", "kind", "quantity", "corrects")
    for at, path, verb, kind, quantity, corrects in rows.iterator(chunk_size=BATCH):
        yield Entry(days.city_day(at), path, verb, kind, "", -1 if corrects else 1, quantity)


def credit_entries(credited: Any) -> Iterator[Entry]:
    """What a query set of credits adds, streamed."""
    rows = credited.values_list("line__at", "line__path", "holder", "n", "line__quantity")
    for at, path, holder, n, quantity in rows.iterator(chunk_size=BATCH):
        yield Entry(days.city_day(at), path, "", "", holder, n, quantity)


def watermark(at: datetime) -> Watermark:
    """The watermark's row, locked until the transaction ends; made on first use.

    Locked before anything is added: two who advance at once must not both start from the same line.
    """
    rows = Watermark.objects.select_for_update().filter(pk=1)
    mark = rows.first()
    if mark is None:
        mark = Watermark(pk=1, at=at)
        mark.mac = watermark_mac(mark)
        Watermark.objects.bulk_create([mark], ignore_conflicts=True)
        mark = rows.get()
    return mark


def stamp(mark: Watermark, at: datetime) -> None:
    """Sign and save the watermark."""
    mark.at = at
    mark.mac = watermark_mac(mark)
    mark.save()


def watermark_mac(mark: Watermark) -> str:
    """The signature (hex) over what the watermark says."""
    return sign(encoding.canonical("watermark-1", encoding.fields(mark, encoding.WATERMARK)))


def _store(cells: Cells) -> None:
    adapt = connection.ops.adapt_datefield_value
    rows = [(key[0], adapt(key[1]), *key[2:], *sums) for key, sums in sorted(cells.items())]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(_ADD, rows)


def _step(top: int, at: datetime) -> int:
    mark = watermark(at)
    lines = Line.objects.filter(pk__gt=mark.tallied, pk__lte=top).order_by("pk")
    ids = list(lines.values_list("pk", flat=True)[:BATCH])
    if not ids:
        return 0
    within = {"pk__gte": ids[0], "pk__lte": ids[-1]}
    credited = Credit.objects.filter(line_id__gte=ids[0], line_id__lte=ids[-1])
    cells: Cells = {}
    for entry in chain(line_entries(lines.filter(**within)), credit_entries(credited)):
        add(cells, entry)
    _store(cells)
    mark.tallied, mark.lines = ids[-1], mark.lines + len(ids)
    stamp(mark, at)
    return len(ids)


def advance(*, at: datetime) -> int:
    """Bring the tallies up to the last settled line; returns how many lines were added up.

    Each batch moves its sums and the watermark in one transaction, so a figure is exact at every moment,
    also after a crash between two batches. `at` is machine time.
    """
    with transaction.atomic():
        top = order.settled()
    done = 0
    while True:
        with transaction.atomic():
            found = _step(top, at)
        if not found:
            return done
        done += found
