"""The trail: what was done, by whom. The database refuses to change it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from cynosure.register.people.models.workspace import Workspace


class TrailEntry(models.Model):
    """One act. Triggers of the database refuse to change or delete it.

    The one exception is the law's: an erased demand's id is replaced by its token.
    """

    workspace = models.ForeignKey(
        Workspace,
        models.PROTECT,
        null=True,
        related_name="+",
        db_comment="Where; null: signing in and out, which is of no workspace.",
    )
    at = models.DateTimeField(db_comment="When, UTC.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_comment="Who; null: a program, named in `by`.",
    )
    by = models.CharField(max_length=200, db_comment="Their name then, or the program's.")
    did = models.CharField(max_length=60, db_comment="What was done, such as 'demand.unmasked'.")
    of = models.CharField(
        max_length=500, blank=True, default="", db_comment="To what, such as a demand's id."
    )
    details = models.JSONField(
        default=dict, db_comment="What else tells the act; never customers' words or secrets."
    )

    class Meta:
        """The newest first."""

        db_table_comment = "What was done, by whom; nothing is ever changed or deleted."
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["workspace", "-id"], name="trail_newest")]

    def __str__(self) -> str:
        return f"{self.did} ({self.pk})"
