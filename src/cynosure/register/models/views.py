"""Saved views: lists of demands that somebody wants to come back to."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from cynosure.register.models.of_workspace import OfWorkspace


class SavedView(OfWorkspace):
    """A list of demands under a name; one's own, or everybody's of the workspace."""

    name = models.CharField(max_length=80, db_comment="What it is called, as its maker wrote it.")
    query = models.CharField(
        max_length=4000,
        db_comment="Search, filters, order and columns, as the address of the list says them.",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_comment="Who saved it."
    )
    shared = models.BooleanField(
        default=False, db_comment="Whether every member sees it, or its maker alone."
    )
    made_at = models.DateTimeField(db_comment="When it was saved last, UTC.")

    class Meta:
        """By name; a person has each name once."""

        db_table_comment = "Lists of demands that people saved."
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "by", "name"], name="saved_view_once"),
        ]

    def __str__(self) -> str:
        return f"view {self.pk} ({self.name})"
