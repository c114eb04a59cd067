"""The WSGI application that granian serves."""

import os

from lianxinqiao.config import sqlite

sqlite.alias()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxinqiao.config.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402 -- after the alias

from lianxinqiao.base import checks  # noqa: E402 -- likewise

application = get_wsgi_application()
checks.must_hold()
