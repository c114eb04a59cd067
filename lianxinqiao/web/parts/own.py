"""What one keeps oneself: the password, the present one first; the address that messages are mailed to."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from django import forms
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from lianxinqiao.base import clock
from lianxinqiao.base.actor import Actor, ActorKind
from lianxinqiao.base.errors import Refused
from lianxinqiao.inbox.enums import Channel
from lianxinqiao.inbox.queries import carries
from lianxinqiao.organisation import actions
from lianxinqiao.organisation.models import Person
from lianxinqiao.web.parts import tries
from lianxinqiao.web.parts.doors import chosen, filling, refused


class OwnPasswordForm(forms.Form):
    """The new password, twice. What it must be, the action says."""

    password = forms.CharField(strip=False, error_messages={"required": _("请写新密码。")})
    again = forms.CharField(strip=False, required=False)

    def clean_again(self) -> str:
        """The same once more, for nobody sees what they type."""
        told = str(self.cleaned_data.get("again", ""))
        if self.cleaned_data.get("password", told) != told:
            raise forms.ValidationError(_("两次写的不一样，请再写一遍。"))
        return told


@sensitive_post_parameters()
@filling
def own_password(request: HttpRequest) -> HttpResponse:
    """Set it; whoever has one already shows first that it is them. A form is never kept over that step."""
    person: Person = request.user  # type: ignore[assignment]
    if not person.must_change and not did_recently_reauthenticate(request):
        to = urlencode({REDIRECT_FIELD_NAME: reverse("own_password")})
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{to}")
    form = OwnPasswordForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=422 if request.method == "POST" else 200)
    try:
        tries.own_password(request)
        made = actions.set_password(
            person=person, password=form.cleaned_data["password"], by=_self(request, person), at=clock.now()
        )
    except Refused as wrong:
        refused(form, wrong)
        return _page(request, form, status=wrong.status)
    update_session_auth_hash(request, made)
    record_authentication(request, made, method="password", reauthenticated=True)
    messages.success(request, _("密码改好了。您在别处的登录都已退出。"))
    answer = HttpResponseRedirect(reverse("enter"))
    answer.status_code = 303
    return answer


class OwnEmailForm(forms.Form):
    """The address, or nothing."""

    email = forms.CharField(required=False, max_length=254)


@filling
def own_email(request: HttpRequest) -> HttpResponse:
    """Say where one's messages are mailed as well; nothing typed means nowhere."""
    person: Person = request.user  # type: ignore[assignment]
    form = OwnEmailForm(request.POST if request.method == "POST" else None, initial={"email": person.email})
    if request.method != "POST" or not form.is_valid():
        return _email_page(request, form, status=422 if request.method == "POST" else 200)
    try:
        made = actions.set_email(
            person=person, email=form.cleaned_data["email"], by=_self(request, person), at=clock.now()
        )
    except Refused as wrong:
        refused(form, wrong)
        return _email_page(request, form, status=wrong.status)
    messages.success(request, _("邮箱记好了。") if made.email else _("不再给您发邮件，消息都在站内。"))
    answer = HttpResponseRedirect(reverse("enter"))
    answer.status_code = 303
    return answer


def _email_page(request: HttpRequest, form: OwnEmailForm, *, status: int) -> HttpResponse:
    context = {"form": form, "sends": carries(Channel.EMAIL)}
    return render(request, "account/email.html", context, status=status)


def _self(request: HttpRequest, person: Person) -> Actor:
    """The person as who they are: before the first own password nobody has chosen a role."""
    one = chosen(request)
    return Actor(ActorKind.PERSON, id=str(person.pk), role=one.role if one else "", label=person.name)


def _page(request: HttpRequest, form: OwnPasswordForm, *, status: int) -> HttpResponse:
    return render(request, "account/own.html", {"form": form}, status=status)
