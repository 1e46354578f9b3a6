"""Webhooks in: where each sender sends, the secret it signs with, and what came last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cynosure.errors import CynosureError
from cynosure.intake.deliveries import SENDERS
from cynosure.register import inbox, webhook_secrets
from cynosure.web.people.tabs import settings_tabs
from cynosure.web.visit import Visit, noted, now


class SecretForm(forms.Form):
    """A secret that the sender made; empty: one is made here."""

    secret = forms.CharField(max_length=500, required=False, strip=True)


@dataclass(frozen=True, slots=True)
class Sending:
    """A sender as the page shows it."""

    name: str
    title: str
    address: str
    secrets: Sequence[Any]  # that hold


@never_cache
@require_safe
def show(request: Visit) -> HttpResponse:
    """Show senders, their secrets' beginnings, and the last deliveries."""
    return _page(request)


@never_cache
@require_POST
def secret(request: Visit, sender: str) -> HttpResponse:
    """Make a secret for a sender, shown this once, or keep the one that the sender made.

    The older ones hold on until somebody ends them, so that nothing is lost in between.
    """
    if sender not in SENDERS:
        raise Http404
    form = SecretForm(request.POST)
    if not form.is_valid():
        # Not one of ours instead: the sender would go on signing with its own.
        messages.error(request, f"The secret is not kept. {form.errors['secret'][0]}")
        return _back(request)
    given = form.cleaned_data["secret"]
    try:
        if given:
            webhook_secrets.keep(sender, given, by=request.user.name, at=now())
            _note(request, "webhook-secret.kept", SENDERS[sender].title)
            messages.success(request, "The secret is kept.")
            return _back(request)
        made = webhook_secrets.make(sender, by=request.user.name, at=now())
    except CynosureError as error:
        messages.error(request, str(error))
        return _back(request)
    _note(request, "webhook-secret.made", SENDERS[sender].title)
    return _page(request, made=made, made_for=SENDERS[sender].title)


@require_POST
def end_secret(request: Visit, number: int) -> HttpResponse:
    """Let a secret hold no longer."""
    if not webhook_secrets.end(number, at=now()):
        raise Http404
    _note(request, "webhook-secret.ended", f"secret {number}")
    messages.success(request, "The secret is ended: what is signed with it is refused.")
    return _back(request)


@require_POST
def again(request: Visit, number: int) -> HttpResponse:
    """Let a delivery that was given up be moved once more."""
    if not inbox.try_again(number):
        raise Http404
    _note(request, "delivery.tried-again", f"delivery {number}")
    messages.success(request, "It is tried again.")
    return _back(request)


@require_POST
def let_go(request: Visit, number: int) -> HttpResponse:
    """Let go of the words of a delivery that was given up."""
    if not inbox.let_go(number):
        raise Http404
    _note(request, "delivery.let-go", f"delivery {number}")
    messages.success(request, "Its words are gone. That it came stays in the list.")
    return _back(request)


def _page(request: Visit, *, made: str = "", made_for: str = "") -> HttpResponse:
    holding = [row for row in webhook_secrets.listed() if row.ended_at is None]
    said = {
        "senders": [
            Sending(
                each.name,
                each.title,
                request.build_absolute_uri(
                    reverse("webhook", args=[request.workspace.slug, each.name])
                ),
                [row for row in holding if row.sender == each.name],
            )
            for each in SENDERS.values()
        ],
        "made": made,
        "made_for": made_for,
        "deliveries": inbox.recent(50, senders=list(SENDERS)),
        "counts": inbox.counts(),
        "given_up": inbox.given_up(),
        "tabs": settings_tabs(request, "workspace_webhooks"),
    }
    return render(request, "workspace/webhooks.html", said)


def _note(request: Visit, did: str, of: str) -> None:
    noted(
        request,
        did,
        at=now(),
        of=of,
    )


def _back(request: Visit) -> HttpResponse:
    return redirect("workspace_webhooks", slug=request.workspace.slug)
