"""Demand and Event, as one thing and as columns of an Arrow batch.

The dataclasses are for what handles one demand at a time (a connector's
translation, the clocks' interpreter, tests); the schemas are for everything
that handles many. `as_batch` is the only bridge, so the two cannot drift.

The comment beside a field is its meaning, and the one above a schema says what
its rows are: `docs/reference/fields.md` is made of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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


# The latest state of each ask.
DEMANDS = pa.schema(
    [
        pa.field("demand_id", pa.string(), nullable=False),  # source and source_id, as jira:PAY-7
        pa.field("source", pa.string(), nullable=False),  # where it comes from
        pa.field("source_id", pa.string(), nullable=False),  # its id there
        ("url", pa.string()),  # where to see it there
        ("asker", pa.string()),  # who asked, as the source names them
        ("asker_kind", pa.string()),  # customer, staff, bot
        ("customer", pa.string()),  # the organisation that asked, where there is one
        ("role", pa.string()),  # pays, uses, supports, derives_value; or a word of theirs
        ("standing", pa.string()),  # end_user, intermediary, internal, partner; or a word of theirs
        ("channel", pa.string()),  # the way in: mail, telephone, web, …
        ("product", pa.string()),  # what it is about
        ("language", pa.string()),  # of the text, where the source says it, as en
        ("title", pa.string()),  # in the asker's words, with personal data
        ("body", pa.string()),  # in the asker's words, with personal data
        ("reported_type", pa.string()),  # the source's own type; evidence, not truth
        ("labels", pa.list_(pa.string())),  # the source's own labels
        ("priority", pa.string()),  # the source's own
        ("asked_at", TIME),  # as the newest export says; the clock has a start of its own
        ("zone", pa.string()),  # the source's own time zone
        ("effort_minutes", pa.float64()),  # minutes spent on it
        ("cost", pa.float64()),  # in the source's currency
        ("satisfaction", pa.float64()),  # the asker's rating, from 0 (lowest) to 1 (highest)
        ("duplicate_of", pa.string()),  # the demand that it asks again, as the source says
        ("follows", pa.string()),  # the demand that it follows up
        ("follows_origin", pa.string()),  # declared by the source, or inferred
        ("imported_at", TIME),  # when the newest change of it was taken in
        ("payload_hash", pa.string()),  # of the record as the source wrote it
        ("import_id", pa.string()),  # the import that it stands as now
    ]
)

# What happened to demands; added, never edited.
EVENTS = pa.schema(
    [
        pa.field("demand_id", pa.string(), nullable=False),  # what it happened to
        pa.field("at", TIME, nullable=False),  # when it happened
        pa.field("kind", pa.string(), nullable=False),  # one of the kinds below
        ("actor", pa.string()),  # who did it, as the source names them
        ("actor_kind", pa.string()),  # asker, staff, bot, other
        ("public", pa.bool_()),  # the asker could see it
        ("before", pa.string()),  # the source's word for the state before
        ("after", pa.string()),  # the source's word for the state after
        ("origin", pa.string()),  # observed in a history, or claimed by a summary field
        ("seq", pa.int64()),  # the source's own order of events of one instant
        ("event_id", pa.string()),  # the source's own, else a hash of the fields above
        ("imported_at", TIME),  # when it was taken in first
        ("import_id", pa.string()),  # the import that brought it first
    ]
)

# A claim of an import: it held this demand (event_id null) or this claimed event.
SIGHTINGS = pa.schema(
    [
        pa.field("import_id", pa.string(), nullable=False),  # the import
        pa.field("demand_id", pa.string(), nullable=False),  # the demand that it held
        ("event_id", pa.string()),  # the claimed event that it held; null for the demand itself
    ]
)

# One export that was taken in, and what became of its records.
IMPORTS = pa.schema(
    [
        pa.field("import_id", pa.string(), nullable=False),  # its time, and a hash of the files
        ("number", pa.int64()),  # which one it was, from 1; null where an earlier version took in
        ("shape", pa.string()),  # which known export it was, or "table"
        ("source", pa.string()),  # the first part of its demands' ids
        ("files", pa.list_(pa.string())),  # their names
        ("exported_at", TIME),  # the export's own time, where it has one
        ("last_sign_at", TIME),  # the newest instant that it mentions, never in the future
        ("imported_at", TIME),  # when it was taken in
        ("zone", pa.string()),  # the zone its local times were read in
        ("zone_assumed", pa.bool_()),  # nobody said so: UTC was taken
        ("tells", pa.list_(pa.string())),  # what it can: endings, history, responses, text, …
        ("notes", pa.list_(pa.string())),  # what the export cannot tell, in sentences
        ("rows", pa.int64()),  # as they stand in the files; null where an earlier version took in
        ("read", pa.int64()),  # records: several rows of a log are one
        ("new", pa.int64()),  # demands that were not known
        ("changed", pa.int64()),  # demands that say something new
        ("unchanged", pa.int64()),  # records that say what was known
        ("set_aside", pa.int64()),  # records left out on purpose
        ("quarantined", pa.int64()),  # records that could not be read
    ]
)

# Records read and left out on purpose (a pull request, a bot's message).
SET_ASIDE = pa.schema(
    [
        ("import_id", pa.string()),  # the import
        ("place", pa.string()),  # file and line
        ("record", pa.string()),  # its id
        ("reason", pa.string()),  # as pull request
    ]
)

# Records that could not be read; `record` is the source's text, cut at 4,000 characters.
QUARANTINE = pa.schema(
    [
        ("import_id", pa.string()),  # the import
        ("place", pa.string()),  # file and line
        ("reason", pa.string()),  # what is wrong with it, and what to do
        ("record", pa.string()),  # the source's text
    ]
)

# The source's words, kept so that a better mapping can be applied again.
PAYLOADS = pa.schema(
    [
        ("import_id", pa.string()),  # the import
        ("demand_id", pa.string()),  # the demand that was made of it
        ("payload_hash", pa.string()),  # of the record
        ("payload", pa.binary()),  # the record as JSON, compressed with zstd
    ]
)

# Figures that the source made itself, to be reconciled with ours.
SOURCE_FIGURES = pa.schema(
    [
        ("import_id", pa.string()),  # the import
        ("demand_id", pa.string()),  # the demand that it is of
        ("figure", pa.string()),  # its name, as first_reply_minutes
        ("value", pa.float64()),  # minutes, or a count
    ]
)

# What a demand is, as a labeller reads it.
LABELS = pa.schema(
    [
        pa.field("demand_id", pa.string(), nullable=False),  # the demand
        ("nature", pa.string()),  # failure, value, none; null is unknown
        ("code", pa.string()),  # cause or want; null for none and unknown
        ("probability", pa.float64()),  # of the nature
        ("failure_probability", pa.float64()),  # from 0 to 1
        ("value_probability", pa.float64()),  # from 0 to 1
        ("code_probability", pa.float64()),  # from 0 to 1
        ("second_code", pa.string()),  # the next likeliest cause or want
        ("labeller", pa.string()),  # its name and version
    ]
)

# Recurring groups of failure demand as they were found; what people say of them is in the register.
THEMES = pa.schema(
    [
        pa.field("theme_id", pa.string(), nullable=False),  # for good
        ("name", pa.string()),  # in the askers' own words, masked
        ("founded_at", TIME),  # the instant as of which it was found
        ("founders", pa.int64()),  # how many demands it was found from
        ("centre", pa.binary()),  # what its demands mean, as numbers
        ("reach", pa.float64()),  # the least likeness of a demand that is placed in it
        ("read_by", pa.string()),  # by which reading of texts the centre was made
    ]
)

# In which theme each failure demand was placed.
MEMBERS = pa.schema(
    [
        pa.field("demand_id", pa.string(), nullable=False),  # the demand
        ("theme_id", pa.string()),  # null: not recurring
        ("likeness", pa.float64()),  # to its theme, or to the nearest one: from 0 to 1
        ("read_by", pa.string()),  # by which reading of texts it was placed
    ]
)

# Times of a demand by the rules of time, as of an instant; not kept, made when asked. Seconds are whole.
CLOCKS = pa.schema(
    [
        pa.field("demand_id", pa.string(), nullable=False),  # the demand
        ("start", TIME),  # the first ask
        ("state", pa.string()),  # open, resolved, declined, abandoned, withdrawn, merged
        ("ended_at", TIME),  # of the ending that stands; null while open
        ("first_response_seconds", pa.int64()),  # from the start to a person's first public answer
        ("response_after_reopening_seconds", pa.int64()),  # from a reopening to the next answer
        ("request_to_resolution_seconds", pa.int64()),  # null where it did not come to that
        ("competing_ending_seconds", pa.int64()),  # from the start to the ending of another kind
        ("censored_seconds", pa.int64()),  # from the start to when it was last seen unresolved
        ("reopenings", pa.int64()),  # how often it was opened again
        ("reopened_at", TIME),  # the latest time; null where it never was, or nobody knows when
        ("first_resolved_at", TIME),  # the first resolution, also where it did not stand
        ("first_time_fix", pa.bool_()),  # the first resolution held; null where nobody can tell yet
        ("waiting_on_asker_seconds", pa.int64()),  # it was the asker's turn
        ("waiting_on_us_seconds", pa.int64()),  # it was the organisation's turn
        ("waiting_on_other_seconds", pa.int64()),  # it was somebody else's turn
        ("hand_offs", pa.int64()),  # `assigned` events that moved it from one to another
        ("follows", pa.string()),  # the demand that it follows up
        ("follows_origin", pa.string()),  # declared by the source, or inferred
        ("request_id", pa.string()),  # the first demand of its chain of follow-ups
        ("problem_id", pa.string()),  # joined by merges and follow-ups
        ("claimed", pa.bool_()),  # its ending, or its whole history, is only claimed
        ("flags", pa.list_(pa.string())),  # what is doubtful about it; see below
    ]
)

# Times of a request: a demand with the follow-ups that came of it.
REQUESTS = pa.schema(
    [
        pa.field("request_id", pa.string(), nullable=False),  # the first demand of the chain
        ("demands", pa.int64()),  # how many are in the chain
        ("start", TIME),  # the first ask
        ("state", pa.string()),  # of the last demand of the chain
        ("ended_at", TIME),  # of the ending that stands; null while open
        ("first_response_seconds", pa.int64()),  # as of a clock
        ("request_to_resolution_seconds", pa.int64()),  # from the first ask to the last resolution
        ("competing_ending_seconds", pa.int64()),  # as of a clock
        ("censored_seconds", pa.int64()),  # as of a clock
        ("first_time_fix", pa.bool_()),  # as of a clock
        ("claimed", pa.bool_()),  # an ending in the chain, or its whole history, is only claimed
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
