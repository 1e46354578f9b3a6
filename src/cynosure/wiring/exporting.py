"""Write what the store and the rules made of an export."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cynosure.demand import DEMANDS, EVENTS, LABELS
from cynosure.store import write_table
from cynosure.wiring.place import Place
from cynosure.workflows.telling import tell

_KEPT = {"demands": DEMANDS, "events": EVENTS, "labels": LABELS}


def export_table(
    place: Place,
    *,
    table: str,
    form: str,
    out: Path | None,
    as_of: datetime | None,
    follow_up_days: int,
) -> None:
    """Write a table of the store, or the clocks as of an instant, in the order of its ids."""
    if table in _KEPT:
        rows = place.engine.parquet(place.store.snapshot().files(table), _KEPT[table])
    else:
        telling = tell(
            place.store.snapshot(),
            place.engine,
            labeller=place.labeller.name,
            as_of=as_of,
            follow_up_days=follow_up_days,
        )
        rows = telling.clocks.clocks if table == "clocks" else telling.clocks.requests
    key = "request_id" if table == "requests" else "demand_id"
    order = [key, "at", "event_id"] if table == "events" else [key]
    write_table(place.engine.batches(rows.order_by(order)), form=form, out=out)
