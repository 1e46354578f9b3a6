"""The demands as they are kept of a telling: all that measures ask and a list shows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.masking import mask_column
from cynosure.measures import waits
from cynosure.measures.standing import in_seconds, seconds_of
from cynosure.workflows.engine import Engine
from cynosure.workflows.telling import Telling

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TITLE = 200  # signs of a title that are kept
# Sorts what has no usable start behind everything, whichever way.
NEVER_ASKED = -(2**62)
_SURE = 2.0  # of what nobody can be less sure of: a person said it, or nobody says anything
ROWS = (
    8_192  # that stand together in the file: a page of a list reads as few groups of them as it can
)


def told_demands(telling: Telling, engine: Engine) -> Iterator[pa.RecordBatch]:
    """Yield the demands of a telling, the newest first, their titles masked and cut.

    Beside the columns of the facts: place (in this order, from 0 on), source_id, url, labels, title, decided (by a person),
    and whole columns to sort by: asked_us (microseconds of the epoch), waited_seconds
    (until the ending that stands, or the instant of the telling; -1 without a clock),
    begins and ends (of the wait, as `measures.waits` has it) and
    doubt (how sure the machine is; 2 where a person said it or nobody says anything).
    """
    # Reckoned once: each question of harm would join chains of follow-ups again.
    rows = waits(telling.facts.demands, as_of=telling.as_of)
    words = telling.demands.select("demand_id", "source_id", "url", "title", "asker")
    as_of = ibis.literal(seconds_of(telling.as_of), "int64")
    until = ibis.coalesce(in_seconds(rows.ended_at), as_of)
    waited = rows.state.notnull().ifelse(until - in_seconds(rows.start), None)
    asked = rows.start.delta(ibis.literal(EPOCH), unit="microsecond")
    rows = rows.mutate(asked_us=asked.fill_null(NEVER_ASKED), waited_seconds=waited.fill_null(-1))
    rows = rows.left_join(words, "demand_id").drop("demand_id_right")
    rows = rows.order_by([rows.asked_us.desc(), rows.demand_id.desc()])
    decided = pa.array(sorted(telling.decided), pa.string())
    before = 0
    for batch in engine.batches(rows, rows=ROWS):
        yield _shown(batch, decided).append_column("place", _places(before, batch.num_rows))
        before += batch.num_rows


def told_schema(telling: Telling) -> pa.Schema:
    """Return the fields of what `told_demands` yields, also where there is no row."""
    facts = telling.facts.demands.schema().to_pyarrow()
    more = pa.schema(
        [
            ("begins", pa.int64()),
            ("ends", pa.int64()),
            ("place", pa.int64()),
            ("asked_us", pa.int64()),
            ("waited_seconds", pa.int64()),
            ("source_id", pa.string()),
            ("url", pa.string()),
            ("title", pa.string()),
            ("decided", pa.bool_()),
            ("doubt", pa.float64()),
        ]
    )
    return pa.schema([pa.field(each.name, each.type) for each in (*facts, *more)])


def _places(before: int, n: int) -> pa.Array:
    return pa.array(range(before, before + n), pa.int64())


def _shown(batch: pa.RecordBatch, decided: pa.Array) -> pa.RecordBatch:
    titles = mask_column(batch["title"], batch["asker"])
    by_people = pc.is_in(batch["demand_id"], value_set=decided)
    doubt = pc.if_else(by_people, _SURE, pc.fill_null(batch["probability"], _SURE))
    columns = {name: batch[name] for name in batch.schema.names if name != "asker"}
    columns["title"] = pc.utf8_slice_codeunits(titles, 0, TITLE)
    columns |= {"decided": by_people, "doubt": doubt}
    return pa.RecordBatch.from_pydict(columns)
