"""Writing to the trail, and reading it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction

from cynosure.register.people.models import TrailEntry, User


def note(
    did: str,
    *,
    at: datetime,
    by: str,
    user: User | None = None,
    workspace: int | None = None,
    of: str = "",
    details: Mapping[str, object] | None = None,
) -> TrailEntry:
    """Write down that something was done; nobody can take it back.

    `details` holds numbers, codes and names of settings, never customers' words
    or secrets: the trail outlives what is erased.
    """
    return TrailEntry.objects.create(
        workspace_id=workspace,
        at=at,
        user=user,
        by=by,
        did=did,
        of=of,
        details=dict(details or {}),
    )


def entries(workspace: int) -> models.QuerySet[TrailEntry]:
    """Return what was done in a workspace, the newest first."""
    return TrailEntry.objects.filter(workspace_id=workspace)


def forget(tokens: Mapping[str, str]) -> int:
    """Replace ids of an erased person's demands, all or none; return how many entries changed."""
    with transaction.atomic():
        return sum(
            TrailEntry.objects.filter(of=said).update(of=token) for said, token in tokens.items()
        )
