"""The list of demands: searched, narrowed, sorted, saved, taken away as a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cynosure.errors import MeasureError
from cynosure.register import saved_views
from cynosure.register.people.models import Role
from cynosure.reports import wording
from cynosure.web.demands.columns import Cell, cells, exported
from cynosure.web.demands.forms import FilterForm, ListForm, ViewForm, in_words
from cynosure.web.demands.wanted import Wanted
from cynosure.web.not_told import not_told
from cynosure.web.visit import Visit, noted
from cynosure.wiring.told import (
    FACETS,
    Facets,
    Told,
    corrected_since,
    count_demands,
    export_list,
    facets_among,
    facets_of,
    found_demands,
    list_demands,
    open_told,
)
from cynosure.workflows.found_texts import FoundText
from cynosure.workflows.told.filters import Filters
from cynosure.workflows.told.listing import ListedDemand

_PAGE = 50
_TITLES = {
    "nature": "What they are",
    "code": "Cause or want",
    "state": "State",
    "theme": "Theme",
    "product": "Product",
    "channel": "Channel",
    "source": "Source",
}
_FILES = {
    "csv": ("csv", "text/csv; charset=utf-8"),
    "parquet": ("parquet", "application/vnd.apache.parquet"),
    "ndjson": ("json", "application/x-ndjson"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One demand as the list shows it."""

    demand: ListedDemand
    href: str
    cells: tuple[Cell, ...]
    found: FoundText | None = None


@require_safe
def demands(request: Visit) -> HttpResponse:
    """Show a page of the list that the address asks for."""
    told = open_told(request.folder)
    if told is None:
        return not_told(
            request,
            room="demands",
            heading="Demands",
            words="Take in a file from your ticket system, or a table: what customers asked, and when.",
        )
    try:
        wanted = Wanted.from_query(dict(request.GET.lists()))
        shown = _shown(told, wanted, request.workspace.slug)
    except MeasureError as problem:
        said = {"problem": str(problem), "as_of": told.as_of, "told_at": told.told_at}
        return render(request, "demands/unusable.html", said, status=422)
    filters = FilterForm(told, wanted.filters.to_query())
    words = {"q": wanted.words, "by": wanted.by, "sort": wanted.sort, "columns": wanted.chosen}
    context = {
        "as_of": told.as_of,
        "told_at": told.told_at,
        "wanted": wanted,
        "form": ListForm(words),
        "filters": filters,
        "narrowed": wanted.narrowed(told),
        "corrected": _corrected(told),
        "files": [(form, _export_address(request, wanted, form)) for form in _FILES],
        "views": saved_views.seen_by(request.user),
        "may_let_go": request.role.may(Role.LEAD),
        "view_form": ViewForm(initial={"query": wanted.address.lstrip("?")}),
        **shown,
    }
    return render(request, "demands/demands.html", context)


@require_safe
def export(request: Visit) -> HttpResponse | StreamingHttpResponse:
    """Stream the list that the address asks for, all of it, with its columns."""
    told = open_told(request.folder)
    form = request.GET.get("format", "csv")
    if told is None or form not in _FILES:
        raise Http404
    written, kind = _FILES[form]
    try:
        wanted = Wanted.from_query(dict(request.GET.lists()))
        chunks = export_list(
            told,
            wanted.filters,
            columns=exported(wanted.columns),
            sort=wanted.sort,
            form=written,
            found=_found(told, wanted) if wanted.words else None,
        )
    except MeasureError as problem:
        return HttpResponse(str(problem), status=422, content_type="text/plain; charset=utf-8")
    noted(
        request,
        "demands.exported",
        at=datetime.now(UTC),
        details={"format": form, "columns": len(wanted.columns)},
    )
    name = f"{request.workspace.slug}-demands.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(chunks, content_type=kind, headers=headers)


@require_POST
def save_view(request: Visit) -> HttpResponseRedirect:
    """Keep a list under a name."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, "The view was not kept: give it a name of at most 80 signs.")
        return redirect("demands", slug=request.workspace.slug)
    said = form.cleaned_data
    try:
        wanted = Wanted.from_query(parse_qs(said["query"]))
    except MeasureError as problem:
        messages.error(request, f"The view was not kept. {problem}")
        return redirect("demands", slug=request.workspace.slug)
    query, at = wanted.address.lstrip("?"), datetime.now(UTC)
    view = saved_views.save(said["name"], query, by=request.user, shared=said["shared"], at=at)
    noted(
        request,
        "view.saved",
        at=at,
        of=str(view.pk),
        details={"shared": view.shared},
    )
    messages.success(request, "The view is kept.")
    return HttpResponseRedirect(_list_address(request.workspace.slug, wanted))


@require_POST
def let_go_of_view(request: Visit, number: int) -> HttpResponseRedirect:
    """Let go of a view: one's own, or as a lead a shared one."""
    gone = saved_views.let_go(number, by=request.user, others=request.role.may(Role.LEAD))
    if gone is None:
        raise Http404
    noted(
        request,
        "view.let_go",
        at=datetime.now(UTC),
        of=str(number),
    )
    messages.success(request, "The view is gone; the demands are where they were.")
    return redirect("demands", slug=request.workspace.slug)


def _corrected(told: Told) -> str:
    """Return how much people said since the telling; nothing where that is none."""
    n = len(corrected_since(told))
    if not n:
        return ""
    words = wording.counted(n, "correction")
    return f"{words} since this was told. The rows show them; counts and filters follow."


def _shown(told: Told, wanted: Wanted, slug: str) -> dict[str, Any]:
    """Return what the list shows: rows, how many there are, how they divide, where it goes on."""
    corrected = corrected_since(told)
    if wanted.words:
        found = _found(told, wanted)
        why = {text.demand_id: text for text, _ in found}
        rows = corrected.over(row for _, row in found)
        facets, count, further = facets_among(rows), len(rows), None
    else:
        why = {}
        page = list_demands(
            told,
            wanted.filters,
            sort=wanted.sort,  # type: ignore[arg-type]  # `Wanted` knows the orders
            after=wanted.after,
            limit=_PAGE,
        )
        rows, further = corrected.over(page.rows), page.next
        facets, count = facets_of(told, wanted.filters), count_demands(told, wanted.filters)
    return {
        "rows": [
            Row(
                row,
                reverse("demand", args=[slug, row.demand_id]) + wanted.address,
                cells(row, wanted.columns, told.theme_names),
                why.get(row.demand_id),
            )
            for row in rows
        ],
        "count": count,
        "all": count_demands(told, Filters()),
        "next": further,
        "start": wanted.address or "?",
        "more": wanted.more.address if wanted.more and count == wanted.most else "",
        "facets": _facets(told, wanted, facets),
    }


def _facets(told: Told, wanted: Wanted, facets: Facets) -> list[tuple[str, list[dict[str, Any]]]]:
    shown = []
    for name in FACETS:
        chosen = getattr(wanted.filters, name)
        words = [
            {
                "said": told.theme_names.get(word) or in_words(name, word),
                "n": n,
                "href": wanted.with_word(name, word),
                "here": word in chosen,
            }
            for word, n in facets[name]
        ]
        # One word that nobody chose parts nothing.
        if len(words) > 1 or chosen:
            shown.append((_TITLES[name], words))
    return shown


def _found(told: Told, wanted: Wanted) -> Any:
    return found_demands(told, wanted.words, wanted.filters, by=wanted.by, limit=wanted.most)


def _list_address(slug: str, wanted: Wanted) -> str:
    return reverse("demands", args=[slug]) + wanted.address


def _export_address(request: Visit, wanted: Wanted, form: str) -> str:
    query = replace(wanted, after=None).address
    joined = f"{query}&" if query else "?"
    return f"{reverse('demands-export', args=[request.workspace.slug])}{joined}format={form}"
