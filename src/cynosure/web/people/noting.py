"""What people do at the door goes to the trail: signing in and out, failing to, second factors."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.account.signals import password_changed, user_logged_in
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from cynosure.register.people import trail
from cynosure.register.people.models import User
from cynosure.web.design.appearance import keep

# What was typed is never written down: into the field of the address people type passwords too.
SOMEBODY = "somebody"


def failed(request: HttpRequest, email: str) -> None:
    """Write down that a password did not fit, with whose it should have been where we know them."""
    del request
    _note("sign-in.failed", User.objects.filter(email__iexact=email.strip()).first())


@receiver(authentication_failed)
def _code_failed(user: User, **_: Any) -> None:
    _note("second-factor.failed", user)


@receiver(user_logged_in)
def _signed_in(request: HttpRequest, user: User, response: Any = None, **_: Any) -> None:
    methods = {
        str(each.get("method"))
        for each in request.session.get("account_authentication_methods", ())
    }
    _note("sign-in.done", user, {"second factor": "mfa" in methods})
    if response is not None:
        keep(response, user.theme, secure=request.is_secure())


@receiver(user_logged_out)
def _signed_out(user: User | None, **_: Any) -> None:
    if user is not None:
        _note("sign-out.done", user)


@receiver(password_changed)
def _password_changed(user: User, **_: Any) -> None:
    _note("password.changed", user)


@receiver(authenticator_added)
def _added(user: User, authenticator: Any, **_: Any) -> None:
    _note("second-factor.set-up", user, {"kind": str(authenticator.type)})


@receiver(authenticator_removed)
def _removed(user: User, authenticator: Any, **_: Any) -> None:
    _note("second-factor.removed", user, {"kind": str(authenticator.type)})


@receiver(authenticator_reset)
def _reset(user: User, authenticator: Any, **_: Any) -> None:
    _note("second-factor.codes-made", user, {"kind": str(authenticator.type)})


def _note(did: str, user: User | None, details: dict[str, object] | None = None) -> None:
    by = SOMEBODY if user is None else user.name
    trail.note(did, at=datetime.now(UTC), by=by, user=user, details=details)
