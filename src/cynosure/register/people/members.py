"""Members: who is one, what they may do, and that a workspace never loses its last owner."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, models, transaction

from cynosure.errors import StoreError
from cynosure.register.people import trail
from cynosure.register.people.models import ApiToken, Member, Role, User


class LastOwner(StoreError):
    """A workspace would be left without an owner."""

    exit_status = 64

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is the only owner, and a workspace needs one. Make somebody else an owner "
            "first."
        )


class RaisedThemselves(StoreError):
    """Somebody would give themselves more than they have."""

    exit_status = 64

    def __init__(self, role: str) -> None:
        super().__init__(
            f"Nobody makes themselves {role}. Ask another owner of the workspace to do it."
        )


def members_of(workspace: int) -> list[Member]:
    """Return the members of a workspace, by name."""
    rows = Member.objects.select_related("user").filter(workspace=workspace)
    return list(rows.order_by("user__name", "pk"))


def change_role(workspace: int, number: int, role: Role, *, by: User, at: datetime) -> bool:
    """Let a member have another role; return whether there is such a member.

    Raises
    ------
    LastOwner
        If no owner would be left.
    RaisedThemselves
        If it is their own role, and a higher one.
    """
    with transaction.atomic():
        member = _held(workspace, number)
        if member is None:
            return False
        before = Role(member.role)
        if before == role:
            return True
        if member.user_id == by.pk and not before.may(role):
            raise RaisedThemselves(role)
        _leave_an_owner(member, role)
        member.role = role
        member.save(update_fields=["role"])
        _note("member.role-changed", member, by, at, {"from": str(before), "to": str(role)})
    return True


def remove(workspace: int, number: int, *, by: User, at: datetime) -> bool:
    """Let somebody be no member any more, and their tokens here end; return whether they were one.

    What they did stays theirs.

    Raises
    ------
    LastOwner
        If no owner would be left.
    """
    with transaction.atomic():
        member = _held(workspace, number)
        if member is None:
            return False
        _leave_an_owner(member, None)
        theirs = ApiToken.objects.filter(workspace=workspace, made_by=member.user_id)
        theirs.filter(ended_at=None).update(ended_at=at)
        _note("member.removed", member, by, at, {"role": str(member.role)})
        member.delete()
    return True


def _held(workspace: int, number: int) -> Member | None:
    """Return a member, no owner's row changing meanwhile: two owners may lower one another."""
    rows = Member.objects.filter(workspace=workspace)
    if connection.features.has_select_for_update:
        wanted = models.Q(role=Role.OWNER) | models.Q(pk=number)
        list(rows.filter(wanted).order_by("pk").select_for_update())
    return rows.select_related("user").filter(pk=number).first()


def _leave_an_owner(member: Member, role: Role | None) -> None:
    if member.role != Role.OWNER or role == Role.OWNER:
        return
    owners = Member.objects.filter(workspace=member.workspace_id, role=Role.OWNER)
    if not owners.exclude(pk=member.pk).exists():
        raise LastOwner(member.user.name)


def _note(did: str, member: Member, by: User, at: datetime, details: dict[str, object]) -> None:
    trail.note(
        did,
        at=at,
        by=by.name,
        user=by,
        workspace=member.workspace_id,
        of=member.user.name,
        details=details,
    )
