"""Middleware of every door: headers, language, and reads that cannot write."""

import contextlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Next = Callable[[HttpRequest], HttpResponse]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; media-src 'self' blob:; manifest-src 'self'; worker-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP")


class WroteOnRead(RuntimeError):
    """A safe request tried to change the domain database."""


class Headers:
    """Content policy on every answer; personal pages are never stored."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "geolocation=(), camera=(), microphone=(self)")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


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
