"""Load and CPU accounting: eight keep-alive clients, and the server tree's own CPU seconds from /proc."""

import http.client
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

TICKS = os.sysconf("SC_CLK_TCK")


def tree(pid: int) -> list[int]:
    """The process and all its descendants."""
    found = [pid]
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            found += tree(int(child))
    return found


def cpu_seconds(pid: int) -> float:
    """User and system CPU seconds of a process tree so far."""
    total = 0
    for one in tree(pid):
        told = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += int(told[11]) + int(told[12])
    return total / TICKS


class Client:
    """One keep-alive browser with its own form secret."""

    def __init__(self, port: int) -> None:
        self.door = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        page = self.get("/say/")
        self.cookie = page[1]["Set-Cookie"].partition(";")[0]
        self.token = page[2].partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    def fetch(self, path: str) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Fetch anything: status, headers, body."""
        self.door.request("GET", path)
        answer = self.door.getresponse()
        return answer.status, answer.headers, answer.read()

    def get(self, path: str) -> tuple[int, http.client.HTTPMessage, str]:
        """Fetch a page: status, headers, body."""
        status, heads, body = self.fetch(path)
        return status, heads, body.decode()

    def post(self, path: str, **told: str) -> tuple[int, http.client.HTTPMessage, str]:
        """Send a form."""
        body = urlencode({"csrfmiddlewaretoken": self.token, **told})
        heads = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.door.request("POST", path, body, heads)
        answer = self.door.getresponse()
        return answer.status, answer.headers, answer.read().decode()


def run(clients: list[Client], pid: int, n: int, act: Callable[[Client, int], None]) -> dict[str, float]:
    """`n` acts shared by the clients: acts per second and the server's CPU ms for each."""
    wrong: list[BaseException] = []

    def work(mine: int) -> None:
        try:
            for i in range(mine, n, len(clients)):
                act(clients[mine], i)
        except BaseException as fault:
            wrong.append(fault)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(len(clients))]
    before, start = cpu_seconds(pid), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, cpu = time.perf_counter() - start, cpu_seconds(pid) - before
    if wrong:
        raise wrong[0]
    return {"per_s": n / wall, "cpu_ms": cpu / n * 1000}
