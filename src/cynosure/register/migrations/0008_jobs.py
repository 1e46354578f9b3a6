"""Jobs: work that workers do beside the pages."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import cynosure.register.scope


class Migration(migrations.Migration):
    """Makes the table of jobs."""

    dependencies: ClassVar = [
        ("people", "0001_initial"),
        ("register", "0007_workspaces"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        db_comment="What is to be done, such as 'take-in'.", max_length=40
                    ),
                ),
                ("arguments", models.JSONField(db_comment="What with.", default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "by",
                    models.CharField(
                        db_comment="Who asked for it, as pages name them.", max_length=200
                    ),
                ),
                ("made_at", models.DateTimeField(db_comment="When it was asked for, UTC.")),
                (
                    "due_at",
                    models.DateTimeField(
                        db_comment="Not before, UTC; later after a failed attempt."
                    ),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        db_comment="How often it was begun.", default=0
                    ),
                ),
                (
                    "most_attempts",
                    models.PositiveSmallIntegerField(
                        db_comment="How often it may be begun before it has failed.", default=3
                    ),
                ),
                (
                    "lease_until",
                    models.DateTimeField(
                        db_comment="Until when its worker holds it, UTC; past: that worker is gone.",
                        null=True,
                    ),
                ),
                (
                    "worker",
                    models.CharField(
                        db_comment="Which worker holds it.", default="", max_length=100
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(db_comment="When it was last begun, UTC.", null=True),
                ),
                (
                    "ended_at",
                    models.DateTimeField(
                        db_comment="When it was done or had failed, UTC.", null=True
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        db_comment="What it is doing, in words.", default="", max_length=100
                    ),
                ),
                (
                    "progress",
                    models.PositiveBigIntegerField(
                        db_comment="How many records that stage has dealt with.", default=0
                    ),
                ),
                (
                    "why",
                    models.TextField(
                        db_comment="Why its last attempt failed, in words.", default=""
                    ),
                ),
                ("result", models.JSONField(db_comment="What came of it.", default=dict)),
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
                "db_table_comment": "Work that workers do beside the pages.",
                "ordering": ["pk"],
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "running"])),
                        fields=["due_at"],
                        name="job_to_do",
                    )
                ],
            },
        ),
    ]
