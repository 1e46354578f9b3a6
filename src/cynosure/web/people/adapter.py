"""What allauth asks us: who may sign up, where to lead on, how to keep what it has to read again."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cynosure.register.sealing import sealed, unsealed
from cynosure.web.people import noting
from cynosure.web.people.leading_on import is_own_address

_PURPOSE = "second factors"


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Keeps the door closed: accounts are made by invitations (`people/joining`)."""

    error_messages = {  # noqa: RUF012 allauth's own form
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "This address and this password do not go together.",
        "incorrect_password": "This is not your password.",
        "enter_current_password": "This is not the password that you have now.",
        "too_many_login_attempts": "Too many tries that failed. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: an account begins with an invitation."""
        del request
        return False

    def is_safe_url(self, url: str) -> bool:
        """Return whether to lead on to an address: one of our own pages, whatever host it names."""
        return is_own_address(url)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write down that somebody tried to sign in, or to confirm that it is they."""
        noting.failed(request, str(credentials.get("email") or ""))

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """Lead back to signing in, in words."""
        del user
        messages.error(request, "This account is closed. Ask an owner of your workspace.")
        return redirect("account_login")


class SealedSecrets(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Keeps secrets of second factors encrypted: who reads the database has no codes."""

    error_messages = {  # noqa: RUF012 allauth's own form
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code does not hold. Codes change every half minute: take the newest.",
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it is kept."""
        return sealed(text, purpose=_PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret as it was; where the server's key is another one, no code fits it."""
        return unsealed(encrypted_text, purpose=_PURPOSE) or "A" * 32
