"""All addresses: one line a room."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import include, path

from cynosure.web import home

_ROOMS = ("focus", "demands", "audit", "measures", "dissatisfiers", "take_in", "workspace")


def _there(name: str) -> bool:
    return (
        find_spec(f"cynosure.web.{name}.urls") is not None
        if find_spec(f"cynosure.web.{name}")
        else False
    )


urlpatterns = [
    path("", home.home, name="home"),
    *(
        path("w/<slug:slug>/", include(f"cynosure.web.{room}.urls"))
        for room in _ROOMS
        if _there(room)
    ),
    *(
        path(prefix, include(f"cynosure.web.{name}.urls"))
        for prefix, name in (
            ("", "people"),
            ("", "design"),
            ("-/", "watching"),
            ("in/", "webhooks"),
            ("api/v1/", "api"),
        )
        if _there(name)
    ),
]
