"""Remedies: what was done against themes."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes the table of remedies."""

    dependencies: ClassVar = [
        ("register", "0005_weights"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Remedy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "theme_id",
                    models.CharField(
                        db_comment="Id of the theme in the store. No foreign key: themes live outside this database.",
                        max_length=200,
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(db_comment="From when on it was done, UTC.", null=True),
                ),
                (
                    "what",
                    models.CharField(
                        db_comment="What was done, in a person's words.", default="", max_length=500
                    ),
                ),
                (
                    "marked_by",
                    models.CharField(
                        db_comment="Name of who marked it, as they gave it; never ranked.",
                        max_length=200,
                    ),
                ),
                ("marked_at", models.DateTimeField(db_comment="When it was marked, UTC.")),
                (
                    "takes_back",
                    models.OneToOneField(
                        db_comment="The mark that this row takes back; null: it says something itself.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back_by",
                        to="register.remedy",
                    ),
                ),
            ],
            options={
                "db_table_comment": "What people did against themes; nothing is ever deleted.",
                "indexes": [models.Index(fields=["theme_id"], name="remedy_theme")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("at__isnull", False), ("takes_back__isnull", True)),
                            models.Q(
                                ("at__isnull", True), ("takes_back__isnull", False), ("what", "")
                            ),
                            _connector="OR",
                        ),
                        name="remedy_has_a_moment_or_takes_back",
                    )
                ],
            },
        ),
    ]
