"""How often a resident's doors may be tried: by form and studio, by phone, generously by address and studio.

Never by address alone: a whole village shares one. Windows in seconds; times are the machine's.
"""

from django.http import HttpRequest
from django.middleware.csrf import get_token

from lianxinqiao.base import clock, limits
from lianxinqiao.studios.models import Studio
from lianxinqiao.web.parts.guards import address_of

HOUR, QUARTER, DAY, MINUTE = 3600, 900, 86400, 60


def _browser(request: HttpRequest) -> str:
    """The browser's form secret: the cookie that guards its forms; not an identity, gone with the cookie."""
    if "CSRF_COOKIE" not in request.META:
        get_token(request)
    return str(request.META["CSRF_COOKIE"])


def _device(request: HttpRequest) -> str:
    return f"{address_of(request)}|{request.headers.get('User-Agent', '')[:200]}"


def sending(request: HttpRequest, studio: Studio, phone: str) -> None:
    """Before a concern is received. Raises TooMany."""
    at = clock.real_now()
    limits.take(what=f"say|{_browser(request)}|{studio.code}", limit=10, seconds=HOUR, at=at)
    if phone:
        limits.take(what=f"say|{phone}", limit=6, seconds=DAY, at=at)
    limits.take(what=f"say|{address_of(request)}|{studio.code}", limit=200, seconds=HOUR, at=at)


def photos(request: HttpRequest, studio: str) -> None:
    """Before photos are decoded, which costs. Raises TooMany."""
    if not request.FILES:
        return
    at = clock.real_now()
    limits.take(what=f"photos|{_browser(request)}", limit=40, seconds=HOUR, at=at)
    limits.take(what=f"photos|{_device(request)}|{studio}", limit=400, seconds=HOUR, at=at)


def code(request: HttpRequest) -> None:
    """Before a typed code is hashed: by browser, by address and device, and for the whole site. Raises TooMany."""
    at = clock.real_now()
    limits.take(what=f"code|{_browser(request)}", limit=10, seconds=QUARTER, at=at)
    limits.take(what=f"code|{_device(request)}", limit=300, seconds=QUARTER, at=at)
    limits.take(what="code", limit=1200, seconds=MINUTE, at=at)


def own_password(request: HttpRequest) -> None:
    """Before an own password is checked and hashed. Raises TooMany."""
    limits.take(what=f"own-password|{request.user.pk}", limit=20, seconds=QUARTER, at=clock.real_now())


def issuing(request: HttpRequest) -> None:
    """Before a one-time password is made and hashed, by who hands it out. Raises TooMany."""
    limits.take(what=f"issuing|{request.user.pk}", limit=200, seconds=HOUR, at=clock.real_now())


def sign_in(request: HttpRequest) -> None:
    """Before a password is hashed; by account settings.ACCOUNT_RATE_LIMITS counts. Raises TooMany."""
    at = clock.real_now()
    limits.take(what=f"sign-in|{_device(request)}", limit=300, seconds=HOUR, at=at)
    limits.take(what="sign-in", limit=1200, seconds=MINUTE, at=at)
