"""What a program may send, as JSON Schema for the description: the checks of `own_form` in its words."""

from __future__ import annotations

from typing import Any, get_args

import pyarrow as pa

from cynosure.demand import DEMANDS, EVENT_KINDS, EVENTS
from cynosure.demand.kinds import ActorKind, AskerKind, FollowsOrigin, Origin
from cynosure.intake.deliveries import LONGEST_LINE, MOST_LINES

_OURS = {"imported_at", "import_id", "payload_hash"}
_CHOICES = {
    "asker_kind": get_args(AskerKind),
    "follows_origin": get_args(FollowsOrigin),
    "kind": EVENT_KINDS,
    "actor_kind": get_args(ActorKind),
    "origin": get_args(Origin),
}
_KINDS = (
    (pa.types.is_list, "array"),
    (pa.types.is_boolean, "boolean"),
    (pa.types.is_integer, "integer"),
    (pa.types.is_floating, "number"),
)
_NAMES = {"source", "source_id"}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A word of yours for this body. The same body under the same key is taken once; "
    "another body under it is refused.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}


def demand_schema() -> dict[str, Any]:
    """Return what one demand may hold."""
    fields = {name: _said(DEMANDS.field(name)) for name in DEMANDS.names if name not in _OURS}
    fields["satisfaction"] = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
    fields["effort_minutes"] = {"type": ["number", "null"], "minimum": 0}
    fields["demand_id"] = {"type": ["string", "null"], "description": "source:source_id, if given"}
    fields["events"] = {"type": ["array", "null"], "items": _event_schema(), "maxItems": 1_000}
    return {
        "type": "object",
        "properties": fields,
        "required": ["source", "source_id"],
        "anyOf": [{"required": [name]} for name in ("title", "body", "asked_at")],
    }


def body(content_type: str, schema: dict[str, Any], example: Any, said: str) -> dict[str, Any]:
    """Return the description of a body."""
    content = {content_type: {"schema": schema, "example": example}}
    return {"requestBody": {"required": True, "description": said, "content": content}}


BATCH = (
    f"Up to {MOST_LINES:,} demands, one JSON object a line (NDJSON), each at most "
    f"{LONGEST_LINE // 1_000_000} MB, 25 MB in all. All of it is taken, or nothing."
)
EXAMPLE = {
    "source": "desk",
    "source_id": "4711",
    "title": "The export stays at 99 %",
    "asked_at": "2026-03-02T09:00:00Z",
    "asker": "customer-17",
    "events": [
        {"at": "2026-03-02T10:30:00Z", "kind": "responded", "actor_kind": "staff"},
        {"at": "2026-03-04T16:00:00Z", "kind": "resolved", "actor_kind": "staff"},
    ],
}


def _event_schema() -> dict[str, Any]:
    names = [name for name in EVENTS.names if name not in _OURS | {"demand_id"}]
    return {
        "type": "object",
        "properties": {name: _said(EVENTS.field(name)) for name in names},
        "required": ["at", "kind"],
    }


def _said(field: pa.Field) -> dict[str, Any]:
    if field.name in _CHOICES:
        choices = list(_CHOICES[field.name])
        return {"enum": choices if field.name == "kind" else [*choices, None]}
    if field.name in _NAMES:
        return {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
    if pa.types.is_timestamp(field.type):
        needed = field.name == "at"
        return {"type": "string" if needed else ["string", "null"], "format": "date-time"}
    kind = next((said for fits, said in _KINDS if fits(field.type)), "string")
    items = {"items": {"type": "string"}} if kind == "array" else {}
    return {"type": [kind, "null"], **items}
