"""Signing in by allauth; too many tries that failed are answered as what they are."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.views import LoginView, PasswordChangeView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse_lazy

_TOO_MANY = "too_many_login_attempts"


class _SaysTooMany:
    """A page with a form that answers 429 where there were too many tries."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """Show the form again, under the status that its words have."""
        answered: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        codes = {error.code for errors in form.errors.as_data().values() for error in errors}
        if _TOO_MANY in codes:
            answered.status_code = HTTPStatus.TOO_MANY_REQUESTS
            answered["Retry-After"] = "300"
        return answered


class SignIn(_SaysTooMany, LoginView):  # type: ignore[misc]
    """Address and password."""


class SecondStep(_SaysTooMany, AuthenticateView):  # type: ignore[misc]
    """A code of the second factor, or one that was kept for its loss."""


class Confirm(_SaysTooMany, ReauthenticateView):  # type: ignore[misc]
    """The password once more, before something dangerous."""


class ConfirmByCode(_SaysTooMany, ReauthenticateByCodeView):  # type: ignore[misc]
    """A code instead of the password."""


class ChangePassword(PasswordChangeView):  # type: ignore[misc]
    """Another password; other sessions end."""

    success_url = reverse_lazy("account")

    def get_default_success_url(self) -> Any:
        """Return the account's page."""
        return self.success_url
