"""A room before anything was told: what will stand there, and the next step."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from cynosure.register import jobs
from cynosure.web.visit import Visit, leading_to
from cynosure.wiring.kinds import RETELL


def not_told(request: Visit, *, room: str, heading: str, words: str) -> HttpResponse:
    """Return a room's page before its first telling: being told, or leading to Take in."""
    said = {
        "room": room,
        "heading": heading,
        "words": words,
        "telling": jobs.under_way(RETELL),
        "take_in": leading_to("take_in", request.workspace.slug),
    }
    return render(request, "design/not_told.html", said)
