"""What makes a workspace: its name, what it asks of its members, and another one beside it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from cynosure.register.folders import slug_of, written
from cynosure.register.people import trail
from cynosure.register.people.models import Member, Role, User, Workspace

# A folder of their own: a name may be one that the store uses for itself.
BENEATH = "workspaces"


def found(name: str, *, beneath: Path, root: Path | None, by: User, at: datetime) -> Workspace:
    """Return a new workspace in a folder of its own, its owner who founds it.

    `beneath` is where the register lies, `root` the same where it is a file there. The folder
    itself is made by who opens the store in it.
    """
    with transaction.atomic():
        taken = set(Workspace.objects.values_list("slug", flat=True))
        slug = slug_of(name, taken)
        workspace = Workspace.objects.create(
            slug=slug, name=name.strip(), folder=written(beneath / BENEATH / slug, root)
        )
        Member.objects.create(user=by, workspace=workspace, role=Role.OWNER)
        _note("workspace.founded", workspace, by, at)
    return workspace


def rename(workspace: Workspace, name: str, *, by: User, at: datetime) -> None:
    """Let a workspace be called otherwise; its name in addresses stays."""
    if workspace.name == name.strip():
        return
    with transaction.atomic():
        workspace.name = name.strip()
        workspace.save(update_fields=["name"])
        _note("workspace.renamed", workspace, by, at)


def require_second_factor(workspace: Workspace, required: bool, *, by: User, at: datetime) -> None:
    """Let members without a second factor be led to set one up before they see anything, or not."""
    if workspace.second_factor_required == required:
        return
    with transaction.atomic():
        workspace.second_factor_required = required
        workspace.save(update_fields=["second_factor_required"])
        did = "second-factor.required" if required else "second-factor.not-required"
        _note(did, workspace, by, at)


def _note(did: str, workspace: Workspace, by: User, at: datetime) -> None:
    trail.note(did, at=at, by=by.name, user=by, workspace=workspace.pk, of=workspace.slug)
