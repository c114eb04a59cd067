"""The only place that asks the time. Imported by web, the job runner, the simulation's command and management only."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The city's time: real, or in demo mode the simulated city's (aware, Asia/Shanghai)."""
    if settings.DEMO and settings.DEMO_NOW:
        return datetime.fromisoformat(settings.DEMO_NOW).astimezone(ZONE)
    return real_now()


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
