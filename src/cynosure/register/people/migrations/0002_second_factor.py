"""Workspaces may require a second factor; two more ways around the trail are closed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models

# SQLite deletes the row that a REPLACE replaces without asking any trigger.
_SQLITE = (
    """
    CREATE TRIGGER trail_is_not_replaced BEFORE INSERT ON people_trailentry
    WHEN EXISTS (SELECT 1 FROM people_trailentry WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the trail is never changed'); END
    """,
)
# TRUNCATE asks no trigger of rows.
_POSTGRESQL = (
    """
    CREATE TRIGGER trail_is_not_truncated BEFORE TRUNCATE ON people_trailentry
    FOR EACH STATEMENT EXECUTE FUNCTION people_trail_stays()
    """,
)


def _guard_the_trail(apps: Any, schema_editor: Any) -> None:
    del apps
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in _SQLITE if sqlite else _POSTGRESQL:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    """Adds the setting, and guards the trail further."""

    dependencies: ClassVar = [("people", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="workspace",
            name="second_factor_required",
            field=models.BooleanField(
                db_comment="True: its members see nothing of it before they have a second factor.",
                default=False,
            ),
        ),
        migrations.RunPython(_guard_the_trail, migrations.RunPython.noop),
    ]
