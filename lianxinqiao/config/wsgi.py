"""The WSGI application that granian serves."""

import os

from lianxinqiao.config import sqlite

sqlite.alias()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxinqiao.config.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402 -- after the alias

application = get_wsgi_application()
