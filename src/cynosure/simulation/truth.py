"""What is true of each invented demand, by the way it was made."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cynosure.demand import TIME
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

TRUTH = pa.schema(
    [
        pa.field("demand_id", pa.string(), nullable=False),
        ("asker_kind", pa.string()),
        ("nature", pa.string()),
        ("code", pa.string()),
        ("theme", pa.string()),
        ("start", TIME),
        ("state", pa.string()),
        ("first_response_seconds", pa.int64()),
        ("response_after_reopening_seconds", pa.int64()),
        ("request_to_resolution_seconds", pa.int64()),
        ("competing_ending_seconds", pa.int64()),
        ("censored_seconds", pa.int64()),
        ("reopenings", pa.int64()),
        ("waiting_on_asker_seconds", pa.int64()),
        ("follows", pa.string()),
        ("linked", pa.bool_()),  # the desk's own link, not one to be inferred
    ]
)

_STATES = {
    RESOLVED: "resolved",
    DECLINED: "declined",
    WITHDRAWN: "withdrawn",
    STALE: "abandoned",
    CLEANED_UP: "abandoned",
    MERGED: "merged",
}


def truth_of(lines: Timelines, asked: Asked, *, plan: Plan, outage_ends: int) -> pa.RecordBatch:
    """Return one row a demand: its nature, its cause and what its clocks must say at the end.

    Times are of the demand by itself; what a chain of follow-ups adds up to is
    not in here.
    """
    kind = lines.last_kind
    end = np.where(kind == MERGED, np.maximum(lines.last_end, outage_ends), lines.last_end)
    ended = lines.last_end <= END
    took = end - lines.start
    resolved = ended & ((kind == RESOLVED) | (kind == MERGED))
    competing = ended & np.isin(kind, (DECLINED, STALE, CLEANED_UP))
    withdrawn = ended & (kind == WITHDRAWN)
    reopened = lines.reopened <= END
    waited = np.minimum(lines.waits_to, END) - lines.waits_from

    states = np.array([_STATES[number] for number in range(len(_STATES))])[kind]
    start_us = (lines.start + int(plan.since.timestamp())) * 1_000_000
    columns = [
        pa.array(asked.ids),
        pa.array([each.asker_kind for each in asked.themes]),
        pa.array([each.nature for each in asked.themes]),
        pa.array([each.code for each in asked.themes]),
        pa.array([each.name for each in asked.themes]),
        pa.array(start_us, pa.int64()).cast(TIME),
        pa.array(np.where(ended, states, "open").tolist()),
        _seconds(lines.response - lines.start, lines.response <= END),
        _seconds(lines.second_response - lines.reopened, reopened & (lines.second_response <= END)),
        _seconds(took, resolved),
        _seconds(took, competing),
        _seconds(np.where(withdrawn, took, END - lines.start), ~resolved & ~competing),
        pa.array(reopened.astype(np.int64)),
        pa.array(np.where(lines.waits_from <= END, waited, 0)),
        pa.array(list(asked.follows), pa.string()),
        pa.array(asked.declared),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=TRUTH)


def _seconds(values: Seconds, known: Flags) -> pa.Array:
    hidden: NDArray[np.bool_] = ~known
    return pa.array(np.where(known, values, 0), pa.int64(), mask=hidden)
