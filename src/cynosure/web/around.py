"""What every page of a workspace shows around its content: other workspaces, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cynosure.register import jobs
from cynosure.register.people.models import Member, Role, Workspace

PATIENCE = timedelta(minutes=2)  # a job that waits longer has no worker


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that does not work, in words for who reads them."""

    text: str
    href: str = ""
    link: str = ""


def workspaces_of(user: int) -> list[Workspace]:
    """Return the workspaces of a person, by name."""
    return list(Workspace.objects.filter(members__user=user).order_by("name"))


def troubles_for(member: Member) -> list[Trouble]:
    """Return what is wrong in the open workspace, as far as this member can do something about it."""
    waits = jobs.longest_waiting(at=datetime.now(UTC))
    if waits <= PATIENCE:
        return []
    if not Role(member.role).may(Role.LEAD):
        return [Trouble("Figures are not being brought up to date at the moment.")]
    minutes = int(waits.total_seconds() // 60)
    return [
        Trouble(
            f"Nothing has worked on what waits for {minutes} minutes: the worker has stopped. "
            "Figures stay as they were last told. Start it with: cynosure worker"
        )
    ]
