"""One's own account: name, password, appearance, second factor, sessions."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cynosure.register.people import trail
from cynosure.register.people.models import User
from cynosure.web.people.browsers import browser_named
from cynosure.web.people.forms import NameForm
from cynosure.web.visit import SignedInRequest, Visit, now


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: SignedInRequest) -> HttpResponse:
    """Show the account; a POST gives it another name."""
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        User.objects.filter(pk=request.user.pk).update(name=form.cleaned_data["name"].strip())
        messages.success(request, "Your name is kept.")
        return redirect("account")
    said = {
        "form": form,
        "second_factor": Authenticator.objects.filter(
            user=request.user, type=Authenticator.Type.TOTP
        ).first(),
        "sessions": _sessions(request),
    }
    return render(request, "people/account.html", said, status=422 if form.errors else 200)


@require_safe
def welcome(request: Visit) -> HttpResponse:
    """Offer to set up a second factor to somebody who has just joined."""
    return render(request, "people/welcome.html")


@require_POST
def end_session(request: SignedInRequest, number: int) -> HttpResponse:
    """End one of one's sessions: whoever sits there has to sign in again."""
    session = UserSession.objects.filter(user=request.user, pk=number).first()
    if session is None:
        raise Http404
    session.end()
    _note_ended(request, 1)
    messages.success(request, "That session is ended.")
    return redirect("account")


@require_POST
def end_other_sessions(request: SignedInRequest) -> HttpResponse:
    """End all of one's sessions but this one."""
    others = UserSession.objects.filter(user=request.user).exclude(
        session_key=request.session.session_key
    )
    ended = 0
    for session in others:
        session.end()
        ended += 1
    _note_ended(request, ended)
    messages.success(request, "All other sessions are ended.")
    return redirect("account")


def _sessions(request: SignedInRequest) -> list[dict[str, object]]:
    found = UserSession.objects.purge_and_list(request.user)
    return [
        {
            "number": each.pk,
            "browser": browser_named(each.user_agent),
            "ip": each.ip,
            "since": each.created_at,
            "seen": each.last_seen_at,
            "here": each.session_key == request.session.session_key,
        }
        for each in sorted(found, key=lambda each: each.last_seen_at, reverse=True)
    ]


def _note_ended(request: SignedInRequest, ended: int) -> None:
    trail.note(
        "session.ended",
        at=now(),
        by=request.user.name,
        user=request.user,
        details={"sessions": ended},
    )
