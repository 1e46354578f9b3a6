"""All addresses: one line a room."""

from __future__ import annotations

from django.urls import include, path

from cynosure.web import home

handler500 = "cynosure.web.outage.broken"

_ROOMS = ("focus", "demands", "audit", "measures", "dissatisfiers", "take_in", "workspace")
_BESIDE = {"design": "", "people": "", "watching": "-/", "webhooks": "in/", "api": "api/v1/"}


urlpatterns = [
    path("", home.home, name="home"),
    *(path("w/<slug:slug>/", include(f"cynosure.web.{room}.urls")) for room in _ROOMS),
    *(path(prefix, include(f"cynosure.web.{name}.urls")) for name, prefix in _BESIDE.items()),
]
