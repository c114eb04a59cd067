"""How often something may be tried: window counters in the second database `traces`.

`what` names the thing that is protected and who tries, never an address alone: a whole village shares
one address behind the operator's NAT, so a limit by address would shut out everybody after one
neighbour's mistakes. Join the address with the device, the account or the thing tried, or limit the
thing for the whole site (`what="status"`, as reliability A10 asks). Only a keyed digest is stored.
A store that cannot be reached raises, so the door stays shut.
"""

from datetime import datetime, timedelta

from django.db import connections
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from lianxinqiao.base import vault
from lianxinqiao.base.errors import TooMany
from lianxinqiao.base.models import Count

# One statement on either database: the first try makes the row, a later one raises it while there is room.
_TAKE = (
    'INSERT INTO base_count (what, "window", n) VALUES (%s, %s, 1) ON CONFLICT (what, "window") '
    "DO UPDATE SET n = base_count.n + 1 WHERE base_count.n < %s RETURNING n"
)


def _window(digest: str, seconds: int, at: datetime) -> int:
    """End of the running window in Unix seconds; each `what` has its own phase, so not all open at once."""
    phase = int(digest[:8], 16) % seconds
    now = int(at.timestamp())
    return now - (now - phase) % seconds + seconds


def _wait(seconds: int) -> str:
    if seconds < 3600:
        minutes = max(1, -(-seconds // 60))
        return str(ngettext_lazy("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes})
    hours = -(-seconds // 3600)
    return str(ngettext_lazy("%(n)d 小时", "%(n)d 小时", hours) % {"n": hours})


def take(*, what: str, limit: int, seconds: int, at: datetime) -> None:
    """Take one of `limit` tries of `what` in a window of `seconds`. `at` is machine time.

    Raises TooMany when none is left. Exact under any number of threads and processes: the count
    only rises by a statement that asks for room itself.
    """
    digest = vault.mac("limits", f"{what}|{seconds}".encode()).hex()[:40]
    ends = _window(digest, seconds, at)
    with connections["traces"].cursor() as cursor:
        cursor.execute(_TAKE, [digest, ends, limit])
        if cursor.fetchall():
            return
    left = ends - int(at.timestamp())
    raise TooMany(
        _("试的次数太多了，请过 %(wait)s 再来。急事不用等：可以打电话，或直接到工作室说。") % {"wait": _wait(left)},
        seconds=left,
    )


def sweep(at: datetime) -> int:
    """Remove counters whose window closed a day ago; `at` is machine time. Returns how many."""
    return Count.objects.filter(window__lt=int((at - timedelta(days=1)).timestamp())).delete()[0]
