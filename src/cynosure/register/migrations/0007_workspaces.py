"""Every row says whose it is; what is there already belongs to the folder of the file."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

import cynosure.register.scope

_TABLES = (
    "auditdraw",
    "auditlabel",
    "auditstratum",
    "decision",
    "drawndemand",
    "listenedcontact",
    "remedy",
    "themeact",
    "weight",
)


def _whose(**more: Any) -> Any:
    return models.ForeignKey(
        db_comment="Whose row this is; no query sees another's.",
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="people.workspace",
        **more,
    )


def _give_to_the_folder(apps: Any, schema_editor: Any) -> None:
    """Give the rows of a register from before workspaces to the folder that it lies in."""
    del schema_editor
    tables = [apps.get_model("register", name) for name in _TABLES]
    if not any(table.objects.exists() for table in tables):
        return
    folder, _ = apps.get_model("people", "workspace").objects.get_or_create(
        folder=".", defaults={"slug": "workspace", "name": "Workspace"}
    )
    for table in tables:
        table.objects.update(workspace=folder)


class Migration(migrations.Migration):
    """Adds the workspace in three steps: empty, filled, required."""

    dependencies: ClassVar = [
        ("people", "0001_initial"),
        ("register", "0006_remedies"),
    ]

    operations: ClassVar = [
        *(migrations.AddField(name, "workspace", _whose(null=True)) for name in _TABLES),
        migrations.RunPython(_give_to_the_folder, migrations.RunPython.noop),
        *(migrations.AlterField(name, "workspace", _whose()) for name in _TABLES),
        # The default is the open workspace: Python's to know, nothing in the database.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    name, "workspace", _whose(default=cynosure.register.scope.current_workspace)
                )
                for name in _TABLES
            ]
        ),
    ]
