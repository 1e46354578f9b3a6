"""Workspaces: a store folder and a row here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Workspace(models.Model):
    """One organisation's demands: a folder with a store, and the people who work with it."""

    slug = models.SlugField(
        max_length=60, unique=True, db_comment="Its name in addresses; never changes."
    )
    name = models.CharField(max_length=100, db_comment="Its name on pages.")
    folder = models.CharField(
        max_length=1000,
        unique=True,
        db_comment="Where its store lies: beside an SQLite register relative to its folder "
        "(so that both may be moved), else absolute.",
    )
    second_factor_required = models.BooleanField(
        default=False,
        db_comment="True: its members see nothing of it before they have a second factor.",
    )
    made_at = models.DateTimeField(auto_now_add=True, db_comment="When it was made, UTC.")

    class Meta:
        """By name."""

        db_table_comment = "Workspaces: a store folder each."
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.slug
