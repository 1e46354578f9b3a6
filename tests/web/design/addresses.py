"""Addresses with the names that the frame leads to, whichever rooms are built."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from cynosure.web.design.rooms import ROOMS


def nothing(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Answer with nothing: only the address is looked at."""
    return HttpResponse(slug)


urlpatterns = [
    path("", include("cynosure.web.design.urls")),
    path("account/", nothing, name="account"),
    path("account/logout/", nothing, name="account_logout"),
    path("w/<slug:slug>/", nothing, name="focus"),
    *(
        path(f"w/<slug:slug>/{room.name.replace('_', '-')}/", nothing, name=room.name)
        for room in ROOMS
        if room.name != "focus"
    ),
]
