"""The inbox: what machines sent, and the secrets that they sign with."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

import cynosure.register.scope


class Migration(migrations.Migration):
    """Makes the tables of deliveries and of webhooks' secrets."""

    dependencies: ClassVar = [
        ("people", "0001_initial"),
        ("register", "0008_jobs"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="WebhookSecret",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sender", models.CharField(db_comment="Who signs with it.", max_length=20)),
                (
                    "encrypted",
                    models.TextField(
                        db_comment="The secret, encrypted with a key made of the server's secret key."
                    ),
                ),
                (
                    "begins_with",
                    models.CharField(
                        db_comment="How it begins, to tell them apart.", max_length=12
                    ),
                ),
                (
                    "made_by",
                    models.CharField(db_comment="Who set it, as pages name them.", max_length=200),
                ),
                ("made_at", models.DateTimeField(db_comment="When it was set, UTC.")),
                (
                    "ended_at",
                    models.DateTimeField(
                        db_comment="Until when it held, UTC; null: it holds.", null=True
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
                "db_table_comment": "Secrets of webhooks, encrypted.",
                "ordering": ["-pk"],
                "default_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sender",
                    models.CharField(
                        db_comment="github, gitlab, jira, zendesk, generic, api.", max_length=20
                    ),
                ),
                (
                    "identity",
                    models.CharField(
                        db_comment="The sender's own id of it, by which a repetition is known.",
                        max_length=200,
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        db_comment="The sender's word for what happened, where it says.",
                        default="",
                        max_length=100,
                    ),
                ),
                (
                    "sent_by",
                    models.CharField(
                        db_comment="Which token sent it; empty: a webhook.",
                        default="",
                        max_length=200,
                    ),
                ),
                (
                    "body",
                    models.BinaryField(
                        db_comment="Its bytes, compressed with zstd; null: the store has what they say.",
                        null=True,
                    ),
                ),
                (
                    "body_hash",
                    models.CharField(
                        db_comment="BLAKE2b of the bytes, so that one key does not stand for two.",
                        max_length=32,
                    ),
                ),
                ("size", models.PositiveIntegerField(db_comment="How many bytes it was.")),
                (
                    "demands",
                    models.PositiveIntegerField(
                        db_comment="How many demands it holds, where that was counted when it came.",
                        null=True,
                    ),
                ),
                ("accepted_at", models.DateTimeField(db_comment="When it was accepted, UTC.")),
                (
                    "import_id",
                    models.CharField(
                        db_comment="The store's import that moves it, named before the store is written.",
                        max_length=60,
                        null=True,
                    ),
                ),
                (
                    "moved_at",
                    models.DateTimeField(db_comment="When the store had it, UTC.", null=True),
                ),
                (
                    "attempts",
                    models.PositiveSmallIntegerField(
                        db_comment="How often it could not be moved.", default=0
                    ),
                ),
                (
                    "why",
                    models.TextField(
                        db_comment="Why it could not be moved the last time.", default=""
                    ),
                ),
                (
                    "failed_at",
                    models.DateTimeField(
                        db_comment="When it was given up, UTC, until somebody tries it again.",
                        null=True,
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
                "db_table_comment": "What machines sent, until it is in the store.",
                "ordering": ["pk"],
                "default_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("moved_at__isnull", True)),
                        fields=["workspace", "id"],
                        name="delivery_waiting",
                    ),
                    models.Index(fields=["workspace", "-id"], name="delivery_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "sender", "identity"), name="delivery_once"
                    )
                ],
            },
        ),
    ]
