"""The second factor of office roles: a code of the authenticator, or a passkey (reliability A11)."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has(request: HttpRequest) -> bool:
    """Has this person set up an authenticator or a passkey? Recovery codes alone are none."""
    return bool(is_mfa_enabled(request.user, list(FACTORS)))


def proven(request: HttpRequest) -> bool:
    """Was the second factor shown in this very session? One begun by password before the set-up never did."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def missing(request: HttpRequest) -> str:
    """The name of the page that must come first; empty when nothing is missing."""
    if not has(request):
        return "mfa_activate_totp"
    return "" if proven(request) else "mfa_reauthenticate"
