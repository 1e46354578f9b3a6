"""Invitations: links that make members, once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

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
    Invitation.objects.create(
        workspace=workspace,
        role=role,
        email=email.strip().lower(),
        key_hash=hash_of(key),
        made_by=by,
        made_at=at,
        expires_at=until,
    )
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


def accept(key: str, user: User, *, at: datetime) -> Member | None:
    """Make a person a member by an invitation, which is gone then; None where it does not open.

    Somebody who is a member already keeps the higher of both roles.
    """
    with transaction.atomic():
        found = invitation_of(key, at=at)
        # Of two who open it at once, the database lets one in.
        if found is None or not Invitation.objects.filter(pk=found.pk, used_at=None).update(
            used_at=at
        ):
            return None
        member, _ = Member.objects.get_or_create(
            user=user, workspace=found.workspace, defaults={"role": found.role}
        )
        if not Role(member.role).may(found.role):
            member.role = found.role
            member.save(update_fields=["role"])
        return member
