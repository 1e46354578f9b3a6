"""The triggers that keep the trail as it was written; the first migration makes them."""

from __future__ import annotations

from typing import Any

# What a trail says stays said. Only the id of an erased demand may be replaced, by a token.
_SQLITE = (
    """
    CREATE TRIGGER trail_is_not_deleted BEFORE DELETE ON people_trailentry
    BEGIN SELECT RAISE(ABORT, 'the trail is never deleted'); END
    """,
    """
    CREATE TRIGGER trail_is_not_changed BEFORE UPDATE ON people_trailentry
    WHEN NEW.id IS NOT OLD.id OR NEW.workspace_id IS NOT OLD.workspace_id
      OR NEW.at IS NOT OLD.at OR NEW.user_id IS NOT OLD.user_id OR NEW.by IS NOT OLD.by
      OR NEW.did IS NOT OLD.did OR NEW.details IS NOT OLD.details
      OR (NEW.of IS NOT OLD.of AND NEW.of NOT LIKE 'erased%')
    BEGIN SELECT RAISE(ABORT, 'the trail is never changed'); END
    """,
)
_POSTGRESQL = (
    """
    CREATE FUNCTION people_trail_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' AND NEW.of LIKE 'erased%'
        AND to_jsonb(NEW) - 'of' = to_jsonb(OLD) - 'of' THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'the trail is never changed or deleted';
    END $$
    """,
    """
    CREATE TRIGGER trail_stays BEFORE UPDATE OR DELETE ON people_trailentry
    FOR EACH ROW EXECUTE FUNCTION people_trail_stays()
    """,
)


def guard_the_trail(apps: Any, schema_editor: Any) -> None:
    """Let the database refuse to change or delete what the trail says."""
    del apps
    sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in _SQLITE if sqlite else _POSTGRESQL:
        schema_editor.execute(statement, params=None)
