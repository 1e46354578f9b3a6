"""Explain one demand: what happened, and which rule of time made what of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa

from cynosure.clocks import Explanation, History, UnknownDemand, explain
from cynosure.demand import DEMANDS, EVENTS, IMPORTS, LABELS, SIGHTINGS
from cynosure.nature import Weighed, weighed
from cynosure.nature.deciding.decisions import Decided
from cynosure.nature.model import Model
from cynosure.themes.acts import Done
from cynosure.workflows.deciding import decided_over
from cynosure.workflows.engine import Engine
from cynosure.workflows.keeping import Snapshot
from cynosure.workflows.shown_reasons import shown_reasons
from cynosure.workflows.telling import NothingToTell, instant_of
from cynosure.workflows.themed import groups_of, themed

NEIGHBOURS_AT_MOST = 500  # of one asker; beyond it a shared account, not a person


def explain_demand(
    demand_id: str,
    *,
    snapshot: Snapshot,
    engine: Engine,
    labeller: str,
    as_of: datetime | None = None,
    follow_up_days: int = 14,
    decisions: pa.Table | None = None,
    acts: Sequence[Done] = (),
) -> Explanation:
    """Return the story of one demand with the rules that told its time.

    It is told together with what it hangs on: merges, follow-ups, and the same
    asker's other demands, any of which may be one.

    Raises
    ------
    UnknownDemand
        If none has this id; the message names the nearest.
    """
    demands = engine.parquet(snapshot.files("demands"), DEMANDS)
    events = engine.parquet(snapshot.files("events"), EVENTS)
    imports = engine.parquet(snapshot.files("imports"), IMPORTS)
    sightings = engine.parquet(snapshot.files("sightings"), SIGHTINGS)
    labels = engine.parquet(snapshot.files("labels"), LABELS)
    rows = engine.result(imports).to_pylist()
    if not rows:
        raise NothingToTell
    ids = _connected(engine, demands, events, demand_id)
    labels = decided_over(
        engine, labels.filter(labels.labeller == labeller), decisions, demands=demands
    )
    places = themed(snapshot, engine, demands=demands, labels=labels, acts=acts)
    groups = groups_of(places, labels)

    def of_them(table: ir.Table) -> ir.Table:
        return table.filter(table.demand_id.isin(ids))

    history = History.of_tables(
        demands=engine.result(of_them(demands)),
        events=engine.result(of_them(events)),
        sightings=engine.result(of_them(sightings)),
        imports=engine.result(imports),
        groups=engine.result(of_them(groups)),
    )
    instant, _ = instant_of(rows, as_of)
    return explain(demand_id, history, as_of=instant, follow_up_days=follow_up_days)


def explain_nature(
    demand_id: str,
    *,
    snapshot: Snapshot,
    engine: Engine,
    labeller: str,
    decided: Decided | None = None,
    model: Model | None = None,
) -> str:
    """Return what a demand is and who says so: a person, by name and time, or a model.

    With a `model`, also the words that spoke for what it said and against it, masked.
    """
    labels = engine.parquet(snapshot.files("labels"), LABELS)
    mine = labels.filter((labels.demand_id == demand_id) & (labels.labeller == labeller))
    rows = engine.result(mine).to_pylist()
    thought = "it is not labelled yet"
    if rows:
        thought = _said(rows[0]["nature"], rows[0]["code"])
        if rows[0]["probability"] is not None:
            thought += f" ({rows[0]['probability']:.0%} sure)"
    why = _why(rows[0], engine, snapshot, model) if rows and model else ""
    if decided is None:
        return f"Nature: {thought}, says the model {labeller}.{why}"
    one = decided.decision
    doubt = ", in doubt" if one.doubtful else ""
    return (
        f"Nature: {_said(one.nature, one.code)}{doubt}, decided by {decided.by} on "
        f"{decided.at:%Y-%m-%d %H:%M} UTC. The model {labeller} said: {thought}.{why}"
    )


def _why(label: Mapping[str, Any], engine: Engine, snapshot: Snapshot, model: Model) -> str:
    """Return sentences on what spoke for a label and against it; none where nothing did."""
    demands = engine.parquet(snapshot.files("demands"), DEMANDS)
    row = engine.result(demands.filter(demands.demand_id == label["demand_id"])).to_pylist()[0]
    told = why_so(label, row, model)
    return "".join(f"\n{side}: {', '.join(words)}." for side, words in told)


def why_so(
    label: Mapping[str, Any], demand: Mapping[str, Any], model: Model
) -> list[tuple[str, tuple[str, ...]]]:
    """Return the words that spoke for a label and against it, masked; no side without words.

    `label` and `demand` are rows of LABELS and DEMANDS.
    """
    texts = (demand["title"], demand["body"])
    code = label["code"] or ("none" if label["nature"] == "none" else None)
    found = weighed(*texts, demand["reported_type"], code=code, model=model) if code else Weighed()
    names = (demand["asker"],) if demand["asker"] else ()
    sides = {
        "For it spoke": shown_reasons(found.spoke_for, texts, names),
        "Against it": shown_reasons(found.spoke_against, texts, names),
    }
    return [(side, words) for side, words in sides.items() if words]


def _said(nature: str | None, code: str | None) -> str:
    return ", ".join(filter(None, (nature or "unknown", code)))


def _connected(engine: Engine, demands: ir.Table, events: ir.Table, demand_id: str) -> list[str]:
    """Return the ids that this demand's clock may depend on, itself included."""
    found = {demand_id}
    mine = engine.result(demands.filter(demands.demand_id == demand_id)).to_pylist()
    if not mine:
        prefix = demand_id.partition(":")[0]
        some = demands.filter(demands.demand_id.startswith(prefix)).select("demand_id").limit(5_000)
        known = engine.result(some)["demand_id"].to_pylist()
        raise UnknownDemand(demand_id, get_close_matches(demand_id, known, n=1))
    merged = events.filter(events.kind == "merged")
    new = set(found)
    while new:
        near = list(new)
        there = engine.result(
            demands.filter(demands.demand_id.isin(near) | demands.follows.isin(near)).select(
                "demand_id", "follows"
            )
        ).to_pylist()
        into = engine.result(
            merged.filter(merged.demand_id.isin(near) | merged["after"].isin(near)).select(
                "demand_id", "after"
            )
        ).to_pylist()
        reached = {value for row in (*there, *into) for value in row.values() if value}
        new = reached - found
        found |= new
    asker = mine[0]["asker"]
    if asker:
        same = demands.filter(demands.asker == asker).select("demand_id").limit(NEIGHBOURS_AT_MOST)
        found |= set(engine.result(same)["demand_id"].to_pylist())
    return sorted(found)
