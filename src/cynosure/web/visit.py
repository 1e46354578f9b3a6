"""A request inside a workspace, as the access rule has left it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from cynosure.register.people import trail
from cynosure.register.people.models import Member, Role, User, Workspace
from cynosure.web.around import Said
from cynosure.workflows.told.filters import Filters


class Visit(HttpRequest):
    """What a view of a room gets: the workspace is open, and the visitor may be there."""

    user: User
    member: Member
    workspace: Workspace
    role: Role
    folder: Path  # of the workspace
    workspaces: Sequence[Workspace]  # all that are open to the visitor
    troubles: Sequence[Said]  # what does not work here, in words for the visitor


class SignedInRequest(HttpRequest):
    """A request of somebody who has signed in, in no workspace."""

    user: User


def now() -> datetime:
    """Return this moment, UTC: pages are where the clock on the wall is looked at."""
    return datetime.now(UTC)


def noted(
    request: Visit,
    did: str,
    *,
    at: datetime,
    of: str = "",
    details: Mapping[str, object] | None = None,
) -> None:
    """Write what the visitor did to the trail of the workspace."""
    trail.note(
        did,
        at=at,
        by=request.user.name,
        user=request.user,
        workspace=request.workspace.pk,
        of=of,
        details=details,
    )


def leading_to(name: str, slug: str, *parts: str) -> str:
    """Return an address in a workspace; nothing where that room is not there."""
    try:
        return reverse(name, args=[slug, *parts])
    except NoReverseMatch:
        return ""


def demands_address(slug: str, filters: Filters) -> str:
    """Return the address that lists exactly these demands; nothing without that room."""
    room = leading_to("demands", slug)
    return f"{room}?{urlencode(filters.to_query(), doseq=True)}" if room else ""
