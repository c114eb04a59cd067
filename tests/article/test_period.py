"""The range of two years stands beside every number of the public pages."""

from html import unescape

import pytest
from django.test import Client

from lianxinqiao import rulebook
from lianxinqiao.figures.measures import MEASURES
from lianxinqiao.web.parts.jinja import plain_day
from tests.concerns.conftest import build

pytestmark = pytest.mark.django_db(databases=["default", "traces"])


def test_every_number_is_told_with_its_range(settings) -> None:
    settings.DEMO, settings.DEMO_NOW = True, "2023-06-05T09:00:00+08:00"
    build()
    since, until = rulebook.current().figure_period()
    assert (until - since).days in range(700, 760)
    for address in ["/figures/", *(f"/figures/{name}/" for name in MEASURES)]:
        page = unescape(Client().get(address).content.decode())
        assert plain_day(since) in page, address
        assert plain_day(until) in page, address
