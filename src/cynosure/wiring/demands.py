"""Demands fetched for people to decide and for models to learn from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import ibis.expr.types as ir
import pyarrow as pa

from cynosure.demand import DEMANDS, LABELS
from cynosure.masking import mask
from cynosure.nature.auditing.audit_session import AuditItem
from cynosure.store.labelling import UNLABELLED
from cynosure.wiring.place import Place


def customers(place: Place, *, but: Collection[str] = ()) -> Iterator[pa.RecordBatch]:
    """Yield the ids of customers' demands, all but some."""
    rows = _demands(place)
    rows = rows.filter(rows.asker_kind.fill_null("customer") == "customer").select("demand_id")
    if but:
        rows = rows.anti_join(_these(place, but), "demand_id")
    return place.engine.batches(rows)


def known(place: Place, ids: Collection[str]) -> list[str]:
    """Return which of these ids are demands of the workspace."""
    rows = _demands(place).select("demand_id").semi_join(_these(place, ids), "demand_id")
    return list(place.engine.result(rows)["demand_id"].to_pylist())


def as_read(place: Place, ids: Collection[str]) -> pa.RecordBatch:
    """Return demands as a labeller gets them, in the order of their ids."""
    rows = _demands(place).select(*UNLABELLED.names)
    found = place.engine.result(rows.semi_join(_these(place, ids), "demand_id"))
    table = found.cast(UNLABELLED).sort_by("demand_id").combine_chunks()
    return (table.to_batches() or [pa.RecordBatch.from_pylist([], schema=UNLABELLED)])[0]


def items(place: Place, ids: Sequence[str]) -> list[AuditItem]:
    """Return demands to be shown, in the order of `ids`: masked, with what the model thinks.

    What is no longer kept is passed over.
    """
    if not ids:
        return []
    labels = place.engine.parquet(place.store.snapshot().files("labels"), LABELS)
    labels = labels.filter(labels.labeller == place.labeller.name)
    wanted = _demands(place).semi_join(_these(place, ids), "demand_id")
    rows = place.engine.result(
        wanted.select("demand_id", "title", "body", "asker").left_join(
            labels.select("demand_id", "nature", "code", "probability"), "demand_id"
        )
    ).to_pylist()
    by_id = {row["demand_id"]: row for row in rows}
    shown = []
    for one in ids:
        row = by_id.get(one)
        if row is None:
            continue
        names = (row["asker"],) if row["asker"] else ()
        shown.append(
            AuditItem(
                demand_id=one,
                title=mask(row["title"], names) if row["title"] else None,
                body=mask(row["body"], names) if row["body"] else None,
                predicted_nature=row["nature"],
                predicted_code=row["code"],
                probability=row["probability"],
            )
        )
    return shown


def _demands(place: Place) -> ir.Table:
    return place.engine.parquet(place.store.snapshot().files("demands"), DEMANDS)


def _these(place: Place, ids: Collection[str]) -> ir.Table:
    return place.engine.take(pa.table({"demand_id": pa.array(sorted(ids), pa.string())}))
