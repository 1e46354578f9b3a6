"""Decisions on what single demands are."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes the table of decisions."""

    dependencies: ClassVar = [("register", "0002_second_person_strata_listening")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Decision",
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
                        db_comment="failure, value or none (nobody asks for anything); null: could not tell, or takes another decision back.",
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
                        db_comment="Who decided was not sure; it holds, but teaches nothing.",
                        default=False,
                    ),
                ),
                (
                    "decided_by",
                    models.CharField(
                        db_comment="Name of who decided, as they gave it; never shown as a ranking.",
                        max_length=200,
                    ),
                ),
                ("decided_at", models.DateTimeField(db_comment="When it was decided, UTC.")),
                (
                    "takes_back",
                    models.OneToOneField(
                        db_comment="The decision that this row takes back; null: it says something itself.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back_by",
                        to="register.decision",
                    ),
                ),
            ],
            options={
                "db_table_comment": "What people decided that demands are; nothing is ever deleted.",
                "indexes": [models.Index(fields=["demand_id"], name="decision_demand")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("nature__isnull", True),
                            ("nature__in", ["failure", "value", "none"]),
                            _connector="OR",
                        ),
                        name="decision_known_nature",
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
                        name="decision_code_of_its_nature",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("takes_back__isnull", True), ("nature__isnull", True), _connector="OR"
                        ),
                        name="decision_taking_back_says_nothing_else",
                    ),
                ],
            },
        ),
    ]
