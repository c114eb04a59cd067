"""Sign-in by allauth: no sign-up, a limiter before every password hash, one answer for all who fail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lianxinqiao.base import clock, vault
from lianxinqiao.base.errors import TooMany
from lianxinqiao.organisation.enums import SignIn
from lianxinqiao.organisation.queries import as_issued, sign_in_state
from lianxinqiao.web.parts import guards, tries

ACCOUNT_SECONDS = 900  # as in settings.ACCOUNT_RATE_LIMITS
SEALED_AS = "second factor"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up by themselves, and nobody learns whether a name exists."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("登录名或密码不对。请再看一遍，注意大小写。"),
        "incorrect_password": _("密码不对。"),
        "outdated": _("这个一次性密码已经过期。请找发给您的人重新发一个。"),
        "too_many_login_attempts": _("试的次数太多了，请过 15 分钟再来。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come in by appointment."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before anything is hashed, for known and unknown names alike. Raises TooMany."""
        tries.sign_in(request)
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as wrong:
            raise TooMany(self.error_messages["too_many_login_attempts"], seconds=ACCOUNT_SECONDS) from wrong

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The person; None also for one whose account is closed, so that nothing tells them apart.

        That a one-time password is too old is said only to whoever has it. Raises ValidationError then.
        """
        typed = {**credentials, "password": as_issued(credentials["username"], credentials["password"])}
        person: Any = super().authenticate(request, **typed)
        if person is None or not person.is_active:
            return None
        if sign_in_state(person, clock.now()) is SignIn.OUTDATED:
            raise ValidationError(self.error_messages["outdated"])
        found: AbstractBaseUser = person
        return found

    def get_client_ip(self, request: HttpRequest) -> str:
        """The sender's address as the access log takes it."""
        return guards.address_of(request)

    def add_message(self, *args: Any, message: str | None = None, **kwargs: Any) -> None:
        """Pages say what happened themselves; allauth's own message texts stay away."""
        if message:
            super().add_message(*args, message=message, **kwargs)


class Second(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets lie sealed under the installation's master key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("验证码不对。请看验证器上现在的 6 位数字，再输一次。"),
        "rate_limited": _("试的次数太多了，请过 15 分钟再来。"),
        "too_many_login_attempts": _("试的次数太多了，请过 15 分钟再来。"),
    }

    def encrypt(self, text: str) -> str:
        """The secret as it lies in the database."""
        return vault.seal_under(vault.derived_key(SEALED_AS), text.encode(), SEALED_AS).hex()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret in clear."""
        return vault.open_under(vault.derived_key(SEALED_AS), bytes.fromhex(encrypted_text), SEALED_AS).decode()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """What the authenticator calls the account: the sign-in name."""
        return user.get_username()
