"""What every page shows around its content: the workspace, the rooms, what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import HttpRequest

from cynosure.register import jobs
from cynosure.register.people.models import Member, Role
from cynosure.register.scope import within

ROOMS = (
    ("focus", "Focus"),
    ("demands", "Demands"),
    ("audit", "Audit"),
    ("measures", "Measures"),
    ("dissatisfiers", "Dissatisfiers"),
    ("take-in", "Take in"),
    ("workspace", "Settings"),
)
PATIENCE = timedelta(minutes=2)  # a job that waits longer has no worker


def around(request: HttpRequest) -> dict[str, Any]:
    """Return what `design/page.html` needs; little where nobody is signed in."""
    workspace = getattr(request, "workspace", None)
    if workspace is None:
        return {"rooms": ()}
    role: Role = request.role  # type: ignore[attr-defined]
    with within(workspace.pk):
        waits = jobs.longest_waiting(at=datetime.now(UTC))
    wrong = []
    if waits > PATIENCE and role.may("lead"):
        wrong.append(
            f"Nothing has worked on what waits for {int(waits.total_seconds() // 60)} minutes: "
            "the worker has stopped. Figures stay as they were last told. Start it with: "
            "cynosure worker"
        )
    elif waits > PATIENCE:
        wrong.append("Figures are not being brought up to date at the moment.")
    return {
        "rooms": ROOMS,
        "workspace": workspace,
        "role": role,
        "others": Member.objects.filter(user=request.user.pk)
        .exclude(workspace=workspace)
        .select_related("workspace"),
        "wrong": wrong,
    }
