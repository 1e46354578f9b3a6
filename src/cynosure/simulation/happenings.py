"""The events that an invented demand's timeline leaves in the desk's history."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.demand import EVENTS, TIME
from cynosure.simulation.askings import Asked
from cynosure.simulation.plan import Plan
from cynosure.simulation.timelines import (
    CLEANED_UP,
    DECLINED,
    END,
    MERGED,
    RESOLVED,
    STALE,
    WITHDRAWN,
    Flags,
    Seconds,
    Timelines,
)

DESK, SECOND_LINE, CLOSER = "first line", "second line", "clean-up"
BOT = "desk[bot]"

# How each way to end looks in the history: kind, actor ("" is the asker), its kind, and what for.
_ENDINGS = {
    RESOLVED: ("resolved", DESK, "staff", None),
    DECLINED: ("declined", DESK, "staff", "not planned"),
    WITHDRAWN: ("withdrawn", "", "asker", None),
    STALE: ("resolved", BOT, "bot", "stale"),
    CLEANED_UP: ("abandoned", CLOSER, "staff", "closed in the clean-up"),
}


def events_of(lines: Timelines, asked: Asked, *, outage_ticket: str, plan: Plan) -> pa.RecordBatch:
    """Return all that happened until the end of the year, in the order of time."""
    id_column, asker_column = pa.array(asked.ids), pa.array(asked.askers)
    staff_asks = np.array([theme.asker_kind != "customer" for theme in asked.themes])
    since = int(plan.since.timestamp())
    parts: list[pa.Table] = []

    def add(
        at: Seconds,
        kind: str,
        actor: str,
        actor_kind: str,
        *,
        where: Flags | None = None,
        public: bool = True,
        before: str | None = None,
        after: str | None = None,
    ) -> None:
        happened = at <= END if where is None else (at <= END) & where
        rows = pa.array(np.flatnonzero(happened & (lines.start < END)))
        n = len(rows)
        said = {
            "demand_id": id_column.take(rows),
            "at": pa.array((at[rows.to_numpy()] + since) * 1_000_000, pa.int64()).cast(TIME),
            "kind": pa.repeat(kind, n),
            "actor": asker_column.take(rows) if actor == "" else pa.repeat(actor, n),
            "actor_kind": pa.repeat(actor_kind, n),
            "public": pa.repeat(public, n),
            "before": pa.repeat(before, n) if before else pa.nulls(n, pa.string()),
            "after": pa.repeat(after, n) if after else pa.nulls(n, pa.string()),
            "origin": pa.repeat("observed", n),
        }
        nothing = {name: pa.nulls(n, EVENTS.field(name).type) for name in EVENTS.names}
        parts.append(pa.table({**nothing, **said}).select(EVENTS.names))

    add(lines.start, "asked", "", "asker")
    add(lines.bot_reply, "responded", BOT, "bot", where=~staff_asks)
    add(lines.assigned, "assigned", BOT, "bot", public=False, after=DESK)
    add(lines.moved_on, "assigned", DESK, "staff", public=False, before=DESK, after=SECOND_LINE)
    add(lines.response, "responded", DESK, "staff")
    add(lines.waits_from, "waits_on_asker", DESK, "staff")
    add(lines.waits_to, "responded", "", "asker")
    for number, (kind, actor, actor_kind, after) in _ENDINGS.items():
        first, second = lines.first_kind == number, lines.second_kind == number
        add(lines.first_end, kind, actor, actor_kind, where=first, after=after)
        add(lines.second_end, kind, actor, actor_kind, where=second, after=after)
    add(
        lines.first_end, "merged", DESK, "staff",
        where=lines.first_kind == MERGED, after=outage_ticket,
    )  # fmt: skip
    add(lines.reopened, "reopened", "", "asker")
    add(lines.second_response, "responded", DESK, "staff")
    add(lines.thanks, "responded", "", "asker")
    table = pa.concat_tables(parts).cast(EVENTS)
    table = table.take(pc.sort_indices(table, sort_keys=[("at", "ascending")]))
    return table.combine_chunks().to_batches()[0]
