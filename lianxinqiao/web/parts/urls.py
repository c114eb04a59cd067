"""Addresses that all doors share: the entrance, signing in and out, the second factor.

The names are allauth's, whose views ask for them.
"""

from django.urls import path

from lianxinqiao.web.parts import access, enter, own

urlpatterns = [
    path("enter/", enter.enter, name="enter"),
    path("enter/<str:role>/", enter.press, name="press"),
    path("sign-in/", access.sign_in, name="sign_in"),
    path("sign-in/", access.sign_in, name="account_login"),
    path("sign-in/out/", access.sign_out, name="account_logout"),
    path("sign-in/password/", access.password_again, name="account_reauthenticate"),
    path("sign-in/password/own/", own.own_password, name="own_password"),
    path("sign-in/email/own/", own.own_email, name="own_email"),
    path("sign-in/code/", access.code, name="mfa_authenticate"),
    path("sign-in/code/again/", access.code_again, name="mfa_reauthenticate"),
    path("sign-in/key/again/", access.key_again, name="mfa_reauthenticate_webauthn"),
    path("sign-in/factors/", access.factors, name="mfa_index"),
    path("sign-in/factors/", access.factors, name="mfa_list_webauthn"),
    path("sign-in/factors/code/", access.set_up_code, name="mfa_activate_totp"),
    path("sign-in/factors/code/remove/", access.remove_code, name="mfa_deactivate_totp"),
    path("sign-in/factors/key/", access.add_key, name="mfa_add_webauthn"),
    path("sign-in/factors/key/<int:pk>/remove/", access.remove_key, name="mfa_remove_webauthn"),
    path("sign-in/factors/recovery/", access.recovery, name="mfa_view_recovery_codes"),
    path("sign-in/factors/recovery/new/", access.new_recovery, name="mfa_generate_recovery_codes"),
]
