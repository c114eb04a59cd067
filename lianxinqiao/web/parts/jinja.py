"""The Jinja2 environment of all pages."""

from typing import Any

from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """Autoescaping Jinja2 with gettext, urls and static files."""
    options.setdefault("extensions", ["jinja2.ext.i18n"])
    return Environment(**{**options, "autoescape": True})  # noqa: S701 -- it is True
