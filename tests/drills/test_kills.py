"""Kill -9 while residents send: no receipt that somebody holds may lead nowhere afterwards."""

import http.client
import os
import random
import secrets
import threading
import time
from urllib.parse import urlencode

import pytest

from tests.drills.server import Server

KILLS = 200 if os.environ.get("LXQ_DRILLS") == "long" else 4
SENDERS = 4

NETWORK = """
from datetime import datetime
from lianxinqiao.base.clock import ZONE
from lianxinqiao.simulation import world
world.build()
from lianxinqiao.studios.queries import taking
print(*[f"{s.code}:{s.townships.first().code}" for s in taking() if s.townships.exists()])
"""
CHECK = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("PRAGMA integrity_check")
    print(cursor.fetchone()[0])
from lianxinqiao.concerns.models import Concern
from lianxinqiao.ledger.models import Line
lines = Line.objects.filter(verb="concerns.receive").count()
print(Concern.objects.count(), lines)
"""


class Sender(threading.Thread):
    """Sends concerns until told to stop; keeps each receipt it saw, and retries an unknown with the same key."""

    def __init__(self, server: Server, targets: list[list[str]]) -> None:
        super().__init__(daemon=True)
        self.server, self.targets = server, targets
        self.receipts: dict[str, str] = {}
        self.over = threading.Event()
        self.cookie = self.token = ""

    def run(self) -> None:
        """One concern after the other; a broken connection is asked again with the same key."""
        key = secrets.token_urlsafe(16)
        target = random.choice(self.targets)
        while not self.over.is_set():
            try:
                self._send(key, *target)
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)
                continue
            key, target = secrets.token_urlsafe(16), random.choice(self.targets)

    def _send(self, key: str, studio: str, place: str) -> None:
        door = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        try:
            door.request("GET", "/say/")
            page = door.getresponse()
            text = page.read().decode()
            cookie = (page.headers["Set-Cookie"] or "").partition(";")[0]
            token = text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
            body = urlencode(
                {
                    "csrfmiddlewaretoken": token,
                    "step": "send",
                    "studio": studio,
                    "place": place,
                    "once": key,
                    "text": "村口的桥栏杆断了，娃娃上学不安全。",
                }
            )
            heads = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
            door.request("POST", "/say/", body, heads)
            answer = door.getresponse()
            answer.read()
            if answer.status == 303:
                self.receipts[key] = answer.headers["Location"].partition("?")[0]
        finally:
            door.close()


@pytest.mark.drill
def test_no_receipted_concern_is_lost_when_the_server_is_killed(tmp_path):
    """KILLS times kill -9 of the whole server at a random moment while four residents send."""
    server = Server(tmp_path, LXQ_DEMO="true", LXQ_DEMO_NOW="2023-06-05T09:00:00+08:00", LXQ_DATABASE="")
    for alias in ("default", "traces"):
        server.lxq("migrate", "--database", alias)
    server.lxq("createcachetable", "--database", "traces")
    server.lxq("collectstatic", "--no-input")
    targets = [one.split(":") for one in server.python(NETWORK).split()]
    server.start()
    senders = [Sender(server, targets) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    for _ in range(KILLS):
        time.sleep(random.uniform(0.2, 1.0))
        server.kill()
        server.start()
    time.sleep(1)
    for sender in senders:
        sender.over.set()
    for sender in senders:
        sender.join(30)
    receipts = {key: address for sender in senders for key, address in sender.receipts.items()}
    lost = [address for address in receipts.values() if not _answers(server, address)]
    server.stop()
    integrity, counts = server.python(CHECK).strip().splitlines()
    concerns, lines = map(int, counts.split())
    print(f"{KILLS} kills, {len(receipts)} receipts, {concerns} concerns, {len(lost)} lost")
    assert receipts
    assert lost == []
    assert integrity == "ok"
    assert concerns == lines
    # every sender retried with its key, so at most its last, unanswered try can be one more
    assert len(receipts) <= concerns <= len(receipts) + SENDERS
    assert len(set(receipts.values())) == len(receipts)


def _answers(server: Server, address: str) -> bool:
    door = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        door.request("GET", address)
        return door.getresponse().status == 200
    finally:
        door.close()
