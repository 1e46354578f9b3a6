"""Weights of customers by role and standing."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes the table of weights."""

    dependencies: ClassVar = [("register", "0004_theme_acts")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Weight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "of",
                    models.CharField(
                        choices=[("role", "role"), ("standing", "standing")],
                        db_comment="role or standing: what the name is of.",
                        max_length=20,
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        db_comment="The role or standing, such as pays or end_user.",
                        max_length=200,
                    ),
                ),
                (
                    "weight",
                    models.FloatField(
                        db_comment="What a day that such a customer waits weighs, from 0; others weigh 1. Null: takes another weight back.",
                        null=True,
                    ),
                ),
                (
                    "set_by",
                    models.CharField(
                        db_comment="Name of who set it, as they gave it; never shown as a ranking.",
                        max_length=200,
                    ),
                ),
                ("set_at", models.DateTimeField(db_comment="When it was set, UTC.")),
                (
                    "takes_back",
                    models.OneToOneField(
                        db_comment="The weight that this row takes back; null: it says something itself.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back_by",
                        to="register.weight",
                    ),
                ),
            ],
            options={
                "db_table_comment": "What people said that customers weigh; nothing is ever deleted.",
                "indexes": [models.Index(fields=["of", "name"], name="weight_named")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("of__in", ["role", "standing"])),
                        name="weight_of_role_or_standing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weight__isnull", True),
                            models.Q(("weight__gte", 0), ("weight__lte", 1000)),
                            _connector="OR",
                        ),
                        name="weight_from_0_to_1000",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("takes_back__isnull", False), ("weight__isnull", True)),
                            models.Q(("takes_back__isnull", True), ("weight__isnull", False)),
                            _connector="OR",
                        ),
                        name="weight_or_taken_back",
                    ),
                ],
            },
        ),
    ]
