"""Signing in and out, and the second factor: allauth's views with our statuses and our pages."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import clear_authentication_records, record_authentication
from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lianxinqiao.web.parts import second
from lianxinqiao.web.parts.doors import filling, open_to_all, reading


class _Told:
    """A form that did not pass answers 422."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        answer.status_code = 422
        return answer


class _Proven:
    """The second factor was just shown: noted in the session, which gets a new key."""

    request: HttpRequest

    def form_valid(self, form: BaseForm) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        if not second.proven(self.request):
            record_authentication(self.request, self.request.user, "mfa", type="set_up")
        self.request.session.cycle_key()
        return answer


class SignIn(_Told, LoginView):  # type: ignore[misc]  # allauth has no types
    """Name and password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "demo": settings.DEMO}


class SignOut(LogoutView):  # type: ignore[misc]
    """The session dies on the server; the browser forgets what it kept."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().post(*args, **kwargs)
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
        return answer


class PasswordAgain(_Told, ReauthenticateView):  # type: ignore[misc]
    """The password once more, before something that matters."""


class Code(_Told, AuthenticateView):  # type: ignore[misc]
    """The second step of signing in."""

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(), status=422)  # type: ignore[no-any-return]


class CodeAgain(_Proven, _Told, CodeAgainView):  # type: ignore[misc]
    """A code once more."""


class KeyAgain(_Proven, ReauthenticateWebAuthnView):  # type: ignore[misc]
    """The passkey once more."""


class SetUpCode(_Proven, _Told, ActivateTOTPView):  # type: ignore[misc]
    """Set up the authenticator."""


class AddKey(_Proven, _Told, AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey."""


class _Weaker:
    """A factor goes: whoever needs one shows another, or sets one up anew."""

    request: HttpRequest

    def form_valid(self, form: BaseForm) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        if not second.has(self.request):
            clear_authentication_records(self.request)
        self.request.session.cycle_key()
        return answer


class RemoveCode(_Weaker, DeactivateTOTPView):  # type: ignore[misc]
    """Take the authenticator away."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "data": {}}


class RemoveKey(_Weaker, RemoveWebAuthnView):  # type: ignore[misc]
    """Take a passkey away."""


@reading
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]
def recovery(request: HttpRequest) -> HttpResponse:
    """The recovery codes that are left. allauth's own page writes when it is read; ours does not."""
    found = request.user.authenticator_set.filter(type=Authenticator.Type.RECOVERY_CODES).first()  # type: ignore[union-attr]
    if found is None:
        raise Http404
    return render(request, "mfa/recovery_codes/index.html", {"codes": found.wrap().get_unused_codes()})


sign_in = open_to_all(filling(SignIn.as_view()))
sign_out = open_to_all(filling(SignOut.as_view()))
password_again = filling(PasswordAgain.as_view())
code = open_to_all(filling(Code.as_view()))
code_again = filling(CodeAgain.as_view())
key_again = filling(KeyAgain.as_view())
factors = reading(IndexView.as_view())
set_up_code = filling(SetUpCode.as_view())
remove_code = filling(RemoveCode.as_view())
add_key = filling(AddKey.as_view())
remove_key = filling(RemoveKey.as_view())
new_recovery = filling(GenerateRecoveryCodesView.as_view())
