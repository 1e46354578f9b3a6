"""What a search found, kept while the telling stands, and lists as files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

import pyarrow as pa
import pyarrow.parquet as pq

from cynosure.search import By
from cynosure.store import stream_table_as
from cynosure.wiring.told.answering import kept
from cynosure.wiring.told.corrected import corrected_since
from cynosure.wiring.told.listing import rows_behind, search_demands
from cynosure.wiring.told.reading import Told
from cynosure.wiring.told.retelling import DEMANDS
from cynosure.workflows.found_texts import FoundText
from cynosure.workflows.told.filters import Filters
from cynosure.workflows.told.listing import ListedDemand, columns_called

_LAID = ("demand_id", "nature", "code", "probability", "decided")  # by what people said since

Found = tuple[tuple[FoundText, ListedDemand], ...]


def found_demands(told: Told, text: str, filters: Filters, *, by: By, limit: int) -> Found:
    """Return what `search_demands` does; asked again, it is not searched again."""
    return kept(
        told,
        ("found", text, filters, by, limit),
        lambda: tuple(search_demands(told, text, filters, by=by, limit=limit)),
    )


def export_list(
    told: Told,
    filters: Filters,
    *,
    columns: Sequence[str],
    sort: str,
    form: str,
    found: Found | None = None,
) -> Iterator[bytes]:
    """Yield a list as a file: all its pages, or what was found; as it is shown, masked.

    What people said since the telling counts. The register has to be open until the end.

    Raises
    ------
    UnusablePage
        If nothing is sorted so, or a column is not shown of a demand.
    UnknownForm
        If `form` is none of csv, parquet and json.
    """
    names = columns_called(tuple(columns))
    types = pq.read_schema(told.folder / DEMANDS)
    needed = tuple(dict.fromkeys((*names, *_LAID)))
    if found is None:
        batches = rows_behind(told, filters, columns=needed, sort=sort)  # type: ignore[arg-type]
    else:
        whole = pa.schema([types.field(name) for name in needed])
        batches = iter([_batch([row for _, row in found], whole)])
    laid = corrected_since(told).over_batches(batches)
    schema = pa.schema([pa.field(name, types.field(name).type) for name in names])
    return stream_table_as(
        (batch.select(names).cast(schema) for batch in laid), form=form, schema=schema
    )


def _batch(rows: Sequence[ListedDemand], schema: pa.Schema) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([asdict(row) for row in rows], schema=schema)
