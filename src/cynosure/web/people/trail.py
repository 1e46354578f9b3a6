"""The trail: who did what, and when."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cynosure.register.people import members, trail
from cynosure.web.people.acts import in_words
from cynosure.web.people.forms import TrailForm
from cynosure.web.people.tabs import settings_tabs
from cynosure.web.visit import Visit


@require_safe
def show(request: Visit) -> HttpResponse:
    """Show a page of the trail, the newest first, narrowed by what the address says."""
    workspace = request.workspace.pk
    people = [(each.user_id, each.user.name) for each in members.members_of(workspace)]
    form = TrailForm(request.GET or None, kinds=trail.kinds(workspace), people=people)
    asked = form.cleaned_data if form.is_valid() else {}
    after = request.GET.get("after", "")
    found, following = trail.page(
        workspace,
        before=int(after) if after.isdecimal() and len(after) < 19 else None,
        acts=asked.get("acts") or "",
        by=asked.get("by"),
        since=_midnight(asked.get("since")),
        until=_midnight(asked.get("until"), days=1),
    )
    said = {
        "form": form,
        "entries": [(entry, in_words(entry.did), _details(entry.details)) for entry in found],
        "next": following,
        "narrowed": any(asked.values()),
        "tabs": settings_tabs(request, "trail"),
    }
    return render(request, "people/trail.html", said)


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), UTC) + timedelta(days=days)


def _details(told: dict[str, object]) -> str:
    return ", ".join(f"{name.replace('_', ' ')}: {_plain(said)}" for name, said in told.items())


def _plain(said: object) -> str:
    if isinstance(said, bool):
        return "yes" if said else "no"
    if isinstance(said, list):
        return " ".join(map(str, said)) or "none"
    return str(said)
