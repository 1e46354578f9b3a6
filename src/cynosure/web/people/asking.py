"""Requests inside a workspace, as the access rule prepared them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.http import HttpRequest

from cynosure.register.people.models import Member, Role, User, Workspace


class WorkspaceRequest(HttpRequest):
    """A request of a member; `web/access` has looked up all that it says."""

    user: User  # type: ignore[assignment]
    member: Member
    workspace: Workspace
    role: Role
    folder: Path


class SignedInRequest(HttpRequest):
    """A request of somebody who has signed in."""

    user: User  # type: ignore[assignment]


def now() -> datetime:
    """Return this moment, UTC: pages are where the clock on the wall is looked at."""
    return datetime.now(UTC)
