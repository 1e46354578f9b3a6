"""Draws and labels of the audit."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes the tables of the audit."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="AuditDraw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "seed",
                    models.BigIntegerField(
                        db_comment="Key of the hashes that drew the demands; the same seed draws the same again."
                    ),
                ),
                (
                    "population",
                    models.PositiveBigIntegerField(
                        db_comment="How many demands there were to draw from."
                    ),
                ),
                (
                    "size",
                    models.PositiveIntegerField(db_comment="How many demands were asked for."),
                ),
                (
                    "design",
                    models.CharField(
                        choices=[("simple", "Simple random sample")],
                        db_comment="How demands were drawn: simple is one chance for each.",
                        default="simple",
                        max_length=20,
                    ),
                ),
                ("drawn_at", models.DateTimeField(db_comment="When the sample was drawn, UTC.")),
            ],
            options={
                "db_table_comment": "Random samples of demands, drawn to be labelled by people.",
                "get_latest_by": "pk",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("design__in", ["simple"])),
                        name="audit_draw_known_design",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditLabel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "demand_id",
                    models.CharField(
                        db_comment="Id in the demand store, a random token once its asker was erased. No foreign key: demands live outside this database.",
                        max_length=500,
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[("failure", "failure"), ("value", "value"), ("none", "none")],
                        db_comment="failure, value or none (nobody asks for anything); null: could not tell.",
                        max_length=20,
                        null=True,
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        choices=[
                            ("broken", "broken"),
                            ("unavailable", "unavailable"),
                            ("slow", "slow"),
                            ("unclear", "unclear"),
                            ("hard_to_use", "hard_to_use"),
                            ("hard_to_run", "hard_to_run"),
                            ("misfit", "misfit"),
                            ("unmet_promise", "unmet_promise"),
                            ("technical_debt", "technical_debt"),
                            ("new_capability", "new_capability"),
                            ("service", "service"),
                            ("advice", "advice"),
                        ],
                        db_comment="Cause of a failure demand or want of a value demand; null: left open.",
                        max_length=30,
                        null=True,
                    ),
                ),
                (
                    "doubtful",
                    models.BooleanField(
                        db_comment="The labeller was not sure; it counts, but trains nothing.",
                        default=False,
                    ),
                ),
                (
                    "labelled_by",
                    models.CharField(
                        db_comment="Name of who labelled, as they gave it; never shown as a ranking.",
                        max_length=200,
                    ),
                ),
                ("labelled_at", models.DateTimeField(db_comment="When it was labelled, UTC.")),
                (
                    "draw",
                    models.ForeignKey(
                        db_comment="The sample in which the demand was shown.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="labels",
                        to="register.auditdraw",
                    ),
                ),
            ],
            options={
                "db_table_comment": "What people said that drawn demands are; the newest of a demand counts.",
                "indexes": [models.Index(fields=["demand_id"], name="audit_label_demand")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("nature__isnull", True),
                            ("nature__in", ["failure", "value", "none"]),
                            _connector="OR",
                        ),
                        name="audit_label_known_nature",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code__isnull", True),
                            models.Q(
                                (
                                    "code__in",
                                    [
                                        "broken",
                                        "unavailable",
                                        "slow",
                                        "unclear",
                                        "hard_to_use",
                                        "hard_to_run",
                                        "misfit",
                                        "unmet_promise",
                                        "technical_debt",
                                    ],
                                ),
                                ("nature", "failure"),
                                ("nature__isnull", False),
                            ),
                            models.Q(
                                ("code__in", ["new_capability", "service", "advice"]),
                                ("nature", "value"),
                                ("nature__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="audit_label_code_of_its_nature",
                    ),
                ],
            },
        ),
    ]
