"""API tokens: one's own, and for owners those of all."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cynosure.errors import CynosureError
from cynosure.register.people import tokens
from cynosure.web.people.forms import TokenForm
from cynosure.web.people.tabs import settings_tabs
from cynosure.web.visit import Visit, now


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: Visit) -> HttpResponse:
    """Show one's tokens, and make another: its key is shown this once."""
    form = TokenForm(request.POST or None, role=request.role)
    key = ""
    if request.method == "POST" and form.is_valid():
        at = now()
        try:
            key = tokens.make(
                request.workspace,
                request.user,
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                at=at,
                until=form.until(at),
            )
            form = TokenForm(role=request.role)
        except CynosureError as error:
            form.add_error(None, str(error))
    said = {
        "form": form,
        "key": key,
        "tokens": tokens.tokens_in(request.workspace.pk, of=request.user),
        "now": now(),
        "tabs": settings_tabs(request, "tokens"),
    }
    return render(request, "people/tokens.html", said, status=422 if form.errors else 200)


@require_POST
def end(request: Visit, number: int) -> HttpResponse:
    """End one of one's own tokens."""
    if not tokens.end(request.workspace.pk, number, by=request.user, at=now(), whose=request.user):
        raise Http404
    messages.success(request, "The token is ended: no program gets in with it any more.")
    return redirect("tokens", slug=request.workspace.slug)


@require_safe
def of_all(request: Visit) -> HttpResponse:
    """Show the tokens of all members."""
    said = {
        "tokens": tokens.tokens_in(request.workspace.pk),
        "now": now(),
        "tabs": settings_tabs(request, "tokens"),
    }
    return render(request, "people/tokens_of_all.html", said)


@require_POST
def end_of_other(request: Visit, number: int) -> HttpResponse:
    """End a token, whosever it is."""
    if not tokens.end(request.workspace.pk, number, by=request.user, at=now()):
        raise Http404
    messages.success(request, "The token is ended: no program gets in with it any more.")
    return redirect("tokens_of_all", slug=request.workspace.slug)
