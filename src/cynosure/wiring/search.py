"""Search in a workspace: its index brought up to date, and what to choose from."""

from __future__ import annotations

from collections.abc import Callable

import ibis.expr.types as ir

from cynosure.demand import DEMANDS, LABELS
from cynosure.wiring.decisions import labels_decided
from cynosure.wiring.own_model import bring_up_to_date
from cynosure.wiring.place import Place
from cynosure.workflows.deciding import decided_over
from cynosure.workflows.searching import Searcher, searcher_of
from cynosure.workflows.take_in import unwatched


def open_search(place: Place, progress: Callable[[str, int], None] = unwatched) -> Searcher:
    """Return a searcher over what the workspace holds now.

    The first one of a workspace reads every text, a minute a million; later ones
    read what is new. A program that goes on while demands are taken in, or people
    erased, opens another.
    """
    store = place.store
    return searcher_of(store.search_index(), store.snapshot, place.engine, progress=progress)


def chosen_from(
    place: Place,
    *,
    source: str | None = None,
    product: str | None = None,
    channel: str | None = None,
    nature: str | None = None,
    code: str | None = None,
) -> ir.Table | None:
    """Return the demands of which each is as said, to search among; None for all."""
    demands = place.engine.parquet(place.store.snapshot().files("demands"), DEMANDS)
    said = {"source": source, "product": product, "channel": channel}
    chosen = demands
    for name, value in said.items():
        if value is not None:
            chosen = chosen.filter(chosen[name] == value)
    called = {"nature": nature, "code": code}
    if any(value is not None for value in called.values()):
        bring_up_to_date(place)
        labels = place.engine.parquet(place.store.snapshot().files("labels"), LABELS)
        labels = decided_over(
            place.engine,
            labels.filter(labels.labeller == place.labeller.name),
            labels_decided(place),
            demands=demands,
        )
        for name, value in called.items():
            if value is not None:
                labels = labels.filter(labels[name] == value)
        chosen = chosen.semi_join(labels, "demand_id")
    return None if chosen is demands else chosen.select("demand_id")
