"""Where measures lie."""

from __future__ import annotations

from django.urls import path

from cynosure.web.measures import downloads, views

urlpatterns = [
    path("measures/", views.index, name="measures"),
    path("measures/<slug:measure>/", views.measure, name="measure"),
    path("measures/<slug:measure>/beside/", views.items, name="measure_items"),
    path("measures/<slug:measure>/download/<slug:part>.<str:form>", downloads.download,
         name="measure_download"),
]  # fmt: skip
