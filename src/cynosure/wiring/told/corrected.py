"""What people said since the last telling, laid over the rows of a list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cynosure.demand import LABELS
from cynosure.errors import StoreError
from cynosure.nature.deciding.decisions import Decided
from cynosure.store import open_store
from cynosure.wiring.told.reading import Told, files_sql
from cynosure.workflows.told.listing import ListedDemand

_LAID = ("nature", "code", "probability", "decided")


@dataclass(frozen=True, slots=True)
class Corrections:
    """What counts now of each demand that somebody decided, or took back, since the telling."""

    told: Told
    now: Mapping[str, Decided | None]

    def __len__(self) -> int:
        """How many demands were corrected."""
        return len(self.now)

    def over(self, rows: Iterable[ListedDemand]) -> tuple[ListedDemand, ...]:
        """Return rows as they are now."""
        listed = tuple(rows)
        machine = self._machine([row.demand_id for row in listed if self._is_machines(row)])
        return tuple(
            self._now(row, machine) if row.demand_id in self.now else row for row in listed
        )

    def over_batches(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield batches as they are now; they have at least demand_id and what is laid over."""
        ids = pa.array(sorted(self.now), pa.string())
        for batch in batches:
            if not len(ids) or not pc.any(pc.is_in(batch["demand_id"], value_set=ids)).as_py():
                yield batch
                continue
            rows = batch.to_pylist()
            taken = [row["demand_id"] for row in rows if self._was_persons(row)]
            machine = self._machine(taken)
            for row in rows:
                demand_id = row["demand_id"]
                if demand_id in self.now:
                    row.update(_said(self.now[demand_id], machine.get(demand_id), row))
            yield pa.RecordBatch.from_pylist(rows, schema=batch.schema)

    def _is_machines(self, row: ListedDemand) -> bool:
        return row.decided and row.demand_id in self.now and self.now[row.demand_id] is None

    def _was_persons(self, row: Mapping[str, object]) -> bool:
        demand_id = str(row["demand_id"])
        return bool(row["decided"]) and demand_id in self.now and self.now[demand_id] is None

    def _now(self, row: ListedDemand, machine: Mapping[str, Mapping[str, object]]) -> ListedDemand:
        known = {name: getattr(row, name) for name in _LAID}
        said: dict[str, Any] = _said(self.now[row.demand_id], machine.get(row.demand_id), known)
        return replace(row, **said)

    def _machine(self, ids: Sequence[str]) -> Mapping[str, Mapping[str, object]]:
        """Return what the machine says of demands whose decision was taken back."""
        return machine_says(self.told, ids) if ids else {}


def corrected_since(told: Told) -> Corrections:
    """Return what people said since the telling; the register has to be open."""
    from cynosure.register import decisions

    return Corrections(told, decisions.since(told.told_at))


def machine_says(told: Told, ids: Sequence[str]) -> dict[str, dict[str, object]]:
    """Return the label of the telling's model for demands; what it does not know is left out.

    Nothing where the store cannot be read: the next telling says it.
    """
    try:
        files = open_store(told.workspace).snapshot().files("labels")
    except StoreError:
        return {}
    if not files or not ids:
        return {}
    marks = ", ".join("?" * len(ids))
    query = f"SELECT * FROM {files_sql(files)} WHERE demand_id IN ({marks})"  # noqa: S608 - ours
    rows = told.engine.rows(query, list(ids)).to_pylist()
    # Where another model reads since, its word is newer than what was told.
    rows.sort(key=lambda row: row["labeller"] == told.summary.labeller)
    return {row["demand_id"]: {name: row.get(name) for name in LABELS.names} for row in rows}


def _said(
    decided: Decided | None, machine: Mapping[str, object] | None, row: Mapping[str, object]
) -> dict[str, Any]:
    if decided is not None:
        one = decided.decision
        sure = None if one.nature is None else 1.0
        return {"nature": one.nature, "code": one.code, "probability": sure, "decided": True}
    if not row["decided"]:
        return {name: row[name] for name in _LAID}
    of_machine = machine or {}
    said = {name: of_machine.get(name) for name in ("nature", "code", "probability")}
    return {**said, "decided": False}
