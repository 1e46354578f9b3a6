"""When and from where a session was last used, for the list of one's own sessions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress

from allauth.usersessions.internal.usersessionkit import track_activity
from django.core.cache import caches
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponseBase

SECONDS = 60  # between two notes of one session from one place


class SeenMiddleware:
    """Notes it at most once a minute a process, so that looking at a page writes nothing.

    It is no part of answering: where the register cannot be written to, the page comes all the
    same.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Note it, and answer."""
        key = getattr(request.session, "session_key", None)
        if key and caches["here"].add(_once(request, key), True, SECONDS):
            with suppress(DatabaseError), transaction.atomic():
                track_activity(request, user=request.user, session=request.session)
        return self._answer(request)


def _once(request: HttpRequest, key: str) -> str:
    """Return what is the same for one session as long as it comes from one place."""
    place = (key, request.META.get("REMOTE_ADDR", ""), request.headers.get("User-Agent", ""))
    return "seen-" + hashlib.sha256("\n".join(place).encode()).hexdigest()
