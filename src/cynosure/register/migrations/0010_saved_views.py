"""Saved views of the list of demands."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import cynosure.register.scope


class Migration(migrations.Migration):
    """Makes the table of saved views."""

    dependencies: ClassVar = [
        ("people", "0001_initial"),
        ("register", "0009_inbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        db_comment="What it is called, as its maker wrote it.", max_length=80
                    ),
                ),
                (
                    "query",
                    models.CharField(
                        db_comment="Search, filters, order and columns, as the address of the list says them.",
                        max_length=4000,
                    ),
                ),
                (
                    "shared",
                    models.BooleanField(
                        db_comment="Whether every member sees it, or its maker alone.",
                        default=False,
                    ),
                ),
                ("made_at", models.DateTimeField(db_comment="When it was saved last, UTC.")),
                (
                    "by",
                    models.ForeignKey(
                        db_comment="Who saved it.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_comment="Whose row this is; no query sees another's.",
                        default=cynosure.register.scope.current_workspace,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.workspace",
                    ),
                ),
            ],
            options={
                "db_table_comment": "Lists of demands that people saved.",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "by", "name"), name="saved_view_once"
                    )
                ],
            },
        ),
    ]
