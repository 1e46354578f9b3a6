"""Whole tables as streams: what is kept and what was last told, in the forms that people open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pyarrow as pa

from cynosure.demand import CLOCKS, DEMANDS, EVENTS
from cynosure.store import open_store, stream_table_as
from cynosure.wiring.exporting import masked_batch
from cynosure.wiring.told.reading import Told

Table = Literal["demands", "events", "labels", "clocks"]
_LABELS = ("demand_id", "nature", "code", "probability", "decided")
_KEPT = {"demands": DEMANDS, "events": EVENTS}


def stream_table(
    told: Told, table: Table, *, form: Literal["csv", "parquet", "ndjson"]
) -> Iterator[bytes]:
    """Yield a table's bytes, by demand; titles and bodies are masked.

    Raises
    ------
    StoreError
        If the store cannot be read.
    """
    written = {"ndjson": "json"}.get(form, form)
    if table in _KEPT:
        schema = _KEPT[table]
        batches = _kept(told, table, schema)
        return stream_table_as(batches, form=written, schema=schema)
    names = _LABELS if table == "labels" else tuple(CLOCKS.names)
    shown = ", ".join(f'"{name}"' for name in names)
    query = f"SELECT {shown} FROM {told.demands_sql} ORDER BY demand_id"  # noqa: S608 - ours
    types = told.facts.demands.schema().to_pyarrow()
    schema = pa.schema([(name, types.field(name).type) for name in names])
    return stream_table_as(told.engine.stream(query), form=written, schema=schema)


def _kept(told: Told, table: str, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    files = open_store(told.workspace).snapshot().files(table)
    order = ["demand_id", "at", "event_id"] if table == "events" else ["demand_id"]
    if not files:
        return
    rows = told.engine.parquet(files, schema)
    for batch in told.engine.batches(rows.order_by(order)):
        kept = batch.select(schema.names).cast(schema)
        yield masked_batch(kept) if table == "demands" else kept
