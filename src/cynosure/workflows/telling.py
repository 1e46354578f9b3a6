"""Telling: from what is kept to what the measures ask of, as of one instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from cynosure.clocks import ClockTables, clock_tables
from cynosure.demand import CLOCKS, DEMANDS, EVENTS, IMPORTS, LABELS, REQUESTS, SIGHTINGS
from cynosure.errors import MeasureError
from cynosure.measures import Audit
from cynosure.measures.facts import Facts
from cynosure.themes.acts import Done
from cynosure.workflows.auditing import with_audit
from cynosure.workflows.deciding import decided_over
from cynosure.workflows.engine import Engine
from cynosure.workflows.keeping import Snapshot
from cynosure.workflows.themed import (
    Recurs,
    Themed,
    ToldTheme,
    groups_of,
    themed,
    told_themes,
    with_themes,
)

TELLS = ("endings", "history", "responses", "waiting", "hand_offs", "effort", "text")
DESCRIPTIVE = (
    "source",
    "channel",
    "product",
    "customer",
    "language",
    "role",
    "standing",
    "reported_type",
    "labels",
    "priority",
    "asker_kind",
    "effort_minutes",
)


class NothingToTell(MeasureError):
    """There is no demand to tell anything of."""

    def __init__(self) -> None:
        super().__init__(
            "This workspace holds no demand yet. Take an export in: "
            "cynosure take-in export.csv --workspace DIR"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Everything known as of an instant, as tables of the engine."""

    as_of: datetime
    as_of_from: str  # where the instant comes from, as a phrase
    imports: list[dict[str, Any]]  # few; oldest first
    demands: ir.Table  # with their texts
    labels: ir.Table  # of the labeller in use, people's decisions over them
    machine: ir.Table  # the labeller's alone: an audit judges what no person touched
    clocks: ClockTables
    facts: Facts
    decided: frozenset[str] = frozenset()  # the demands whose label is a person's
    themes: tuple[ToldTheme, ...] = ()  # largest first; empty where none was found yet
    recurring: Recurs | None = None  # what the themes are of; None where there are none


def tell(
    snapshot: Snapshot,
    engine: Engine,
    *,
    labeller: str,
    as_of: datetime | None = None,
    follow_up_days: int = 14,
    decisions: pa.Table | None = None,
    acts: Sequence[Done] = (),
    audit: Audit | None = None,
) -> Telling:
    """Return what is known of the kept demands as of `as_of`.

    `decisions`, LABELS of people, stand in the place of what the labeller says, and
    `acts` are what people did to themes: their word goes before what was found.

    Without `as_of` it is the newest time that an export gives itself, else the
    newest instant that it mentions: later than that nobody knows whether what
    was open still is, and a demand must not grow old in a drawer.

    Raises
    ------
    NothingToTell
        If no demand is kept.
    """
    imports = sorted(
        engine.result(engine.parquet(snapshot.files("imports"), IMPORTS)).to_pylist(),
        key=lambda row: row["exported_at"] or row["imported_at"],
    )
    if not imports:
        raise NothingToTell
    instant, reason = instant_of(imports, as_of)

    def table(name: str, schema: pa.Schema) -> ir.Table:
        return engine.parquet(snapshot.files(name), schema)

    demands = table("demands", DEMANDS)
    machine = table("labels", LABELS)
    machine = engine.materialise(machine.filter(machine.labeller == labeller))
    labels = decided_over(engine, machine, decisions, demands=demands)
    if labels is not machine:
        labels = engine.materialise(labels)
    places = themed(snapshot, engine, demands=demands, labels=labels, acts=acts)
    if places.any:
        places = replace(places, places=engine.materialise(places.places))
    passing: list[ir.Table] = []

    def computed(table: ir.Table) -> ir.Table:
        passing.append(engine.materialise(table))
        return passing[-1]

    def forgotten(table: ir.Table) -> None:
        passing[:] = [one for one in passing if one is not table]
        engine.forget(table)

    clocks = clock_tables(
        demands=demands,
        events=table("events", EVENTS),
        sightings=table("sightings", SIGHTINGS),
        imports=table("imports", IMPORTS),
        groups=groups_of(places, labels),
        as_of=instant,
        follow_up_days=follow_up_days,
        materialise=computed,
        forget=forgotten,
    )
    facts = _facts(
        engine,
        demands=demands,
        labels=labels,
        machine=machine,
        places=places,
        clocks=clocks,
        imports=imports,
        as_of=instant,
        audit=audit,
    )
    # A demand that was not yet asked as of the instant is described but has no clock.
    told = facts.demands.filter(facts.demands.flags.notnull()).select(*CLOCKS.names)
    clocks = replace(clocks, clocks=told, requests=facts.requests.select(*REQUESTS.names))
    # Nothing of what led there is asked again; a report needs the memory.
    kept = (clocks.set_aside, clocks.mass_closings, clocks.promises, clocks.counts)
    for table_of_rules in passing:
        if not any(table_of_rules is one for one in kept):
            engine.forget(table_of_rules)
    themes, recurs = told_themes(places, engine, facts)
    if places.any:
        engine.forget(places.places)
    return Telling(
        as_of=instant,
        as_of_from=reason,
        imports=imports,
        demands=demands,
        labels=labels,
        machine=machine,
        decided=frozenset(decisions["demand_id"].to_pylist() if decisions else ()),
        themes=themes,
        recurring=recurs,
        clocks=clocks,
        facts=facts,
    )


def instant_of(imports: list[dict[str, Any]], as_of: datetime | None) -> tuple[datetime, str]:
    """Return the instant of a report on these imports, and where it comes from, as a phrase."""
    if as_of is not None:
        return as_of, "as you asked"
    exported = [row["exported_at"] for row in imports if row["exported_at"]]
    signs = [row["last_sign_at"] for row in imports if row["last_sign_at"]]
    if exported and max(exported) >= max(signs, default=max(exported)):
        return max(exported), "the export's own time"
    if signs:
        return max(signs), "the newest instant that the export mentions"
    return max(row["imported_at"] for row in imports), "when it was taken in"


def _facts(
    engine: Engine,
    *,
    demands: ir.Table,
    labels: ir.Table,
    machine: ir.Table,
    places: Themed,
    clocks: ClockTables,
    imports: list[dict[str, Any]],
    as_of: datetime,
    audit: Audit | None,
) -> Facts:
    told = engine.take(
        pa.table(
            {
                "import_id": pa.array([row["import_id"] for row in imports]),
                **{
                    f"tells_{name}": pa.array([name in (row["tells"] or ()) for row in imports])
                    for name in TELLS
                },
            }
        )
    )
    described = (
        demands.select("demand_id", "import_id", *DESCRIPTIVE)
        .left_join(labels.select("demand_id", "nature", "code", "probability"), "demand_id")
        .drop("demand_id_right")
        .left_join(told, "import_id")
        .drop("import_id", "import_id_right")
    )
    described = with_themes(described, places)
    names = described.columns
    # Computed once: every measure asks these two tables.
    # A demand without a usable start has no clock, but it has a nature.
    of_demand = engine.materialise(
        with_audit(
            described.left_join(clocks.clocks, "demand_id").drop("demand_id_right"),
            # Not people's decisions: an audit corrects the machine, so it needs its word on all.
            labels=machine,
            audit=audit,
            engine=engine,
        )
    )
    described = of_demand.select(*names)
    of_request = engine.materialise(
        clocks.requests.left_join(
            described, clocks.requests.request_id == described.demand_id
        ).drop("demand_id")
    )
    return Facts(demands=of_demand, requests=of_request, as_of=as_of)
