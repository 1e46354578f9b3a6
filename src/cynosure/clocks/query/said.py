"""What was said and by whom, in numbers, as far as it was known at `known_at`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import ibis
import ibis.expr.types as ir

from cynosure.clocks.query import codes
from cynosure.clocks.query.codes import ASKED, ASKER, BOT, FIRST_ENDING, RESOLVED, SOMEBODY, STAFF
from cynosure.clocks.query.stacking import stacked

_NO_ANSWER = ("stale", "no_answer")
# Whose text is read later: where a merge leads, what was promised, who had it.
_TEXTS = (codes.MERGED, codes.PROMISED, codes.ASSIGNED)


def numbered(demands: ir.Table, groups: ir.Table) -> ir.Table:
    """Return demands with a number `d` each, in the order of their ids."""
    groups = groups.select("demand_id", "group").filter(groups["group"].notnull())
    groups = groups.group_by("demand_id").agg(group=groups["group"].max())
    kept = demands.select(
        "demand_id",
        "asker",
        "product",
        "follows",
        "follows_origin",
        "duplicate_of",
        "imported_at",
        "import_id",
        d=ibis.row_number().over(order_by=demands.demand_id).cast("int64"),
    )
    return kept.left_join(groups, "demand_id").drop("demand_id_right")


def known_events(events: ir.Table, known_at: datetime | None) -> ir.Table:
    """Return the events that have a time and had been imported at `known_at`."""
    events = events.filter(events.at.notnull())
    if known_at is None:
        return events
    known = ibis.literal(known_at)
    return events.filter(events.imported_at.isnull() | (events.imported_at <= known))


@dataclass(frozen=True, slots=True)
class Present:
    """What there is in the data at all; what there is not costs nothing."""

    claimed: bool  # an event that a summary claims
    sequenced: bool  # an event with a number of the source's order


def present(events: ir.Table) -> Present:
    """Return what there is among these events, by one look at all of them."""
    found = events.agg(
        claimed=(events.origin == "claimed").any(), sequenced=events.seq.notnull().any()
    )
    (row,) = found.to_pyarrow().to_pylist()
    return Present(claimed=bool(row["claimed"]), sequenced=bool(row["sequenced"]))


def spoken(events: ir.Table, numbered: ir.Table, imported_at: datetime | None) -> ir.Table:
    """Return events by the number of their demand: what, who, and what of it counts.

    The asker is the asker, whatever badge they wear. What is later than its
    import is marked `future`: it cannot have happened yet.
    From here on times are UTC without saying so: an engine reckons several
    times faster with instants that have no zone.
    """
    demands = numbered.select("demand_id", "d", "asker")
    rows = events.inner_join(demands, "demand_id")
    mark = codes.coded(rows.kind, codes.MARKS, codes.NOTED)
    speaker = ibis.cases(
        (((rows.actor == rows.asker) | (rows.actor_kind == "asker")).fill_null(False), ASKER),
        (rows.actor_kind == "staff", STAFF),
        (rows.actor_kind == "bot", BOT),
        else_=SOMEBODY,
    )
    rows = rows.mutate(mark=mark, speaker=speaker.cast("int8"))
    arrived = rows.imported_at
    if imported_at is not None:
        arrived = ibis.coalesce(arrived, ibis.literal(imported_at))
    edits = (rows.mark == ASKED) & (rows.speaker == STAFF)
    text = rows.mark.isin(_TEXTS)
    return rows.select(
        "d",
        "mark",
        "speaker",
        "seq",
        "event_id",
        at=rows.at.cast("timestamp"),
        public=rows.public.fill_null(False),
        claimed=(rows.origin == "claimed").fill_null(False),
        future=(rows.at > arrived).fill_null(False),
        given_up=(
            (rows.mark == RESOLVED) & (rows.speaker == BOT) & rows.after.isin(_NO_ANSWER)
        ).fill_null(False),
        moved_from=ibis.ifelse(edits, rows.before, ibis.null("string"))
        .try_cast("timestamp('UTC')")
        .cast("timestamp"),
        actor=ibis.ifelse(rows.mark >= FIRST_ENDING, rows.actor, ibis.null("string")),
        before=ibis.ifelse(rows.mark == codes.ASSIGNED, rows.before, ibis.null("string")),
        after=ibis.ifelse(text, rows.after, ibis.null("string")),
    )


def known_demands(
    numbered: ir.Table,
    events: ir.Table,
    sightings: ir.Table,
    imports: ir.Table,
    known_at: datetime,
) -> ir.Table:
    """Return the demands of which something had been imported at `known_at`.

    One of which nothing at all carries a time of import was always known.
    """
    now = ibis.literal(known_at)
    early = imports.filter((imports.imported_at <= now).fill_null(True)).select("import_id")
    listed = imports.select("import_id")
    sighted = sightings.select("demand_id", "import_id")
    # An import that nobody lists was always known, as in `sightings_of`.
    known = sighted.semi_join(early, "import_id").select("demand_id")
    known = stacked(known, sighted.anti_join(listed, "import_id").select("demand_id"))
    known = stacked(known, known_events(events, known_at).select("demand_id"))
    records = numbered.filter(numbered.imported_at <= now).select("demand_id")
    said = stacked(sighted.select("demand_id"), events.select("demand_id"))
    silent = numbered.filter(numbered.imported_at.isnull()).select("demand_id")
    silent = silent.anti_join(said, "demand_id")
    return numbered.semi_join(stacked(known, records, silent).distinct(), "demand_id")
