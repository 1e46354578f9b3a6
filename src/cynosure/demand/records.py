"""Demand and Event, as one thing and as columns of an Arrow batch.

The dataclasses are for what handles one demand at a time (a connector's
translation, the clocks' interpreter, tests); the schemas are for everything
that handles many. `as_batch` is the only bridge, so the two cannot drift.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from operator import attrgetter

import pyarrow as pa

from cynosure.demand.kinds import ActorKind, AskerKind, EventKind, FollowsOrigin, Origin

TIME = pa.timestamp("us", tz="UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """The latest state of one ask. Times are UTC; `zone` is the source's own."""

    demand_id: str
    source: str
    source_id: str
    url: str | None = None
    asker: str | None = None
    asker_kind: AskerKind = "customer"
    customer: str | None = None
    role: str | None = None
    standing: str | None = None
    channel: str | None = None
    product: str | None = None
    language: str | None = None
    title: str | None = None
    body: str | None = None
    reported_type: str | None = None
    labels: tuple[str, ...] = ()
    priority: str | None = None
    asked_at: datetime | None = None
    zone: str | None = None
    effort_minutes: float | None = None
    cost: float | None = None
    satisfaction: float | None = None
    duplicate_of: str | None = None
    follows: str | None = None
    follows_origin: FollowsOrigin | None = None
    imported_at: datetime | None = None
    payload_hash: str | None = None
    import_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to a demand; added, never edited."""

    demand_id: str
    at: datetime
    kind: EventKind
    actor: str | None = None
    actor_kind: ActorKind | None = None
    public: bool | None = None
    before: str | None = None
    after: str | None = None
    origin: Origin = "observed"
    seq: int | None = None
    event_id: str | None = None
    imported_at: datetime | None = None
    import_id: str | None = None


DEMANDS = pa.schema(
    [
        pa.field("demand_id", pa.string(), nullable=False),
        pa.field("source", pa.string(), nullable=False),
        pa.field("source_id", pa.string(), nullable=False),
        ("url", pa.string()),
        ("asker", pa.string()),
        ("asker_kind", pa.string()),
        ("customer", pa.string()),
        ("role", pa.string()),
        ("standing", pa.string()),
        ("channel", pa.string()),
        ("product", pa.string()),
        ("language", pa.string()),
        ("title", pa.string()),
        ("body", pa.string()),
        ("reported_type", pa.string()),
        ("labels", pa.list_(pa.string())),
        ("priority", pa.string()),
        ("asked_at", TIME),
        ("zone", pa.string()),
        ("effort_minutes", pa.float64()),
        ("cost", pa.float64()),
        ("satisfaction", pa.float64()),
        ("duplicate_of", pa.string()),
        ("follows", pa.string()),
        ("follows_origin", pa.string()),
        ("imported_at", TIME),
        ("payload_hash", pa.string()),
        ("import_id", pa.string()),
    ]
)

EVENTS = pa.schema(
    [
        pa.field("demand_id", pa.string(), nullable=False),
        pa.field("at", TIME, nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        ("actor", pa.string()),
        ("actor_kind", pa.string()),
        ("public", pa.bool_()),
        ("before", pa.string()),
        ("after", pa.string()),
        ("origin", pa.string()),
        ("seq", pa.int64()),
        ("event_id", pa.string()),
        ("imported_at", TIME),
        ("import_id", pa.string()),
    ]
)

# A claim of an import: it held this demand (event_id null) or this claimed event.
SIGHTINGS = pa.schema(
    [
        pa.field("import_id", pa.string(), nullable=False),
        pa.field("demand_id", pa.string(), nullable=False),
        ("event_id", pa.string()),
    ]
)

IMPORTS = pa.schema(
    [
        pa.field("import_id", pa.string(), nullable=False),
        ("shape", pa.string()),  # which known export it was, or "table"
        ("source", pa.string()),  # the first part of its demands' ids
        ("files", pa.list_(pa.string())),
        ("exported_at", TIME),  # the export's own time, where it has one
        ("last_sign_at", TIME),  # the newest instant that it mentions, never in the future
        ("imported_at", TIME),
        ("zone", pa.string()),  # the zone its local times were read in
        ("zone_assumed", pa.bool_()),  # nobody said so: UTC was taken
        ("tells", pa.list_(pa.string())),  # see cynosure.intake.shape.TELLS
        ("notes", pa.list_(pa.string())),  # what the export cannot tell, in sentences
        ("read", pa.int64()),
        ("new", pa.int64()),
        ("changed", pa.int64()),
        ("unchanged", pa.int64()),
        ("set_aside", pa.int64()),
        ("quarantined", pa.int64()),
    ]
)

# Records read and left out on purpose (a pull request, a bot's message).
SET_ASIDE = pa.schema(
    [
        ("import_id", pa.string()),
        ("place", pa.string()),
        ("record", pa.string()),
        ("reason", pa.string()),
    ]
)

# Records that could not be read; `record` is the source's text, cut at 4,000 characters.
QUARANTINE = pa.schema(
    [
        ("import_id", pa.string()),
        ("place", pa.string()),
        ("reason", pa.string()),
        ("record", pa.string()),
    ]
)

# The source's words, kept so that a better mapping can be applied again.
PAYLOADS = pa.schema(
    [
        ("import_id", pa.string()),
        ("demand_id", pa.string()),
        ("payload_hash", pa.string()),
        ("payload", pa.binary()),  # the record as JSON, compressed with zstd
    ]
)

# Figures that the source made itself, to be reconciled with ours.
SOURCE_FIGURES = pa.schema(
    [
        ("import_id", pa.string()),
        ("demand_id", pa.string()),
        ("figure", pa.string()),  # see cynosure.intake.shape.FIGURES
        ("value", pa.float64()),
    ]
)

LABELS = pa.schema(
    [
        pa.field("demand_id", pa.string(), nullable=False),
        ("nature", pa.string()),  # failure, value, none; null is unknown
        ("code", pa.string()),  # cause or want; null for none and unknown
        ("probability", pa.float64()),  # of the nature
        ("failure_probability", pa.float64()),
        ("value_probability", pa.float64()),
        ("code_probability", pa.float64()),
        ("second_code", pa.string()),
        ("labeller", pa.string()),  # its name and version
    ]
)

CLOCKS = pa.schema(
    [
        pa.field("demand_id", pa.string(), nullable=False),
        ("start", TIME),
        ("state", pa.string()),
        ("ended_at", TIME),  # of the ending that stands; null while open
        ("first_response_seconds", pa.int64()),
        ("response_after_reopening_seconds", pa.int64()),
        ("request_to_resolution_seconds", pa.int64()),
        ("competing_ending_seconds", pa.int64()),
        ("censored_seconds", pa.int64()),
        ("reopenings", pa.int64()),
        ("first_resolved_at", TIME),  # the first resolution, also where it did not stand
        ("first_time_fix", pa.bool_()),
        ("waiting_on_asker_seconds", pa.int64()),
        ("waiting_on_us_seconds", pa.int64()),
        ("waiting_on_other_seconds", pa.int64()),
        ("hand_offs", pa.int64()),  # `assigned` events that moved it from one to another
        ("follows", pa.string()),
        ("follows_origin", pa.string()),
        ("request_id", pa.string()),  # the first demand of its chain of follow-ups
        ("problem_id", pa.string()),  # joined by merges and follow-ups
        ("claimed", pa.bool_()),  # its ending, or its whole history, is only claimed
        ("flags", pa.list_(pa.string())),
    ]
)

REQUESTS = pa.schema(
    [
        pa.field("request_id", pa.string(), nullable=False),
        ("demands", pa.int64()),  # how many are in the chain
        ("start", TIME),
        ("state", pa.string()),
        ("ended_at", TIME),
        ("first_response_seconds", pa.int64()),
        ("request_to_resolution_seconds", pa.int64()),
        ("competing_ending_seconds", pa.int64()),
        ("censored_seconds", pa.int64()),
        ("first_time_fix", pa.bool_()),
        ("claimed", pa.bool_()),
    ]
)


def as_batch(records: Iterable[Demand] | Iterable[Event], schema: pa.Schema) -> pa.RecordBatch:
    """Return demands or events as one Arrow batch with exactly the fields of `schema`.

    >>> batch = as_batch([Demand(demand_id="desk:1", source="desk", source_id="1")], DEMANDS)
    >>> batch.num_rows, batch.schema == DEMANDS
    (1, True)
    """
    # One look at each record, not one a field: this is where intake spends its time.
    rows = list(map(attrgetter(*schema.names), records))
    columns = zip(*rows, strict=True) if rows else ((),) * len(schema)
    arrays = [
        pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def field_names(record: type[Demand] | type[Event]) -> tuple[str, ...]:
    """Return the names of a record's fields, in the order of its schema."""
    return tuple(field.name for field in fields(record))
