from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from lianxinqiao.base import jobs
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.config.machine import MailServer
from lianxinqiao.organisation.models import Person
from tests.inbox.smtp import Server, running

AT = datetime(2023, 6, 5, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def person(name: str) -> tuple[Person, Actor]:
    made = Person.objects.create(username=name, name=name, is_invented=True)
    return made, Actor(ActorKind.PERSON, id=str(made.pk), label=name)


@pytest.fixture
def post_office(settings) -> Iterator[Server]:
    """A real server that this installation sends its mail by."""
    with running() as server:
        settings.DEMO, settings.ADDRESS = False, "https://lxq.example.cn"
        settings.MAIL = MailServer(
            host="127.0.0.1", port=server.port, user="", password="", tls=False, starttls=False, sender="lxq@example.cn"
        )
        yield server


def work() -> None:
    """Do what waits now, each once."""
    while jobs.work_one():
        pass
