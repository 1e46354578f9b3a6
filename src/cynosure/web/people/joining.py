"""Opening an invitation: with a new account, or with the one that somebody is signed in to."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import user_logged_in
from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cynosure.register.people import invitations
from cynosure.register.people.models import Invitation, Member, User
from cynosure.web.people.forms import JoinForm
from cynosure.web.visit import now


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, key: str) -> HttpResponse:
    """Show what an invitation is to, and make who opens it a member."""
    too_many: HttpResponse | None = ratelimit.consume_or_429(request, action="join")
    if too_many is not None:
        return too_many
    found = invitations.invitation_of(key, at=now())
    if found is None:
        return _does_not_open(request)
    if isinstance(request.user, User):
        return _with_own_account(request, request.user, found, key)
    form = JoinForm(request.POST or None, only_for=found.email)
    if request.method == "POST" and form.is_valid():
        joined = _with_new_account(form, key)
        if joined is not None:
            _sign_in(request, joined.user)
            return _led_on(request, joined)
        return _does_not_open(request)
    return _page(request, found, key, form=form)


def _with_own_account(
    request: HttpRequest, user: User, found: Invitation, key: str
) -> HttpResponse:
    if not invitations.is_for(found, user.email):
        return _page(request, found, key, another=True, status=403)
    if request.method != "POST":
        return _page(request, found, key)
    joined = invitations.accept(key, user, at=now())
    if joined is None:
        return _does_not_open(request)
    request.session.cycle_key()  # whoever knew the session before has not joined with it
    return _led_on(request, joined)


def _with_new_account(form: JoinForm, key: str) -> Member | None:
    """Make the account and the member, both or neither; None where the invitation was used meanwhile."""
    said = form.cleaned_data
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                email=said["email"], name=said["name"], password=said["password"]
            )
            joined = invitations.accept(key, user, at=now())
            if joined is None:
                transaction.set_rollback(True)
    except IntegrityError:  # somebody with this address was quicker
        return None
    return joined


def _sign_in(request: HttpRequest, user: User) -> None:
    get_adapter().login(request, user)  # with a new session key
    # They have just chosen the password, so they are not asked for it to set up a second factor.
    record_authentication(request, user, method="password", reauthenticated=True)
    user_logged_in.send(sender=User, request=request, user=user)


def _led_on(request: HttpRequest, joined: Member) -> HttpResponse:
    messages.success(request, f"You are {joined.role} of {joined.workspace.name} now.")
    if not is_mfa_enabled(joined.user):
        return redirect("welcome", slug=joined.workspace.slug)
    return redirect("focus", slug=joined.workspace.slug)


def _page(
    request: HttpRequest,
    found: Invitation,
    key: str,
    *,
    form: JoinForm | None = None,
    another: bool = False,
    status: int = 200,
) -> HttpResponse:
    if form is not None and form.errors:
        status = 422
    said = {"invitation": found, "key": key, "form": form, "another": another}
    return render(request, "people/join.html", said, status=status)


def _does_not_open(request: HttpRequest) -> HttpResponse:
    return render(request, "people/join_over.html", status=404)
