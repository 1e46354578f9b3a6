"""Write what the store and the rules made of an export."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.demand import DEMANDS, EVENTS, LABELS
from cynosure.masking import mask_column
from cynosure.store import write_table
from cynosure.wiring.decisions import labels_decided
from cynosure.wiring.own_model import bring_up_to_date
from cynosure.wiring.place import Place
from cynosure.wiring.themes import acts_in, bring_themes_up_to_date
from cynosure.workflows.deciding import decided_over
from cynosure.workflows.telling import tell

_KEPT = {"demands": DEMANDS, "events": EVENTS, "labels": LABELS}


def export_table(
    place: Place,
    *,
    table: str,
    form: str,
    out: Path | None,
    masked: bool,
    as_of: datetime | None,
    follow_up_days: int,
) -> None:
    """Write a table of the store, or the clocks as of an instant, in the order of its ids.

    Where `masked`, personal data goes from titles and bodies; who asked stays as
    the source names them, since follow-ups are told by it.
    """
    if table not in {"demands", "events"}:
        bring_up_to_date(place)
    if table in _KEPT:
        rows = place.engine.parquet(place.store.snapshot().files(table), _KEPT[table])
        if table == "labels":
            rows = _in_use(place, rows)
    else:
        bring_themes_up_to_date(place)
        telling = tell(
            place.store.snapshot(),
            place.engine,
            labeller=place.labeller.name,
            as_of=as_of,
            follow_up_days=follow_up_days,
            decisions=labels_decided(place),
            acts=acts_in(place),
        )
        rows = telling.clocks.clocks if table == "clocks" else telling.clocks.requests
    key = "request_id" if table == "requests" else "demand_id"
    order = [key, "at", "event_id"] if table == "events" else [key]
    batches = place.engine.batches(rows.order_by(order))
    write_table(
        map(masked_batch, batches) if masked and table == "demands" else batches,
        form=form,
        out=out,
        schema=rows.schema().to_pyarrow(),
    )


def _in_use(place: Place, labels: ir.Table) -> ir.Table:
    """Return the labels that hold: of the model in use, and people's over them."""
    demands = place.engine.parquet(place.store.snapshot().files("demands"), DEMANDS)
    labels = labels.filter(labels.labeller == place.labeller.name)
    return decided_over(place.engine, labels, labels_decided(place), demands=demands)


def masked_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return demands without personal data in their titles and bodies."""
    # A bot's name is a system's, and its notices begin with it.
    people = pc.if_else(pc.equal(batch["asker_kind"], "bot"), None, batch["asker"])
    for name in ("title", "body"):
        column = batch.schema.get_field_index(name)
        texts = mask_column(batch[name], people)
        batch = batch.set_column(column, batch.schema.field(name), texts)
    return batch
