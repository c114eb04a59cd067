"""How a view says what it is: a reading, or an act; and the key that makes a double send one act."""

import secrets
from collections.abc import Callable
from typing import TypeVar, overload

from django.contrib.auth.decorators import login_not_required
from django.forms import BaseForm
from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxinqiao.base.errors import Refused

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

open_to_all = login_not_required


def reading(view: View) -> View:
    """A view that only reads: GET and HEAD."""
    guarded = require_safe(view)
    guarded.door = "reading"  # type: ignore[attr-defined]
    return guarded


@overload
def acting(view: View) -> View: ...
@overload
def acting(*, form: bool) -> Callable[[View], View]: ...
def acting(view: View | None = None, *, form: bool = False) -> View | Callable[[View], View]:
    """A view that acts: POST only; with `form=True` GET shows the form that the POST sends."""

    def mark(view: View) -> View:
        guarded = require_http_methods(["GET", "HEAD", "POST"])(view) if form else require_POST(view)
        guarded.door = "acting"  # type: ignore[attr-defined]
        return guarded

    return mark if view is None else mark(view)


def once_key() -> str:
    """A fresh key for a form's hidden field `once` (128 bit, 22 url-safe characters)."""
    return secrets.token_urlsafe(16)


def refused(form: BaseForm, wrong: Refused) -> None:
    """Put the sentence of a refusal on the form, at its field if the form has it."""
    form.add_error(wrong.field if wrong.field in form.fields else None, str(wrong.sentence))
