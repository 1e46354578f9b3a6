"""People, workspaces, and who may do what."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

from cynosure.register.people.guarding import guard_the_trail


class Migration(migrations.Migration):
    """Makes the tables, and guards the trail."""

    initial = True

    dependencies: ClassVar = []

    operations: ClassVar = [
        migrations.CreateModel(
            name="Workspace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        db_comment="Its name in addresses; never changes.",
                        max_length=60,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(db_comment="Its name on pages.", max_length=100)),
                (
                    "folder",
                    models.CharField(
                        db_comment="Where its store lies: beside an SQLite register relative to its folder (so that both may be moved), else absolute.",
                        max_length=1000,
                        unique=True,
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(auto_now_add=True, db_comment="When it was made, UTC."),
                ),
            ],
            options={
                "db_table_comment": "Workspaces: a store folder each.",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "email",
                    models.EmailField(
                        db_comment="Address to sign in with, in lower case.", max_length=254
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        db_comment="Name that others see beside what they did.", max_length=100
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(db_comment="False: cannot sign in any more.", default=True),
                ),
                (
                    "joined_at",
                    models.DateTimeField(auto_now_add=True, db_comment="When they joined, UTC."),
                ),
                (
                    "theme",
                    models.CharField(
                        choices=[("system", "As the device"), ("light", "Light"), ("dark", "Dark")],
                        db_comment="How pages look to them.",
                        default="system",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "db_table_comment": "Who signs in.",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="user_email_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("viewer", "Viewer: sees figures and demands"),
                            ("contributor", "Contributor: also labels, decides and takes in"),
                            ("lead", "Lead: also changes themes, remedies, weights and mappings"),
                            ("owner", "Owner: also invites, ends tokens and erases people"),
                        ],
                        db_comment="What they will be.",
                        max_length=20,
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        db_comment="Whom it is for; empty: whoever has the link.",
                        default="",
                        max_length=254,
                    ),
                ),
                (
                    "key_hash",
                    models.CharField(
                        db_comment="SHA-256 of the link's key, in hexadecimal.",
                        max_length=64,
                        unique=True,
                    ),
                ),
                ("made_at", models.DateTimeField(db_comment="When it was made, UTC.")),
                (
                    "expires_at",
                    models.DateTimeField(db_comment="Until when it opens, UTC; not including."),
                ),
                (
                    "used_at",
                    models.DateTimeField(
                        db_comment="When it was used, UTC; then it is gone.", null=True
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(db_comment="When it was withdrawn, UTC.", null=True),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_comment="Who invited; null: `cynosure serve`, for the first owner.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.user",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_comment="Where to.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="people.workspace",
                    ),
                ),
            ],
            options={
                "db_table_comment": "Links that make members.",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
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
                        db_comment="What it is for, in its owner's words.", max_length=100
                    ),
                ),
                (
                    "key_hash",
                    models.CharField(
                        db_comment="SHA-256 of the key, in hexadecimal.", max_length=64, unique=True
                    ),
                ),
                (
                    "begins_with",
                    models.CharField(
                        db_comment="How the key begins, to tell tokens apart.", max_length=12
                    ),
                ),
                ("scopes", models.JSONField(db_comment="What it may do, as names of scopes.")),
                ("made_at", models.DateTimeField(db_comment="When it was made, UTC.")),
                (
                    "expires_at",
                    models.DateTimeField(db_comment="Until when it holds, UTC; not including."),
                ),
                (
                    "last_used_at",
                    models.DateTimeField(
                        db_comment="When it was last used, UTC, to the minute.", null=True
                    ),
                ),
                (
                    "ended_at",
                    models.DateTimeField(db_comment="When somebody ended it, UTC.", null=True),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_comment="Whose it is.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.user",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_comment="Where it holds.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="people.workspace",
                    ),
                ),
            ],
            options={
                "db_table_comment": "Keys of programs.",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="TrailEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_comment="When, UTC.")),
                (
                    "by",
                    models.CharField(
                        db_comment="Their name then, or the program's.", max_length=200
                    ),
                ),
                (
                    "did",
                    models.CharField(
                        db_comment="What was done, such as 'demand.unmasked'.", max_length=60
                    ),
                ),
                (
                    "of",
                    models.CharField(
                        blank=True,
                        db_comment="To what, such as a demand's id.",
                        default="",
                        max_length=500,
                    ),
                ),
                (
                    "details",
                    models.JSONField(
                        db_comment="What else tells the act; never customers' words or secrets.",
                        default=dict,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_comment="Who; null: a program, named in `by`.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.user",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_comment="Where; null: signing in and out, which is of no workspace.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.workspace",
                    ),
                ),
            ],
            options={
                "db_table_comment": "What was done, by whom; nothing is ever changed or deleted.",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["workspace", "-id"], name="trail_newest")],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("viewer", "Viewer: sees figures and demands"),
                            ("contributor", "Contributor: also labels, decides and takes in"),
                            ("lead", "Lead: also changes themes, remedies, weights and mappings"),
                            ("owner", "Owner: also invites, ends tokens and erases people"),
                        ],
                        db_comment="What they may do.",
                        max_length=20,
                    ),
                ),
                ("since", models.DateTimeField(auto_now_add=True, db_comment="Since when, UTC.")),
                (
                    "user",
                    models.ForeignKey(
                        db_comment="Who.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="people.user",
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_comment="Where.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="people.workspace",
                    ),
                ),
            ],
            options={
                "db_table_comment": "Who may do what in a workspace.",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "workspace"), name="member_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["viewer", "contributor", "lead", "owner"])
                        ),
                        name="member_known_role",
                    ),
                ],
            },
        ),
        migrations.RunPython(guard_the_trail, migrations.RunPython.noop),
    ]
