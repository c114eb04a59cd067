"""Middleware of every door: headers, the access log, language, and reads that cannot write."""

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from lianxinqiao.base import clock, vault, visits
from lianxinqiao.base.visits import Seen

Next = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger(__name__)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; media-src 'self' blob:; manifest-src 'self'; worker-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "geolocation=(), camera=(), microphone=(self)",
    "X-Frame-Options": "DENY",  # for browsers that do not know frame-ancestors
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # SecurityMiddleware says the same; here also for what fails before it
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP")
DOORS = frozenset({"desk", "office", "unit", "api", "sign-in", "enter", "static"})
FLUSH_SECONDS = 10.0
FLUSH_ROWS = 500


class WroteOnRead(RuntimeError):
    """A safe request tried to change the domain database."""


class Headers:
    """Content policy on every answer, also static files and faults; personal pages are never stored.

    Stands outermost: whatever fails inside still leaves with these headers.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def address_of(request: HttpRequest) -> str:
    """The sender's network address; behind our own TLS proxy the last one it added."""
    if settings.SECURE_PROXY_SSL_HEADER:
        told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if told:
            return str(told)
    return str(request.META.get("REMOTE_ADDR", ""))


def _door(path: str) -> str:
    first = path.strip("/").partition("/")[0]
    return first if first in DOORS else "public"


class Visits:
    """The access log of RL11: whole hour, door, method, status and a keyed digest of the address.

    Counted in memory and written every ten seconds, so a page costs no row; a crash may lose these
    seconds. Never a path of a form, never a receipt, and nothing that joins a case.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self._counts: Counter[Seen] = Counter()
        self._lock = threading.Lock()
        self._last = time.monotonic()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        door = _door(request.path)
        if door != "static":
            digest = vault.mac("visits", address_of(request).encode()).hex()[:32]
            hour = clock.real_now().replace(minute=0, second=0, microsecond=0)
            self._count(Seen(hour, door, (request.method or "")[:8], response.status_code, digest))
        return response

    def _count(self, seen: Seen) -> None:
        with self._lock:
            self._counts[seen] += 1
            due = len(self._counts) >= FLUSH_ROWS or time.monotonic() - self._last >= FLUSH_SECONDS
        if due:
            self.flush()

    def flush(self) -> None:
        """Write what was counted. A fault here never costs a reader the page: the counts wait for the next time."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            self._last = time.monotonic()
        try:
            visits.add(counts)
        except Exception as wrong:  # the log is the last thing that may fail a page
            log.warning("visits_not_written", fault=type(wrong).__name__, rows=len(counts))
            with self._lock:
                if len(self._counts) < 10 * FLUSH_ROWS:
                    self._counts.update(counts)


class Tongue:
    """The page's language: the reader's own choice by cookie, else simplified Chinese."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        tongue = told if told in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(tongue):
            request.LANGUAGE_CODE = tongue
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", tongue)
        return response


def refuse_writes(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Database wrapper: raise WroteOnRead on a statement that changes rows."""
    if sql.lstrip().upper().startswith(WRITES):
        raise WroteOnRead(sql[:80])
    return execute(sql, params, many, context)


class ReadsDoNotWrite:
    """On GET and HEAD the domain database refuses writes; `traces` stays open."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        safe = request.method in {"GET", "HEAD", "OPTIONS"}
        guard = connections["default"].execute_wrapper(refuse_writes) if safe else contextlib.nullcontext()
        with guard:
            return self.get_response(request)
