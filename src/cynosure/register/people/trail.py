"""Writing to the trail, and reading it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction

from cynosure.register.people.models import Member, TrailEntry, User


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
    """Return what was done in a workspace, the newest first; also who of its members signed in."""
    members = Member.objects.filter(workspace=workspace).values("user")
    return TrailEntry.objects.filter(
        models.Q(workspace=workspace) | models.Q(workspace=None, user__in=members)
    )


def page(
    workspace: int,
    *,
    before: int | None = None,
    acts: str = "",
    by: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 50,
) -> tuple[list[TrailEntry], int | None]:
    """Return a page of entries, and the number before which the next page begins; None at the end.

    `acts` narrows to acts of this name or of this beginning ("token" has "token.made"), `by` to
    those of one person, `since` and `until` (not including) to those of a time.
    """
    rows = entries(workspace)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if acts:
        rows = rows.filter(models.Q(did=acts) | models.Q(did__startswith=f"{acts}."))
    if by is not None:
        rows = rows.filter(user=by)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if until is not None:
        rows = rows.filter(at__lt=until)
    found = list(rows[: limit + 1])
    return found[:limit], found[limit - 1].pk if len(found) > limit else None


def kinds(workspace: int) -> list[str]:
    """Return what acts there are of in a workspace, by the first part of their names."""
    names = entries(workspace).order_by().values_list("did", flat=True).distinct()
    return sorted({name.split(".")[0] for name in names})


def ids_with(words: str, *, workspace: int) -> list[str]:
    """Return what entries of a workspace are of that holds these words, in whatever case."""
    rows = TrailEntry.objects.filter(workspace=workspace, of__icontains=words).order_by()
    return sorted(rows.values_list("of", flat=True).distinct())


def forget(tokens: Mapping[str, str], *, workspace: int) -> int:
    """Replace ids of an erased person's demands, all or none; return how many entries changed."""
    rows = TrailEntry.objects.filter(workspace=workspace)
    with transaction.atomic():
        return sum(rows.filter(of=said).update(of=token) for said, token in tokens.items())
