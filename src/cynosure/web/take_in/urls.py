"""The addresses of the room Take in."""

from __future__ import annotations

from django.urls import path

from cynosure.web.take_in import results, sending, undoing

urlpatterns = [
    path("take-in/", sending.take_in, name="take_in"),
    path("take-in/sent/<slug:token>/", sending.preview, name="take_in_preview"),
    path("take-in/jobs/<int:number>/", results.job, name="take_in_job"),
    path("take-in/imports/<str:import_id>/", results.one_import, name="import"),
    path(
        "take-in/imports/<str:import_id>/quarantine.csv",
        results.quarantine,
        name="import_quarantine",
    ),
    path(
        "take-in/imports/<str:import_id>/quarantine-unmasked.csv",
        results.quarantine_unmasked,
        name="import_quarantine_unmasked",
    ),
    path("take-in/imports/<str:import_id>/undo/", undoing.undo, name="import_undo"),
]
