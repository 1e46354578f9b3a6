"""A request inside a workspace, as the access rule has left it."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from cynosure.register.people.models import Member, Role, Workspace
from cynosure.workflows.told.filters import Filters


class Visit(HttpRequest):
    """What a view of a room gets: the workspace is open, and the visitor may be there."""

    member: Member
    workspace: Workspace
    role: Role
    folder: Path  # of the workspace


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
