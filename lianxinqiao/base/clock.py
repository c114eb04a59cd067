"""The only place that asks the time. Imported by web, the job runner, the simulation and management only.

The demo city has a time of its own, in the file city.time of the home folder, so that every process of the
installation sees the same. A city day begins at nine; the minutes pass with real time until half past five,
then the city waits: only stepping (simulation.stepping) brings the next morning.
"""

import json
import os
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

ZONE = ZoneInfo("Asia/Shanghai")
FILE = "city.time"
OPENS, SHUTS = time(9, 0), time(17, 30)
"""When a city day begins, and until when its minutes pass by themselves."""


def now() -> datetime:
    """The city's time: real, or in demo mode the simulated city's (aware, Asia/Shanghai)."""
    if not settings.DEMO:
        return real_now()
    told = _told()
    if told:
        return _ticked(*told)
    return datetime.fromisoformat(settings.DEMO_NOW).astimezone(ZONE) if settings.DEMO_NOW else real_now()


def real_now() -> datetime:
    """Machine time, for sign-in, tokens, sessions, leases and log stamps."""
    return timezone.now().astimezone(ZONE)


def today() -> date:
    """The city's calendar day."""
    return now().date()


def day_of(at: datetime) -> date:
    """The calendar day in Asia/Shanghai of an aware moment."""
    return at.astimezone(ZONE).date()


def later(at: datetime, **delta: float) -> datetime:
    """`at` plus a timedelta given by keywords."""
    return at + timedelta(**delta)


def opening(day: date) -> datetime:
    """The moment at which a city day begins."""
    return datetime.combine(day, OPENS, ZONE)


def set_city(moment: datetime) -> None:
    """Put the demo city at an aware moment, for all processes at once. Raises RuntimeError outside demo mode."""
    if not settings.DEMO:
        raise RuntimeError("only a demo city's time can be set")
    file = _file()
    new = file.with_name(f"{FILE}.{os.getpid()}")
    told = {"now": moment.astimezone(ZONE).isoformat(), "set_at": real_now().isoformat()}
    with new.open("w", encoding="utf-8") as written:
        json.dump(told, written)
        written.flush()
        os.fsync(written.fileno())
    new.replace(file)


def forget_city() -> None:
    """The demo city is at its first moment again: settings.DEMO_NOW."""
    _file().unlink(missing_ok=True)


def _file() -> Path:
    return Path(settings.HOME) / FILE


def _told() -> tuple[datetime, datetime] | None:
    try:
        told = json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return datetime.fromisoformat(told["now"]).astimezone(ZONE), datetime.fromisoformat(told["set_at"])


def _ticked(moment: datetime, set_at: datetime) -> datetime:
    """`moment` and the real time since it was set, but not past the hour at which the city waits."""
    shuts = datetime.combine(moment.date(), SHUTS, ZONE)
    gone = max(timedelta(0), real_now() - set_at)  # a machine's clock may be set back
    return max(moment, min(moment + gone, shuts))
