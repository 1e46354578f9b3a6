"""Members: who may do what in a workspace."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from cynosure.register.people.models.workspace import Workspace


class Role(models.TextChoices):
    """What a member may do; each may do all that the ones before it may.

    >>> Role.LEAD.may("contributor"), Role.VIEWER.may("lead")
    (True, False)
    """

    VIEWER = "viewer", "Viewer: sees figures and demands"
    CONTRIBUTOR = "contributor", "Contributor: also labels, decides and takes in"
    LEAD = "lead", "Lead: also changes themes, remedies, weights and mappings"
    OWNER = "owner", "Owner: also invites, ends tokens and erases people"

    def may(self, needed: str) -> bool:
        """Return whether this role may do what needs that one."""
        order = list(Role)
        return order.index(self) >= order.index(Role(needed))


class Member(models.Model):
    """One person's part in one workspace."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        db_comment="Who.",
    )
    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="members", db_comment="Where."
    )
    role = models.CharField(max_length=20, choices=Role, db_comment="What they may do.")
    since = models.DateTimeField(auto_now_add=True, db_comment="Since when, UTC.")

    class Meta:
        """Once a person and workspace; a role must be known."""

        db_table_comment = "Who may do what in a workspace."
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "workspace"], name="member_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=["viewer", "contributor", "lead", "owner"]),
                name="member_known_role",
            ),
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} is {self.role} of workspace {self.workspace_id}"
