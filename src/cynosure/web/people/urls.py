"""Addresses of people and access: each written out, so that allauth opens nothing unasked."""

from __future__ import annotations

from allauth.account.views import logout
from allauth.mfa.recovery_codes.views import generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from django.urls import include, path
from django.views.generic import RedirectView

from cynosure.web.people import account, joining, members, signing_in, tokens, trail

_door = [
    path("login/", signing_in.SignIn.as_view(), name="account_login"),
    path("login/code/", signing_in.SecondStep.as_view(), name="mfa_authenticate"),
    path("logout/", logout, name="account_logout"),
    path("confirm/", signing_in.Confirm.as_view(), name="account_reauthenticate"),
    path("confirm/code/", signing_in.ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path("password/", signing_in.ChangePassword.as_view(), name="account_change_password"),
    path("second-factor/", RedirectView.as_view(pattern_name="account"), name="mfa_index"),
    path("second-factor/set-up/", activate_totp, name="mfa_activate_totp"),
    path("second-factor/remove/", deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/codes/", view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
_own = [
    path("", account.account, name="account"),
    path("sessions/end/", account.end_other_sessions, name="account_sessions_end"),
    path("sessions/<int:number>/end/", account.end_session, name="account_session_end"),
]
_of_a_workspace = [
    path("welcome/", account.welcome, name="welcome"),
    path("settings/members/", members.show, name="members"),
    path("settings/members/<int:number>/role/", members.change_role, name="member_role"),
    path("settings/members/<int:number>/remove/", members.remove, name="member_remove"),
    path("settings/invitations/", members.invite, name="invitations"),
    path(
        "settings/invitations/<int:number>/withdraw/", members.withdraw, name="invitation_withdraw"
    ),
    path("settings/tokens/", tokens.own, name="tokens"),
    path("settings/tokens/<int:number>/end/", tokens.end, name="token_end"),
    path("settings/tokens/all/", tokens.of_all, name="tokens_of_all"),
    path("settings/tokens/all/<int:number>/end/", tokens.end_of_other, name="token_of_other_end"),
    path("settings/trail/", trail.show, name="trail"),
]

urlpatterns = [
    path("accounts/", include(_door)),
    path("account/", include(_own)),
    path("join/<str:key>/", joining.join, name="invitation"),
    path("w/<slug:slug>/", include(_of_a_workspace)),
]
