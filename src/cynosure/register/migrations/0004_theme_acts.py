"""Acts on themes."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Makes the table of acts on themes."""

    dependencies: ClassVar = [("register", "0003_decisions")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ThemeAct",
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
                        choices=[
                            ("name", "name"),
                            ("merge", "merge"),
                            ("split", "split"),
                            ("pin", "pin"),
                            ("unpin", "unpin"),
                            ("move", "move"),
                            ("noise", "noise"),
                            ("not_noise", "not_noise"),
                        ],
                        db_comment="What was done; null: another act is taken back.",
                        max_length=20,
                        null=True,
                    ),
                ),
                (
                    "theme_id",
                    models.CharField(
                        db_comment="Theme it was done to, of a move where to; null: to none, or to demands alone. No foreign key: themes live outside this database.",
                        max_length=40,
                        null=True,
                    ),
                ),
                (
                    "into",
                    models.CharField(
                        db_comment="Of a merge the theme that takes it in, of a split the id of the new theme.",
                        max_length=40,
                        null=True,
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        db_comment="Of a naming the name that people gave.",
                        max_length=200,
                        null=True,
                    ),
                ),
                (
                    "demand_ids",
                    models.JSONField(
                        db_comment="Of a split like which demands, of a move or noise which; random tokens where an id named an asker who was erased.",
                        default=list,
                    ),
                ),
                (
                    "done_by",
                    models.CharField(
                        db_comment="Name of who did it, as they gave it; never shown as a ranking.",
                        max_length=200,
                    ),
                ),
                ("done_at", models.DateTimeField(db_comment="When it was done, UTC.")),
                (
                    "takes_back",
                    models.OneToOneField(
                        db_comment="The act that this row takes back; null: it does something itself.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back_by",
                        to="register.themeact",
                    ),
                ),
            ],
            options={
                "db_table_comment": "What people did to themes; nothing is ever deleted.",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__isnull", True),
                            (
                                "kind__in",
                                [
                                    "name",
                                    "merge",
                                    "split",
                                    "pin",
                                    "unpin",
                                    "move",
                                    "noise",
                                    "not_noise",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="theme_act_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__isnull", True), ("takes_back__isnull", False)),
                            models.Q(("kind__isnull", False), ("takes_back__isnull", True)),
                            _connector="OR",
                        ),
                        name="theme_act_does_or_takes_back",
                    ),
                ],
            },
        ),
    ]
