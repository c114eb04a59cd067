"""Eyes on every answer and every log line of the web tests (reliability A3, A14, P4).

The small city's residents say planted words. An answer may hold one only if it was sent in that very request, or
if whoever asked has the right to the datum on that very page; a log line never. What is allowed is asked of the
concern's own table of rights, so a template that shows too much is red whatever test opens it.
"""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from urllib.parse import unquote

from django.http import HttpResponse
from django.test import Client

from lianxinqiao.base.actor import Actor
from lianxinqiao.base.rights import Reach, reach
from lianxinqiao.concerns import permissions
from lianxinqiao.concerns.models import Concern, Reveal
from tests.concerns.conftest import ADDRESS, NAME, PHONE, SAID

IDENTITY = {NAME: "name", PHONE: "phone", ADDRESS: "address"}
WORDS = {**IDENTITY, "绕五里路": "original", "孩子上学要绕路": "passed_on"}
"""Planted word → the datum that it belongs to; the last two stand only in what was said and in what was checked."""

HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=()",
}
NUMBER = re.compile(r"[\u4e00-\u9fff]{1,4}2\d(?:0[1-9]|1[0-2])-\d{4,8}(?!\d)")
CASE = re.compile(r"^/(?:desk|office)/concerns/([^/]+)/")
IN_LOGS = re.compile(r"/r/[A-Za-z0-9_-]{16,}|\d{4}-\d{4,8}|[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}")


def _said(text: str) -> str:
    """As people read it: entities and quoted addresses undone, without blanks and dashes within numbers."""
    return unquote(unescape(text)).replace("<br>", "")


def _asked(request) -> str:
    """Everything that the request itself brought."""
    given = [request.GET, request.POST] if request.method == "POST" else [request.GET]
    values = [value for told in given for key in told for value in told.getlist(key)]
    return _said(" ".join([request.path, *values]))


def _may(actor: Actor | None, path: str, posted: bool, datum: str) -> bool:
    """Has whoever asked the right to read the datum on this page?"""
    if path.startswith("/r/"):
        return True  # the token is the resident's
    if actor is None:
        return False
    found = CASE.match(path)
    if found is None:  # a list: what the role reads outright; the concern's queries choose the rows
        return datum == "passed_on" and reach(permissions.DATA, actor, datum) is Reach.OWN
    concern = Concern.objects.select_related("studio__place").get(number=unquote(found[1]))
    if datum not in IDENTITY.values() and permissions.reads(actor, concern, datum):
        return True
    return posted and Reveal.objects.filter(concern=concern, person_id=actor.id, role=actor.role, what=datum).exists()


def leaks(answer: HttpResponse) -> list[str]:
    """The planted words that this answer holds without right."""
    request = answer.wsgi_request
    body = b"" if answer.streaming else answer.content
    page = _said(" ".join([body.decode(errors="replace"), *answer.headers.values()]))
    found = [word for word in WORDS if word in page]
    if not found:
        return []
    asked, posted, actor = _asked(request), request.method == "POST", getattr(request, "actor", None)
    if SAID in page and _may(actor, request.path, posted, "original"):
        page = page.replace(SAID, "")  # who reads the own words reads the names in them
    return [
        word
        for word in found
        if word in page and word not in asked and not _may(actor, request.path, posted, WORDS[word])
    ]


def numbers(answer: HttpResponse) -> list[str]:
    """Case numbers on a page of somebody who is no resident with a receipt and nobody in a role: never a row."""
    request = answer.wsgi_request
    invented = request.path.startswith("/demo/")  # of the demo city only, where every matter is invented
    led_on = request.path.startswith("/r/") or invented or request.resolver_match is None
    if led_on or getattr(request, "actor", None) is not None or answer.streaming:
        return []
    page = _said(answer.content.decode(errors="replace"))
    if not NUMBER.search(page):
        return []
    asked = _asked(request)
    return [n for n in Concern.objects.values_list("number", flat=True) if n in page and n not in asked]


def bare(answer: HttpResponse) -> list[str]:
    """The headers that this answer lacks."""
    lacking = [name for name, value in HEADERS.items() if not answer.headers.get(name, "").startswith(value)]
    path = answer.wsgi_request.path
    kept = answer.headers.get("Cache-Control", "")
    written = (path == "/say/" or path.startswith("/s/")) and kept == "no-cache, private"  # a blank form
    if not path.startswith("/static/") and not written and "no-store" not in kept:
        lacking.append(f"Cache-Control: {kept}")
    if "unsafe" in answer.headers.get("Content-Security-Policy", ""):
        lacking.append("Content-Security-Policy without unsafe-*")
    return lacking


def look(answer: HttpResponse) -> None:
    """Fail on an answer that tells too much or lacks a header."""
    request = answer.wsgi_request
    actor = getattr(request, "actor", None)
    who = f"{request.method} {request.path} as {actor.role if actor else 'nobody'} -> {answer.status_code}"
    assert leaks(answer) == [], who
    assert numbers(answer) == [], who
    assert bare(answer) == [], who


@contextmanager
def on_every_answer(patch) -> Iterator[None]:
    """Look at every answer that a test's browser gets."""
    whole = Client.request

    def request(self: Client, **told):
        answer = whole(self, **told)
        look(answer)
        return answer

    patch.setattr(Client, "request", request)
    yield


def in_log(text: str) -> list[str]:
    """What of a log leads to a person or a case."""
    return [word for word in WORDS if word in text] + IN_LOGS.findall(text)


@contextmanager
def on_the_log() -> Iterator[io.StringIO]:
    """Write the log as an installation writes it, and read it at the end."""
    root, kept = logging.getLogger(), io.StringIO()
    line = next(h.formatter for h in root.handlers if type(h) is logging.StreamHandler)
    handler = logging.StreamHandler(kept)
    handler.setFormatter(line)
    root.addHandler(handler)
    try:
        yield kept
    finally:
        root.removeHandler(handler)
    assert in_log(kept.getvalue()) == [], kept.getvalue()
