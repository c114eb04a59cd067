"""What the living city itself says: does the page answer this role, are there records, does the check find gaps.

Asked in this process, through the same addresses as a browser. The one press that enters a role of the cast notes a
sign-in with the person; it is taken back, so that nothing in the domain's database is changed by asking.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from lianxinqiao.figures.article import MET, Figure, against_article
from lianxinqiao.ledger import read
from lianxinqiao.studios import queries as studios
from lianxinqiao.upkeep.article.states import Found
from lianxinqiao.upkeep.article.table import Records, Row

Check = Callable[[date], Sequence[Any]]
"""A rule check as a row's `check` names it (`lianxinqiao.oversight.queries.townships_without_studio`): a function of
a room below this one that takes a day of the city and returns the gaps it found, one item each. The demo city must
hold at least one gap that it finds; a check that finds nothing there proves nothing.
"""
STUDIO = re.compile(r"\{studio:([^}]+)\}")
SEE_OTHER = (302, 303)


def find(rows: list[Row], *, today: date, outcomes: Callable[[str], str]) -> list[Found]:
    """What there is of every row. Outside the demo no page is asked and no record counted."""
    figures = {one.measure.name: one for one in against_article(today=today)} if settings.DEMO else {}
    return [_find(row, figures, today, tuple((name, outcomes(name)) for name in row.tests)) for row in rows]


def _find(row: Row, figures: dict[str, Figure], today: date, tests: tuple[tuple[str, str], ...]) -> Found:
    if not settings.DEMO:
        return Found(page=row.page, tests=tests, demo=False)
    page, figure = address(row.page), figures.get(str(row.row))
    return Found(
        page=page,
        status=ask(page, row.role) if page else 0,
        records=tuple((str(one), count(one, figures)) for one in row.records),
        checked=gaps_found(row.check, today) if row.check else None,
        differs="" if figure is None or figure.state == MET else f"{figure.article} · {figure.ledger}",
        tests=tests,
    )


# --- pages ----------------------------------------------------------------------------------


def address(page: str) -> str:
    """The address with each `{studio:name}` replaced by that studio's code; empty where there is no such studio."""
    codes = {
        name: studios.register().filter(name=name).values_list("code", flat=True).first()
        for name in STUDIO.findall(page)
    }
    return "" if None in codes.values() else STUDIO.sub(lambda found: str(codes[found.group(1)]), page)


def ask(page: str, role: str) -> int:
    """What the page answers to this role of the cast, or to a stranger; 0 where there is no such role."""
    client = Client(raise_request_exception=False, SERVER_NAME=_host())
    secure = bool(settings.SECURE_SSL_REDIRECT)
    try:
        if role and not _enter(client, role, secure):
            return 0
        return int(client.get(page, secure=secure).status_code)
    finally:
        client.logout()


def _enter(client: Client, role: str, secure: bool) -> bool:
    try:
        press = reverse("press", args=[role])
    except NoReverseMatch:
        return False
    with transaction.atomic():
        answer = client.post(press, secure=secure)
        transaction.set_rollback(True)
    return answer.status_code in SEE_OTHER


def _host() -> str:
    """A name that this installation answers to."""
    named = (host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*")
    return next(named, "localhost")


# --- records and checks ---------------------------------------------------------------------


def count(what: Records, figures: dict[str, Figure]) -> int:
    """How many there are: lines of the ledger, rows of a model, or the lines that a figure is made of."""
    if what.verb:
        return read.lines(verbs=[what.verb], kind=what.kind).count()
    if what.figure:
        return figures[what.figure].rows
    rows: QuerySet[Any] = apps.get_model(what.model)._default_manager.filter(**what.where)
    return rows.exclude(**what.without).count() if what.without else rows.count()


def gaps_found(check: str, today: date) -> int | None:
    """How many gaps a rule check finds in the city; None where there is no such check or it falls over."""
    try:
        found: Check = import_string(check)
        return len(found(today))
    except Exception:  # whatever a check does wrong, it is the row that does not work
        return None
