"""Invitations: links that make members, once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cynosure.register.people import trail
from cynosure.register.people.keys import hash_of, new_key
from cynosure.register.people.models import Invitation, Member, Role, User, Workspace


def invite(
    workspace: Workspace,
    *,
    role: Role,
    by: User | None,
    at: datetime,
    until: datetime,
    email: str = "",
) -> str:
    """Return the key of a new invitation; only its hash is kept, so it is shown this once."""
    key = new_key()
    with transaction.atomic():
        made = Invitation.objects.create(
            workspace=workspace,
            role=role,
            email=email.strip().lower(),
            key_hash=hash_of(key),
            made_by=by,
            made_at=at,
            expires_at=until,
        )
        _note("invitation.made", made, by, at)
    return key


def invite_first_owner(workspace: Workspace, *, at: datetime, until: datetime) -> str:
    """Return the key of an invitation for the first owner; one printed before holds no more."""
    with transaction.atomic():
        Invitation.objects.filter(
            workspace=workspace, made_by=None, used_at=None, withdrawn_at=None
        ).update(withdrawn_at=at)
        return invite(workspace, role=Role.OWNER, by=None, at=at, until=until)


def invitation_of(key: str, *, at: datetime) -> Invitation | None:
    """Return the invitation that a key opens now; None where it was used, withdrawn or is over."""
    rows = Invitation.objects.select_related("workspace").filter(
        key_hash=hash_of(key), used_at=None, withdrawn_at=None, expires_at__gt=at
    )
    return rows.first()


def open_in(workspace: int, *, at: datetime) -> list[Invitation]:
    """Return the invitations to a workspace that still open, the newest first."""
    rows = Invitation.objects.select_related("made_by").filter(
        workspace=workspace, used_at=None, withdrawn_at=None, expires_at__gt=at
    )
    return list(rows)


def withdraw(workspace: int, number: int, *, by: User, at: datetime) -> bool:
    """Let an invitation open no longer; return whether there was such a one that did."""
    with transaction.atomic():
        rows = Invitation.objects.filter(
            workspace=workspace, pk=number, used_at=None, withdrawn_at=None
        )
        found = rows.first()
        if found is None or not rows.update(withdrawn_at=at):
            return False
        _note("invitation.withdrawn", found, by, at)
    return True


def is_for(invitation: Invitation, email: str) -> bool:
    """Return whether somebody with this address may use an invitation."""
    return invitation.email in {"", email.strip().lower()}


def accept(key: str, user: User, *, at: datetime) -> Member | None:
    """Make a person a member by an invitation, which is gone then; None where it does not open.

    One that is for an address opens to that address alone. Somebody who is a member already keeps the higher of both roles.
    """
    with transaction.atomic():
        found = invitation_of(key, at=at)
        # Of two who open it at once, the database lets one in.
        if (
            found is None
            or not is_for(found, user.email)
            or not Invitation.objects.filter(pk=found.pk, used_at=None).update(used_at=at)
        ):
            return None
        member, _ = Member.objects.get_or_create(
            user=user, workspace=found.workspace, defaults={"role": found.role}
        )
        if not Role(member.role).may(found.role):
            member.role = found.role
            member.save(update_fields=["role"])
        trail.note(
            "member.joined",
            at=at,
            by=user.name,
            user=user,
            workspace=found.workspace_id,
            of=user.name,
            details={"role": str(member.role)},
        )
        return member


def _note(did: str, invitation: Invitation, by: User | None, at: datetime) -> None:
    trail.note(
        did,
        at=at,
        by="cynosure serve" if by is None else by.name,
        user=by,
        workspace=invitation.workspace_id,
        of=f"invitation {invitation.pk}",
        details={"role": str(invitation.role)},
    )
