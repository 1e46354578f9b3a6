"""Ledgers: every record that was read is accounted for."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

import ibis
import ibis.expr.types as ir

from cynosure.answers import LeftOut
from cynosure.demand import QUARANTINE, SET_ASIDE
from cynosure.reports.content import Ledger, Quarantined
from cynosure.workflows.engine import Engine
from cynosure.workflows.keeping import Snapshot
from cynosure.workflows.telling import Telling

PLACES = 5  # that a report names for each reason
REASONS = 8  # that a report tells apart; the rest is one


def ledgers(snapshot: Snapshot, engine: Engine, telling: Telling) -> tuple[Ledger, ...]:
    """Return one ledger an import, the oldest first."""
    aside = engine.parquet(snapshot.files("set_aside"), SET_ASIDE)
    refused = engine.parquet(snapshot.files("quarantine"), QUARANTINE)
    aside_rows = engine.result(
        aside.group_by("import_id", "reason").agg(n=aside.count())
    ).to_pylist()
    refused_rows = _with_places(engine, refused)
    return tuple(_ledger(row, aside_rows, refused_rows) for row in telling.imports)


def _with_places(engine: Engine, refused: ir.Table) -> list[dict[str, Any]]:
    """Return the commonest reasons of each import with some places, the rest as one.

    A reason may name the record, so there can be as many reasons as records:
    they are counted in the engine, and only those that are shown are fetched.
    """
    counts = refused.group_by("import_id", "reason").agg(n=refused.count())
    place = ibis.row_number().over(
        ibis.window(group_by="import_id", order_by=[ibis.desc("n"), "reason"])
    )
    ranked = engine.materialise(counts.mutate(rank=place))
    shown = ranked.filter(ranked["rank"] < REASONS)
    rows: list[dict[str, Any]] = engine.result(shown).to_pylist()
    rest = ranked.filter(ranked["rank"] >= REASONS)
    rows += [
        {**row, "reason": f"{row.pop('reasons'):,} other reasons", "places": ()}
        for row in engine.result(
            rest.group_by("import_id").agg(n=rest.n.sum(), reasons=rest.count())
        ).to_pylist()
    ]
    first = ibis.row_number().over(ibis.window(group_by=["import_id", "reason"], order_by="place"))
    numbered = refused.semi_join(shown, ["import_id", "reason"]).mutate(rank=first)
    found: dict[tuple[str, str], list[str]] = {}
    for each in engine.result(numbered.filter(numbered["rank"] < PLACES)).to_pylist():
        found.setdefault((each["import_id"], each["reason"]), []).append(each["place"])
    for row in rows:
        row["places"] = tuple(sorted(found.get((row["import_id"], row["reason"]), ())))
    return rows


def _ledger(
    row: dict[str, Any], aside: list[dict[str, Any]], refused: list[dict[str, Any]]
) -> Ledger:
    def of_import(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        mine = [each for each in rows if each["import_id"] == row["import_id"]]
        return sorted(mine, key=lambda each: (-each["n"], each["reason"]))

    return Ledger(
        files=tuple(PurePath(name).name for name in row["files"] or ()),
        shape=row["shape"] or "",
        **{
            name: row[name]
            for name in ("read", "new", "changed", "unchanged", "set_aside", "quarantined")
        },
        set_aside_reasons=tuple(LeftOut(each["reason"], each["n"]) for each in of_import(aside)),
        quarantine_reasons=tuple(
            Quarantined(reason=each["reason"], n=each["n"], places=each["places"])
            for each in of_import(refused)
        ),
        rows=row.get("rows"),
        notes=tuple(row["notes"] or ()),
    )
