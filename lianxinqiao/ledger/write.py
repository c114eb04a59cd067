"""Writing: one act, one line, in the transaction of the act itself."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import chance
from lianxinqiao.base.actor import Actor, Ref, Where
from lianxinqiao.base.clock import real_now
from lianxinqiao.base.errors import Refused
from lianxinqiao.base.prepared import insert_rows
from lianxinqiao.base.vault import mac
from lianxinqiao.ledger import encoding, order
from lianxinqiao.ledger.models import PER_LINE, Credit, Line

PURPOSE = "ledger"  # of the derived key that signs lines, seals and the watermark
VERB = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")
# A phone, identity or bank number that slipped into a label: eleven digits in a row, or a mobile number
# written in groups. \d also means full-width digits.
NUMBER = re.compile(r"\d{11}|1[3-9]\d[ -]?\d{4}[ -]?\d{4}")
LABEL, THING_LABEL, WHY = 80, 200, 200  # characters kept of each


@dataclass(frozen=True, slots=True)
class Credited:
    """To whom an act counts: `studio:<code>` or `member:<person id>`, and a label without personal data."""

    holder: str
    label: str


def _clean(text: str, longest: int, field: str = "") -> str:
    if NUMBER.search(text):
        raise Refused(_("台账里不能写电话、证件或银行卡号码。"), field=field)
    return text[:longest]


def _check(verb: str, at: datetime, where: Where) -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a line is written in the transaction of its act")
    if not VERB.fullmatch(verb):
        raise ValueError(f"verb: expected room.verb, found {verb!r}")
    if at.tzinfo is None:
        raise ValueError(f"at: expected an aware moment, found {at!r}")
    if where.path and not (where.path.startswith("/") and where.path.endswith("/")):
        raise ValueError(f"path: expected /…/, found {where.path!r}")


def sign(value: bytes) -> str:
    """HMAC-SHA-256 (hex) under the ledger's key."""
    return mac(PURPOSE, value).hex()


def _credits_of(line: Line, credited: Sequence[Credited], sign_of_n: int) -> list[Credit]:
    if len(credited) > PER_LINE:
        raise ValueError(f"credits: at most {PER_LINE}, found {len(credited)}")
    rows = []
    for seq, credit in enumerate(credited):
        label = _clean(credit.label, LABEL)
        leaf = encoding.credit_leaf(
            line=line.pk, seq=seq, holder=credit.holder, label=label, n=sign_of_n, salt=line.salt
        )
        row_id = line.pk * PER_LINE + seq
        rows.append(Credit(id=row_id, line_id=line.pk, holder=credit.holder, label=label, n=sign_of_n, leaf=leaf))
    return rows


def _write(*, credited: Sequence[Credited], by: Actor, thing: Ref, where: Where, **told: Any) -> Line:
    _check(told["verb"], told["at"], where)
    line = Line(
        id=order.draw(),
        written_at=told["at"] if chance.rehearsing() else real_now(),
        by=str(by),
        by_label=_clean(by.label, LABEL),
        role=by.role,
        thing_kind=thing.kind,
        thing_id=thing.id,
        thing_label=_clean(thing.label, THING_LABEL),
        office=where.office,
        path=where.path or "/",
        salt=chance.token_hex(16),
        **told,
    )
    rows = _credits_of(line, credited, -1 if line.corrects else 1)
    line.leaf = sign(encoding.line_bytes(encoding.fields(line, encoding.LINE), [row.leaf for row in rows]))
    insert_rows(line)
    insert_rows(*rows)
    return line


def line(
    *,
    verb: str,
    thing: Ref,
    by: Actor,
    at: datetime,
    where: Where,
    kind: str = "",
    quantity: int = 1,
    credits: Iterable[Credited] = (),  # noqa: A002 -- the word of the house
) -> Line:
    """Write one act into the ledger, in the caller's transaction. `verb` is `room.verb`, `at` city time.

    Raises Refused when a label holds something like a phone number, TransactionManagementError outside
    a transaction, ValueError on a malformed verb, moment or path.
    """
    return _write(
        credited=list(credits), by=by, thing=thing, where=where, verb=verb, at=at, kind=kind, quantity=quantity, why=""
    )


def counter(*, line: Line, by: Actor, at: datetime, why: str) -> Line:
    """Take a line back by a counter-line: minus its quantity, minus its credits, with the reason.

    A line is taken back once; a counter-line itself stays (write the right line instead).
    """
    why = _clean(why.strip(), WHY, "why")
    if not why:
        raise Refused(_("请写明为什么更正。"), field="why")
    if line.corrects is not None:
        raise Refused(_("这一行本身就是更正，不能再更正；请另记一行正确的。"))
    if Line.objects.filter(corrects=line.pk).exists():
        raise Refused(_("这一行已经更正过了。"))
    return _write(
        credited=[Credited(c.holder, c.label) for c in line.credits.order_by("pk")],
        by=by,
        thing=Ref(line.thing_kind, line.thing_id, line.thing_label),
        where=Where(line.office, line.path),
        verb=line.verb,
        at=at,
        kind=line.kind,
        quantity=-line.quantity,
        corrects=line.pk,
        why=why,
    )
