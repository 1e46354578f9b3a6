"""Undoing an import: what would go, and the word to do it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from cynosure.errors import StoreError
from cynosure.register import jobs
from cynosure.web.visit import Visit, noted
from cynosure.wiring.imports import imports_of
from cynosure.wiring.kinds import UNDO
from cynosure.wiring.undoing import would_undo


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: Visit, import_id: str) -> HttpResponse:
    """Show what undoing would do; a POST asks the worker for it."""
    rows = [row for row in imports_of(request.folder) if row["import_id"] == import_id]
    if not rows:
        raise Http404
    try:
        receipt, why = would_undo(request.folder, import_id), ""
    except StoreError as error:
        receipt, why = None, str(error)
    if request.method != "POST" or receipt is None:
        said = {"row": rows[0], "receipt": receipt, "why": why}
        status = 409 if request.method == "POST" else 200
        return render(request, "take_in/undo.html", said, status=status)
    now = datetime.now(UTC)
    named = {"import_id": import_id, "files": list(rows[0]["files"] or ())}
    jobs.enqueue(UNDO, named, by=request.user.name, at=now, once=True)
    noted(
        request,
        "import.undone",
        at=now,
        of=import_id,
    )
    messages.success(request, "The import is being undone. Figures follow in a minute.")
    return redirect("take_in", slug=request.workspace.slug)
