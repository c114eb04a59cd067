"""A demo city in a process of its own, on a machine whose clock says another year: prints what its pages say.

python -m tests.simulation.runner SEED look|root DATE… with LXQ_HOME set to a fresh folder; one JSON value.
"""

import json
import os
import re
import sys
from datetime import date, datetime
from typing import Any

import time_machine

from lianxinqiao.config import sqlite
from lianxinqiao.config.machine import begin_demo

CHANCE = re.compile(
    r'(?:name="(?:csrfmiddlewaretoken|once)" value="|"X-CSRFToken": ?"|nonce-?=?"?)[A-Za-z0-9_\-]+', re.ASCII
)
"""Form secrets, drawn anew for each page."""
SINCE, SHARE = date(2023, 5, 1), 0.1  # a short past: what is tested is the present
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PAGES = {
    "": ["/", "/figures/", "/studios/"],
    "clerk": ["/desk/", "/desk/concerns/", "/desk/inbox/"],
    "city_staff": ["/office/", "/office/concerns/", "/office/figures/"],
}


def pages() -> dict[str, str]:
    """What the city's pages say now, without the secrets of their forms."""
    from django.test import Client

    found = {}
    for role, paths in PAGES.items():
        client = Client(headers={"host": "localhost"})
        if role:
            assert client.post(f"/enter/{role}/").status_code == 303
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, (path, answer.status_code)
            found[f"{role}{path}"] = CHANCE.sub("…", answer.content.decode())
    return found


def figures() -> list[dict[str, Any]]:
    """The city's figures against the article's."""
    from dataclasses import asdict

    from lianxinqiao.base import clock
    from lianxinqiao.figures.article import against_article

    return [asdict(one) for one in against_article(today=clock.today())]


def deadlines() -> list[list[str]]:
    """Every matter with its days."""
    from lianxinqiao.concerns.models import Concern

    return [list(map(str, row)) for row in Concern.objects.order_by("number").values_list("number", "state", "due_on")]


def root() -> str:
    """The last day seal."""
    from lianxinqiao.ledger.models import DaySeal

    return str(DaySeal.objects.order_by("-number")[0].hash)


def told(look: bool) -> dict[str, Any]:
    """The root, and with `look` what people see."""
    return {"root": root(), **({"figures": figures(), "deadlines": deadlines(), "pages": pages()} if look else {})}


def week(look: bool) -> dict[str, Any]:
    """Look, go on for a week, look again."""
    from lianxinqiao.base import clock, jobs
    from lianxinqiao.simulation import stepping

    before = told(look)
    stepping.ask(to="week")
    while jobs.work_one():
        pass
    return {"before": before, "after": told(look), "now": clock.now().isoformat()[:16]}


def build(seed: int) -> None:
    """A small demo city in the empty folder."""
    from django.core.management import call_command

    from lianxinqiao.simulation import founding

    for alias in ("default", "traces"):
        call_command("migrate", database=alias, verbosity=0)
    call_command("createcachetable", database="traces", verbosity=0)
    silent: dict[str, Any] = {"laying": lambda _: None, "living": lambda _: None}
    founding.found(seed=seed, since=SINCE, until=founding.LAST, share=SHARE, **silent)


def main(seed: int, days: list[datetime], look: bool) -> list[dict[str, Any]]:
    """Build on the first machine date, then live the same week on each, every time from the beginning."""
    with time_machine.travel(days[0], tick=False):
        sqlite.alias()
        begin_demo()
        os.environ["DJANGO_SETTINGS_MODULE"] = "lianxinqiao.config.settings"
        import django

        django.setup()
        from django.test import override_settings

        from lianxinqiao.simulation import snapshot

        build(seed)
    found = []
    for day in days:
        with time_machine.travel(day, tick=False), override_settings(STORAGES=PLAIN):  # a slow machine shows no minute
            snapshot.restore()
            found.append(week(look))
    return found


if __name__ == "__main__":
    told_seed, told_look, *told_days = sys.argv[1:]
    moments = [datetime.fromisoformat(day) for day in told_days]
    sys.stdout.write(json.dumps(main(int(told_seed), moments, told_look == "look"), default=str))
