"""Sending files, and what they are taken for before anything is taken in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cynosure.errors import CynosureError, IntakeError
from cynosure.intake import Inspection, NothingToRead
from cynosure.intake import Mapping as ColumnMapping
from cynosure.register import jobs
from cynosure.web.take_in import receiving
from cynosure.web.take_in.forms import CorrectionForm, called
from cynosure.web.visit import Visit, noted
from cynosure.wiring import uploads
from cynosure.wiring.imports import imports_of
from cynosure.wiring.kinds import TAKE_IN, UNDO
from cynosure.wiring.previewing import look_at, preview_of
from cynosure.wiring.uploads import Upload


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # only until it is known where the files go: `receiving` asks for the token
def take_in(request: Visit) -> HttpResponse:
    """Show what was taken in, and take files that somebody sends."""
    status = 200
    wrong = ""
    if request.method == "POST":
        uploads.tidy(request.folder, now=datetime.now(UTC))
        try:
            sent = receiving.received(request)
        except IntakeError as error:
            wrong, status = str(error), 413 if isinstance(error, uploads.TooLarge) else 422
        except OSError as error:
            wrong, status = _refused(error), 507
        else:
            if isinstance(sent, HttpResponse):
                return sent
            return redirect("take_in_preview", slug=request.workspace.slug, token=sent.token)
    try:
        rows, unreadable = imports_of(request.folder), ""
    except CynosureError as error:
        rows, unreadable = [], str(error)
    said = {
        "imports": rows,
        "unreadable": unreadable,
        "running": [job for job in jobs.recent(TAKE_IN, UNDO, limit=5) if job.state != "done"],
        "wrong": wrong,
        "limit": settings.UPLOAD_LIMIT / 1024**3,
        "may": request.role.may("contributor"),
    }
    return render(request, "take_in/take_in.html", said, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: Visit, token: str) -> HttpResponse:
    """Show what files are taken for; take corrections, start, or let go."""
    upload = uploads.upload_called(request.folder, token)
    if upload is None:
        raise Http404
    if request.method == "POST" and "let_go" in request.POST:
        uploads.let_go(upload)
        messages.success(request, "The files are gone; nothing was taken in.")
        return redirect("take_in", slug=request.workspace.slug)
    try:
        seen, upload = _seen(upload, request.folder)
    except NothingToRead as error:
        return _to_be_told(request, upload, error)
    except IntakeError as error:
        return render(
            request, "take_in/unreadable.html", {"upload": upload, "why": str(error)}, status=422
        )
    if request.method != "POST":
        return _shown(request, upload, seen, _form(upload, seen))
    return _said(request, upload, seen)


def _said(request: Visit, upload: Upload, seen: Inspection) -> HttpResponse:
    """Keep what somebody said about the files; take them in if they said so."""
    form = _form(upload, seen, request.POST)
    if not form.is_valid():
        return _shown(request, upload, seen, form, status=422)
    mapping = form.mapping()
    corrected = mapping is not None and (form.has_changed() or upload.corrected)
    upload = uploads.say_of(
        upload,
        source=form.cleaned_data["source"] or None,
        timezone=form.cleaned_data["timezone"] or None,
        mapping=mapping if corrected else None,
    )
    if "start" not in request.POST:
        return redirect("take_in_preview", slug=request.workspace.slug, token=upload.token)
    if corrected and mapping is not None:
        uploads.keep_mapping(request.folder, seen.header, mapping)
    now = datetime.now(UTC)
    job = jobs.enqueue(
        TAKE_IN,
        {
            "token": upload.token,
            "asked_at": now.isoformat(),
            "files": [f.name for f in upload.files],
        },
        by=request.user.name,
        at=now,
    )
    noted(
        request,
        "files.taken-in",
        at=now,
        of=f"job {job.pk}",
    )
    return redirect("take_in_job", slug=request.workspace.slug, number=job.pk)


def _to_be_told(request: Visit, upload: Upload, error: NothingToRead) -> HttpResponse:
    """Ask which column is what, where nobody can guess it; take the answer."""
    form = CorrectionForm(
        request.POST if request.method == "POST" else None,
        header=error.columns,
        mapping=ColumnMapping(source=upload.source),
    )
    if request.method == "POST" and form.is_valid() and (mapping := form.mapping()) is not None:
        uploads.say_of(
            upload,
            source=form.cleaned_data["source"] or None,
            timezone=form.cleaned_data["timezone"] or None,
            mapping=mapping,
        )
        return redirect(request.path)
    said = {"upload": upload, "form": form, "zones": sorted(available_timezones())}
    return render(request, "take_in/to_be_told.html", said, status=422 if form.errors else 200)


def _seen(upload: Upload, folder: Path) -> tuple[Inspection, Upload]:
    """Return what the files are taken for, by a mapping kept from before where there is one."""
    now = datetime.now(UTC)
    try:
        seen: Inspection | None = look_at(upload, now=now)
        header = seen.header if seen is not None and seen.mapping.shape == "table" else ()
    except NothingToRead as error:
        seen, header = None, error.columns
        if upload.mapping is not None or uploads.known_mapping(folder, header) is None:
            raise
    known = None if upload.mapping is not None else uploads.known_mapping(folder, header)
    if seen is not None and known is None:
        return seen, upload
    assert known is not None, "raised above"
    upload = uploads.say_of(
        upload, source=known.source, timezone=known.timezone, mapping=known, known=True
    )
    return look_at(upload, now=now), upload


def _form(upload: Upload, seen: Inspection, given: Any = None) -> CorrectionForm:
    initial = {
        "source": upload.source or seen.source,
        "timezone": upload.timezone or ("" if seen.zone_needed else seen.zone),
        "order": "" if not seen.day_order_told else ("day" if seen.day_first else "month"),
    }
    return CorrectionForm(given, initial=initial, header=seen.header, mapping=seen.mapping)


def _shown(
    request: Visit, upload: Upload, seen: Inspection, form: CorrectionForm, status: int = 200
) -> HttpResponse:
    shown = preview_of(seen)
    said = {
        "upload": upload,
        "seen": seen,
        "form": form,
        "shown": shown,
        "columns": [(called(each.field), each) for each in shown.columns],
        "zones": sorted(available_timezones()),
        "set_aside": seen.set_aside.items(),
    }
    return render(request, "take_in/preview.html", said, status=status)


def _refused(error: OSError) -> str:
    return (
        f"The server could not keep the files: {error.strerror or error}. Nothing was kept. Whoever "
        "runs the server can free some space; then send them again."
    )
