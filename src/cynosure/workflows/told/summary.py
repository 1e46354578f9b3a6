"""What a telling is of, in short: what pages show beside every figure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from cynosure.measures import Audit, Weights
from cynosure.measures.question import DIMENSIONS
from cynosure.workflows.engine import Engine
from cynosure.workflows.reporting.figures import are_organisations
from cynosure.workflows.telling import Telling
from cynosure.workflows.themed import Recurs, ToldTheme

_FIRST = ("product", "channel")
FORMAT = 1  # of all that is kept of a telling; raised when any of it changes its meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldImport:
    """One import as the store lists it."""

    import_id: str
    shape: str | None
    source: str | None
    files: tuple[str, ...] | None
    exported_at: datetime | None
    last_sign_at: datetime | None
    imported_at: datetime | None
    zone: str | None
    zone_assumed: bool | None
    tells: tuple[str, ...] | None
    notes: tuple[str, ...] | None
    rows: int | None
    read: int | None
    new: int | None
    changed: int | None
    unchanged: int | None
    set_aside: int | None
    quarantined: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was told, when, and of what; without it no figure can be shown."""

    format: int
    told_id: str
    told_at: datetime
    as_of: datetime
    as_of_from: str  # where the instant comes from, as a phrase
    imports: tuple[ToldImport, ...]  # oldest first
    themes: tuple[ToldTheme, ...]  # largest first, those marked as noise last
    recurring: Recurs | None
    labeller: str
    decided: int  # demands whose label is a person's
    audit: Audit | None
    weights: Weights
    # Else a customer may be somebody's name, and no page lists persons by how they fare.
    customers_are_organisations: bool
    # That tell demands apart here, most useful first; no customers where those are persons.
    dimensions: tuple[str, ...]


def summary_of(
    telling: Telling,
    engine: Engine,
    *,
    told_id: str,
    told_at: datetime,
    labeller: str,
    audit: Audit | None,
    weights: Weights,
) -> Summary:
    """Return a telling in short."""
    organised = are_organisations(telling.demands, engine)
    return Summary(
        format=FORMAT,
        told_id=told_id,
        told_at=told_at,
        as_of=telling.as_of,
        as_of_from=telling.as_of_from,
        imports=tuple(_import(row) for row in telling.imports),
        themes=telling.themes,
        recurring=telling.recurring,
        labeller=labeller,
        decided=len(telling.decided),
        audit=audit,
        weights=weights,
        customers_are_organisations=organised,
        dimensions=_telling_apart(telling, engine, customers=organised),
    )


def _telling_apart(telling: Telling, engine: Engine, *, customers: bool) -> tuple[str, ...]:
    rows = telling.facts.demands
    counts = rows.agg(**{name: rows[name].nullif("").nunique() for name in DIMENSIONS})
    (found,) = engine.result(counts).to_pylist()
    order = sorted(DIMENSIONS, key=lambda name: (name not in _FIRST, DIMENSIONS.index(name)))
    return tuple(name for name in order if found[name] > 1 and (customers or name != "customer"))


def _import(row: Mapping[str, Any]) -> ToldImport:
    told = {each.name: row[each.name] for each in fields(ToldImport)}
    for name in ("files", "tells", "notes"):
        told[name] = None if told[name] is None else tuple(told[name])
    return ToldImport(**told)
