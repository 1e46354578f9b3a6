"""Before a dangerous act, whoever sits there shows that it is they: nothing they filled in is lost."""

from __future__ import annotations

from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.flows.reauthentication import (
    did_recently_reauthenticate,
    reauthenticate_by_password,
)
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

FIELD = "confirm_password"
_OURS = {FIELD, "csrfmiddlewaretoken"}


def asked_to_confirm(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks for the password, the form kept in it; None where to go on.

    allauth's own way keeps the form in the session and then calls the view by
    itself, past the rule of access; so this page sends the form again.
    """
    if did_recently_reauthenticate(request):
        return None
    form = None
    if FIELD in request.POST:
        too_many: HttpResponse | None = ratelimit.consume_or_429(request, action="reauthenticate")
        if too_many is not None:
            return too_many
        form = ReauthenticateForm(
            user=request.user, data={"password": request.POST[FIELD]}, prefix=None
        )
        if form.is_valid():
            reauthenticate_by_password(request)
            return None
    kept = [
        (name, said)
        for name, values in request.POST.lists()
        if name not in _OURS
        for said in values
    ]
    wrong = [] if form is None else form.errors.get("password", [])
    page = {"kept": kept, "wrong": wrong, "field": FIELD}
    return render(request, "people/confirm.html", page, status=403)
