"""A made-up desk whose troubles recur, in a real store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

import pyarrow as pa

from cynosure.demand import LABELS, Demand
from cynosure.engines.duckdb import DuckDBEngine
from cynosure.store import DemandStore
from cynosure.themes.acts import Act, Done
from cynosure.workflows.theming import theme_new
from tests.store.contents import rows
from tests.store.incoming import day, demand, event, incoming
from tests.themes.texts import ODD, TROUBLES

LABELLER = "m1"


def desk(
    times: int = 2, *, start: int = 0, troubles: Sequence[str] = tuple(TROUBLES)
) -> list[Demand]:
    """Return demands of some troubles, and one of each odd one."""
    said = [telling for name in troubles for telling in TROUBLES[name] * times]
    said += list(ODD)
    return [demand(start + n, title=telling, asker=f"person{n}") for n, telling in enumerate(said)]


def take_in(
    store: DemandStore,
    demands: Sequence[Demand],
    *,
    nature: str = "failure",
    code: str | None = None,
    resolved: Mapping[str, datetime] = MappingProxyType({}),
) -> None:
    """Take demands in, labelled, some of them resolved."""
    name = f"i{len(rows(store, 'imports'))}"
    events = [event(one.source_id, one.asked_at or day(1), "asked") for one in demands]
    later = [event(number, at, "resolved", actor_kind="staff") for number, at in resolved.items()]
    at = day(20 + len(rows(store, "imports")))
    store.take_in(incoming(name, *demands, events=[*events, *later], imported_at=at))
    told = [
        {"demand_id": one.demand_id, "nature": nature, "code": code, "labeller": LABELLER}
        for one in demands
    ]
    store.write_labels([pa.RecordBatch.from_pylist(told, schema=LABELS)])


def bring(
    store: DemandStore, engine: DuckDBEngine, *acts: Act, as_of: datetime | None = None
) -> bool:
    """Bring themes up to date, as of a day in March."""
    return theme_new(
        store=store, engine=engine, labeller=LABELLER, as_of=as_of or day(20), acts=done(*acts)
    )


def done(*acts: Act) -> list[Done]:
    """Return acts as done."""
    return [Done(act, "Maria", day(21)) for act in acts]


def placed(store: DemandStore) -> dict[str, str | None]:
    """Return the theme of each demand that was read."""
    return {row["demand_id"]: row["theme_id"] for row in rows(store, "members")}


def themes(store: DemandStore) -> dict[str, dict[str, Any]]:
    """Return the themes that are kept, by their ids."""
    return {row["theme_id"]: row for row in rows(store, "themes")}
