"""Requests of people, with the types that the access rule makes sure of."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest

from cynosure.register.people.models import User
from cynosure.web.visit import Visit


class WorkspaceRequest(Visit):
    """A request of a member, in the workspace that is open."""

    user: User


class SignedInRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


def now() -> datetime:
    """Return this moment, UTC: pages are where the clock on the wall is looked at."""
    return datetime.now(UTC)
