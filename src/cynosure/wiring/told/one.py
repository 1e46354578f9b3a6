"""One demand read from the store by its id: its words, what it is and why, what happened to it.

`workflows/explaining.py` tells the same with an engine of its own; a page has a fifth of
a second, so here each question names the ids that it is about and goes straight to the files.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa

from cynosure.clocks import Explanation, History, UnknownDemand, explain
from cynosure.clocks.history import GROUPS
from cynosure.demand import CAUSES, DEMANDS, EVENTS, IMPORTS, SIGHTINGS
from cynosure.errors import ClassificationError, StoreError
from cynosure.masking import mask
from cynosure.nature import Labeller
from cynosure.store import open_store
from cynosure.wiring.labeller import model_behind
from cynosure.wiring.place import Place
from cynosure.wiring.told.answering import kept
from cynosure.wiring.told.corrected import machine_says
from cynosure.wiring.told.reading import Told, files_sql
from cynosure.wiring.unreadable import StoreUnreadable
from cynosure.workflows.explaining import NEIGHBOURS_AT_MOST, why_so
from cynosure.workflows.keeping import Snapshot
from cynosure.workflows.reporting.reading import names_in
from cynosure.workflows.telling import instant_of

_FEW = 24  # ids that are asked for one by one
_SOME = 10_000  # ids of what one demand hangs on; beyond it nobody follows


@dataclass(frozen=True, slots=True)
class KeptDemand:
    """A demand as the store keeps it. `row` holds personal data: show what is masked."""

    row: Mapping[str, Any]

    @property
    def names(self) -> tuple[str, ...]:
        """The names to mask in its words."""
        return names_in(self.row)

    @property
    def title(self) -> str:
        """Its title, masked."""
        return mask(self.row["title"], self.names) if self.row["title"] else ""

    @property
    def body(self) -> str:
        """Its text, masked."""
        return mask(self.row["body"], self.names) if self.row["body"] else ""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What the machine says that a demand is, and which of its words made it say so."""

    nature: str | None
    code: str | None
    probability: float | None
    labeller: str
    why: tuple[tuple[str, tuple[str, ...]], ...] = ()  # "For it spoke", "Against it"


def kept_demand(told: Told, demand_id: str) -> KeptDemand:
    """Return a demand as it is kept now.

    Raises
    ------
    UnknownDemand
        If it is not kept: there was none, or its asker was erased.
    StoreUnreadable
        If the store cannot be read.
    """
    rows = _rows(
        told, _snapshot(told), "demands", DEMANDS, where="demand_id = ?", parameters=[demand_id]
    )
    if not rows.num_rows:
        raise UnknownDemand(demand_id)
    return KeptDemand(rows.to_pylist()[0])


def opinion_on(told: Told, demand: KeptDemand) -> Opinion | None:
    """Return what the machine says of a demand; None where it was not labelled, or cannot be read."""
    try:
        label = machine_says(told, [demand.row["demand_id"]]).get(demand.row["demand_id"])
    except duckdb.Error as error:
        raise StoreUnreadable(error) from error
    if label is None:
        return None
    sure: Any = label["probability"]
    said = (_word(label["nature"]), _word(label["code"]), sure, str(label["labeller"]))
    try:
        reader = _reader(told)
    except ClassificationError:
        return Opinion(*said)  # what it said stands; its words cannot be looked up just now
    model = model_behind(reader) if reader.name == label["labeller"] else None
    why = why_so(label, demand.row, model) if model else []
    return Opinion(*said, tuple(why))


def explained(told: Told, demand: KeptDemand, *, follow_up_days: int = 14) -> Explanation:
    """Return what happened to a demand, and which rule of time did what, as `cynosure explain`.

    Follow-ups are inferred within the themes of the telling.

    Raises
    ------
    ClockError
        If its history cannot be read.
    StoreUnreadable
        If the store cannot be read.
    """
    snapshot = _snapshot(told)
    imports = _rows(told, snapshot, "imports", IMPORTS, where="TRUE")
    ids = _connected(told, snapshot, demand.row)

    def of_them(table: str, schema: pa.Schema) -> pa.Table:
        return _rows_of(told, snapshot, table, schema, ids)

    history = History.of_tables(
        demands=of_them("demands", DEMANDS),
        events=of_them("events", EVENTS),
        sightings=_rows(
            told,
            snapshot,
            "sightings",
            SIGHTINGS,
            where=f"demand_id IN ({_marks(ids)})",
            parameters=ids,
        ),
        imports=imports,
        groups=_groups(told, ids),
    )
    instant, _ = instant_of(imports.to_pylist(), None)
    return explain(demand.row["demand_id"], history, as_of=instant, follow_up_days=follow_up_days)


def _connected(told: Told, snapshot: Snapshot, demand: Mapping[str, Any]) -> list[str]:
    """Return the ids that a demand's clock may depend on, itself included."""
    found = {str(demand["demand_id"])}
    new = set(found)
    while new and len(found) < _SOME:
        near, marks = sorted(new), _marks(new)
        there = _rows(
            told, snapshot, "demands", pa.schema([DEMANDS.field(n) for n in ("demand_id", "follows")]),
            where=f"demand_id IN ({marks}) OR follows IN ({marks})", parameters=[*near, *near],
        )  # fmt: skip
        into = _rows(
            told, snapshot, "events", pa.schema([EVENTS.field(n) for n in ("demand_id", "after")]),
            where=f"kind = 'merged' AND (demand_id IN ({marks}) OR \"after\" IN ({marks}))",
            parameters=[*near, *near],
        )  # fmt: skip
        rows = (*there.to_pylist(), *into.to_pylist())
        reached = {value for row in rows for value in row.values() if value}
        new = reached - found
        found |= new
    if demand["asker"]:
        schema = pa.schema([DEMANDS.field("demand_id")])
        where = f"asker = ? LIMIT {NEIGHBOURS_AT_MOST:d}"
        same = _rows(told, snapshot, "demands", schema, where=where, parameters=[demand["asker"]])
        found |= set(same["demand_id"].to_pylist())
    return sorted(found)


def _groups(told: Told, ids: Collection[str]) -> pa.Table:
    """Return within what a follow-up may be inferred: the theme, without themes the cause."""
    if told.themes:
        group, also = "theme", ""
    else:
        group, also = "code", f" AND code IN ({', '.join(repr(one) for one in CAUSES)})"
    query = (
        f'SELECT demand_id, {group} AS "group" FROM {told.demands_sql} '  # noqa: S608 - ours
        f"WHERE demand_id IN ({_marks(ids)}) AND {group} IS NOT NULL{also}"
    )
    return told.engine.rows(query, list(ids)).cast(GROUPS)


def _reader(told: Told) -> Labeller:
    def opened() -> Labeller:
        place = Place(told.workspace, open_store(told.workspace), told.engine, kept=True)
        return place.labeller

    return kept(told, "labeller", opened)


def _snapshot(told: Told) -> Snapshot:
    try:
        return open_store(told.workspace).snapshot()
    except (StoreError, OSError) as error:
        raise StoreUnreadable(error) from error


def _rows(
    told: Told,
    snapshot: Snapshot,
    table: str,
    schema: pa.Schema,
    *,
    where: str,
    parameters: Sequence[object] = (),
) -> pa.Table:
    """Return rows of a table of the store in the fields of `schema`."""
    files = snapshot.files(table)
    if not files:
        return schema.empty_table()
    fields = ", ".join(f'"{name}"' for name in schema.names)
    try:
        return told.engine.rows(_query(fields, files, where), parameters).cast(schema)
    except duckdb.BinderException:
        # An earlier version wrote these files, and lacks a field: nothing is what it says.
        found = told.engine.rows(_query("*", files, where), parameters)
        return pa.table(
            [
                found[field.name].cast(field.type)
                if field.name in found.column_names
                else pa.nulls(found.num_rows, field.type)
                for field in schema
            ],
            schema=schema,
        )
    except (duckdb.Error, OSError) as error:
        raise StoreUnreadable(type(error).__name__) from error


def _rows_of(
    told: Told, snapshot: Snapshot, table: str, schema: pa.Schema, ids: Sequence[str]
) -> pa.Table:
    """Return the rows of these demands.

    Files say which ids they cannot hold, and DuckDB asks them only about one id at a time: of
    several it would read every column of all rows.
    """
    if len(ids) > _FEW:
        where = f"demand_id IN ({_marks(ids)})"
        return _rows(told, snapshot, table, schema, where=where, parameters=ids)
    each = [
        _rows(told, snapshot, table, schema, where="demand_id = ?", parameters=[one]) for one in ids
    ]
    return pa.concat_tables(each) if each else schema.empty_table()


def _query(fields: str, files: Sequence[str], where: str) -> str:
    return f"SELECT {fields} FROM {files_sql(files)} WHERE {where}"  # noqa: S608 - ours


def _marks(ids: Collection[str]) -> str:
    return ", ".join("?" * len(ids))


def _word(said: object) -> str | None:
    return None if said is None else str(said)
