"""What the access rule found out about a request, with its types."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest

from cynosure.register.people.models import Member, Role, User, Workspace


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, as what, in which workspace. `web/access.py` made sure of it."""

    user: User
    member: Member
    role: Role
    workspace: Workspace
    folder: Path

    @property
    def name(self) -> str:
        """The name that others see beside what they do."""
        return self.user.name or self.user.email


def asked_by(request: HttpRequest) -> Asked:
    """Return who asks and in which workspace.

    Fails outside a workspace's addresses, where the access rule finds no member.
    """
    member: Member = request.member  # type: ignore[attr-defined]
    user = request.user
    assert isinstance(user, User), "the access rule lets in nobody else"
    return Asked(user, member, Role(member.role), member.workspace, request.folder)  # type: ignore[attr-defined]
