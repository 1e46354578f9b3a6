"""Where demands come from, and the mappings by which tables are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cynosure.register import jobs
from cynosure.web.people.tabs import settings_tabs
from cynosure.web.visit import Visit, noted, now
from cynosure.wiring import saved_mappings
from cynosure.wiring.kinds import RETELL
from cynosure.wiring.told import open_told
from cynosure.workflows.told.summary import ToldImport


@dataclass(slots=True)
class Source:
    """What came from one place."""

    name: str
    shape: str
    imports: int
    demands: int  # new ones, over all imports
    quarantined: int
    last: datetime | None
    last_sign: datetime | None


@require_safe
def show(request: Visit) -> HttpResponse:
    """Show what was taken in, by source."""
    told = open_told(request.folder)
    said = {
        "sources": [] if told is None else _by_source(told.imports),
        "as_of": told and told.as_of,
        "told_at": told and told.told_at,
        "telling": told is None and jobs.under_way(RETELL),
        "tabs": settings_tabs(request, "workspace"),
    }
    return render(request, "workspace/sources.html", said)


@require_safe
def mappings(request: Visit) -> HttpResponse:
    """Show the mappings that are kept for tables of known columns."""
    said = {
        "mappings": saved_mappings.saved_mappings(request.folder),
        "tabs": settings_tabs(request, "workspace_mappings"),
    }
    return render(request, "workspace/mappings.html", said)


@require_safe
def mapping(request: Visit, name: str) -> HttpResponse:
    """Show one mapping as it is written."""
    found = saved_mappings.saved_mapping(request.folder, name)
    if found is None:
        raise Http404
    said = {"mapping": found, "tabs": settings_tabs(request, "workspace_mappings")}
    return render(request, "workspace/mapping.html", said)


@require_POST
def delete_mapping(request: Visit, name: str) -> HttpResponse:
    """Delete a mapping: the next table of its columns is guessed anew."""
    if not saved_mappings.delete_mapping(request.folder, name):
        raise Http404
    noted(
        request,
        "mapping.deleted",
        at=now(),
        of=name,
    )
    messages.success(request, "The mapping is deleted. The next such table is guessed anew.")
    return redirect("workspace_mappings", slug=request.workspace.slug)


def _by_source(imports: Iterable[ToldImport]) -> list[Source]:
    found: dict[str, Source] = {}
    for each in imports:
        name = each.source or "unnamed"
        source = found.setdefault(name, Source(name, "", 0, 0, 0, None, None))
        source.shape = each.shape or source.shape
        source.imports += 1
        source.demands += each.new or 0
        source.quarantined += each.quarantined or 0
        source.last = max(filter(None, (source.last, each.imported_at)), default=None)
        source.last_sign = max(filter(None, (source.last_sign, each.last_sign_at)), default=None)
    return sorted(found.values(), key=lambda one: -one.demands)
