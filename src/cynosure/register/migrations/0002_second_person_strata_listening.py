"""A second person, samples in strata, and contacts that people listened to."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds roles of labels, designs of draws, and listened contacts."""

    dependencies: ClassVar = [
        ("register", "0001_audit"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="AuditStratum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        db_comment="Its place, from 0, the least sure first."
                    ),
                ),
                (
                    "below",
                    models.FloatField(
                        db_comment="The classifier's probability of its nature is below this; null: no bound.",
                        null=True,
                    ),
                ),
                (
                    "population",
                    models.PositiveBigIntegerField(
                        db_comment="How many demands it had when the sample was drawn: what a label stands for."
                    ),
                ),
                ("to_draw", models.PositiveIntegerField(db_comment="How many were drawn of it.")),
            ],
            options={
                "db_table_comment": "How a stratified sample was drawn, kept because the classifier changes.",
            },
        ),
        migrations.CreateModel(
            name="DrawnDemand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "place",
                    models.PositiveIntegerField(db_comment="Its place in the order, from 0."),
                ),
                (
                    "demand_id",
                    models.CharField(
                        db_comment="Id in the demand store, a random token once its asker was erased.",
                        max_length=500,
                    ),
                ),
                (
                    "stratum",
                    models.PositiveSmallIntegerField(db_comment="The place of its stratum."),
                ),
            ],
            options={
                "db_table_comment": "The demands of stratified samples, in order.",
            },
        ),
        migrations.CreateModel(
            name="ListenedContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "note",
                    models.CharField(
                        db_comment="What the listener wrote; shown masked.",
                        default="",
                        max_length=500,
                    ),
                ),
                (
                    "heard_by",
                    models.CharField(
                        db_comment="Name of who listened, as they gave it; never ranked.",
                        max_length=200,
                    ),
                ),
                ("heard_at", models.DateTimeField(db_comment="When it was heard, UTC.")),
                (
                    "taken_back_at",
                    models.DateTimeField(
                        db_comment="When it was taken back, UTC; null: it counts.", null=True
                    ),
                ),
            ],
            options={
                "db_table_comment": "Contacts that people listened to, each with what it was.",
            },
        ),
        migrations.RemoveConstraint(
            model_name="auditdraw",
            name="audit_draw_known_design",
        ),
        migrations.AddField(
            model_name="auditdraw",
            name="labeller",
            field=models.CharField(
                db_comment="Whose sureness made the strata; null for a simple sample.",
                max_length=200,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="auditlabel",
            name="role",
            field=models.CharField(
                choices=[
                    ("first", "By the first person"),
                    ("second", "By a second person who did not see the first's word"),
                    ("settled", "After both words were seen"),
                ],
                db_comment="first; second: blind, to see how far two agree; settled: counts before both.",
                default="first",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="auditdraw",
            name="design",
            field=models.CharField(
                choices=[
                    ("simple", "Simple random sample"),
                    ("stratified", "More of what the classifier is unsure of"),
                ],
                db_comment="How demands were drawn: simple is one chance for each, stratified one for each of a stratum.",
                default="simple",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="auditdraw",
            constraint=models.CheckConstraint(
                condition=models.Q(("design__in", ["simple", "stratified"])),
                name="audit_draw_known_design",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditlabel",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["first", "second", "settled"])),
                name="audit_label_known_role",
            ),
        ),
        migrations.AddField(
            model_name="auditstratum",
            name="draw",
            field=models.ForeignKey(
                db_comment="The sample it belongs to.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="strata",
                to="register.auditdraw",
            ),
        ),
        migrations.AddField(
            model_name="drawndemand",
            name="draw",
            field=models.ForeignKey(
                db_comment="The sample it belongs to.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drawn",
                to="register.auditdraw",
            ),
        ),
        migrations.AddConstraint(
            model_name="listenedcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("nature__isnull", True),
                    ("nature__in", ["failure", "value", "none"]),
                    _connector="OR",
                ),
                name="listened_contact_known_nature",
            ),
        ),
        migrations.AddConstraint(
            model_name="listenedcontact",
            constraint=models.CheckConstraint(
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
                name="listened_contact_code_of_its_nature",
            ),
        ),
        migrations.AddConstraint(
            model_name="auditstratum",
            constraint=models.UniqueConstraint(
                fields=("draw", "place"), name="audit_stratum_place_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="auditstratum",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_draw__lte", models.F("population"))),
                name="audit_stratum_draws_what_is_there",
            ),
        ),
        migrations.AddConstraint(
            model_name="drawndemand",
            constraint=models.UniqueConstraint(
                fields=("draw", "place"), name="drawn_demand_place_once"
            ),
        ),
    ]
