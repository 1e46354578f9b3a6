"""Keys: invitations and API tokens, kept as hashes of what was shown once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from cynosure.register.people.models.member import Role
from cynosure.register.people.models.workspace import Workspace


class Invitation(models.Model):
    """A link that makes who opens it a member, once, for a while."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="invitations", db_comment="Where to."
    )
    role = models.CharField(max_length=20, choices=Role, db_comment="What they will be.")
    email = models.EmailField(
        blank=True, default="", db_comment="Whom it is for; empty: whoever has the link."
    )
    key_hash = models.CharField(
        max_length=64, unique=True, db_comment="SHA-256 of the link's key, in hexadecimal."
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_comment="Who invited; null: `cynosure serve`, for the first owner.",
    )
    made_at = models.DateTimeField(db_comment="When it was made, UTC.")
    expires_at = models.DateTimeField(db_comment="Until when it opens, UTC; not including.")
    used_at = models.DateTimeField(null=True, db_comment="When it was used, UTC; then it is gone.")
    withdrawn_at = models.DateTimeField(null=True, db_comment="When it was withdrawn, UTC.")

    class Meta:
        """The newest first."""

        db_table_comment = "Links that make members."
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"invitation {self.pk} as {self.role}"


class ApiToken(models.Model):
    """A key with which a program acts in one workspace, as far as its scopes go."""

    workspace = models.ForeignKey(
        Workspace, models.CASCADE, related_name="tokens", db_comment="Where it holds."
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_comment="Whose it is."
    )
    name = models.CharField(max_length=100, db_comment="What it is for, in its owner's words.")
    key_hash = models.CharField(
        max_length=64, unique=True, db_comment="SHA-256 of the key, in hexadecimal."
    )
    begins_with = models.CharField(
        max_length=12, db_comment="How the key begins, to tell tokens apart."
    )
    scopes = models.JSONField(db_comment="What it may do, as names of scopes.")
    made_at = models.DateTimeField(db_comment="When it was made, UTC.")
    expires_at = models.DateTimeField(db_comment="Until when it holds, UTC; not including.")
    last_used_at = models.DateTimeField(
        null=True, db_comment="When it was last used, UTC, to the minute."
    )
    ended_at = models.DateTimeField(null=True, db_comment="When somebody ended it, UTC.")

    class Meta:
        """The newest first."""

        db_table_comment = "Keys of programs."
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"token {self.pk} ({self.begins_with}…)"
