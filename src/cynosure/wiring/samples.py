"""Samples of an audit: drawn from all demands of customers, and gone on with.

All of this asks the register: it has to be open at the workspace.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

import pyarrow as pa

from cynosure.demand import DEMANDS, LABELS
from cynosure.errors import MeasureError
from cynosure.measures import Audit, JudgedDemand
from cynosure.nature.auditing.audit import Draw, draw_sample, judged_of
from cynosure.nature.auditing.strata import draw_in_strata, strata_of
from cynosure.wiring.demands import customers, known
from cynosure.wiring.place import Place
from cynosure.workflows.telling import NothingToTell

if TYPE_CHECKING:
    from cynosure.register.audit import KeptDraw


class Design(StrEnum):
    """How a sample is drawn."""

    SIMPLE = "simple"
    STRATIFIED = "stratified"


class NoCustomer(MeasureError):
    """No demand of the workspace was asked by a customer."""

    def __init__(self) -> None:
        super().__init__(
            "No demand of this workspace was asked by a customer: all are of staff or bots. The "
            "audit is of customers' demands, so take in an export that holds some."
        )


class Pool(Protocol):
    """What a sample is drawn from: the store itself, or what was last told of it."""

    def customers(self) -> Iterator[pa.RecordBatch]:
        """Yield the ids of customers' demands, each once, as the column demand_id."""

    def still_there(self, ids: Collection[str]) -> Collection[str]:
        """Return which of these ids are still demands under that id."""


@dataclass(frozen=True, slots=True)
class PoolOfPlace:
    """The demands of an open workspace."""

    place: Place

    def customers(self) -> Iterator[pa.RecordBatch]:
        """Yield the ids of customers' demands."""
        return customers(self.place)

    def still_there(self, ids: Collection[str]) -> Collection[str]:
        """Return which of these ids are demands of the workspace."""
        return known(self.place, ids)


class Sample(NamedTuple):
    """A draw as the register keeps it, and its demands in the order in which they are judged."""

    kept: KeptDraw
    drawn: Draw


def draw_in_turn(place: Place, *, size: int, design: Design | None, at: datetime) -> Sample:
    """Draw a sample of so many demands and keep it; without a design the last one goes on.

    Raises
    ------
    NoCustomer, NothingToTell
        If there is nobody's demand to draw.
    """
    from cynosure.register import audit as kept

    newest = kept.latest_draw()
    if design is Design.STRATIFIED or (design is None and newest is not None and newest.strata):
        return draw_stratified(place, size=size, at=at)
    try:
        return draw_simple(PoolOfPlace(place), size=size, at=at)
    except NoCustomer:
        if place.imports():
            raise
        raise NothingToTell from None


def draw_simple(pool: Pool, *, size: int, at: datetime) -> Sample:
    """Draw a simple random sample and keep it, with the seed that the audit began with.

    Raises
    ------
    NoCustomer
        If no demand is a customer's.
    """
    from cynosure.register import audit as kept

    drawn = draw_sample(pool.customers(), n=size, seed=_seed())
    if not drawn.population:
        raise NoCustomer
    return Sample(kept.keep_draw(drawn, size=size, at=at), drawn)


def draw_stratified(place: Place, *, size: int, at: datetime) -> Sample:
    """Draw more of what the classifier is unsure of, and keep the sample whole.

    Raises
    ------
    NoCustomer, NothingToTell
        If there is nobody's demand to draw.
    """
    from cynosure.register import audit as kept

    newest, said = kept.latest_draw(), kept.labels()
    # A smaller sample than the last would put aside what was judged.
    size = max(size, sum(one in said for one in newest.demand_ids) if newest else 0)
    bounds = None
    if newest and newest.strata and newest.labeller == place.labeller.name:
        bounds = [each.below for each in newest.strata if each.below is not None]
    drawn = _in_strata(place, size=size, seed=_seed(), bounds=bounds)
    if not drawn.population:
        raise NoCustomer if place.imports() else NothingToTell
    this = kept.keep_draw(drawn, size=size, at=at, labeller=place.labeller.name)
    return Sample(this, drawn)


def newest_sample(pool: Pool) -> Sample | None:
    """Return the newest sample in its order as of now; None before the first draw.

    What arrived since a simple draw has the same chance as all others, so it may be in it.
    """
    from cynosure.register import audit as kept

    newest = kept.latest_draw()
    if newest is None:
        return None
    if newest.strata:
        return Sample(newest, _still_there(pool, newest.as_drawn))
    n = max(newest.size, len(kept.labels()))
    return Sample(newest, draw_sample(pool.customers(), n=n, seed=newest.seed))


def audit_of_sample(pool: Pool, *, sample: Sample | None = None) -> Audit | None:
    """Return what people said of the newest sample, as far as it counts; None without a label.

    Give the newest sample where it is drawn already.
    """
    from cynosure.register import audit as kept

    said = kept.labels()
    if not said:
        return None
    sample = sample or newest_sample(pool)
    if sample is None:
        return None
    found = judged_of(sample.drawn, said)
    if not found.labels:
        return None
    strata = found.drawn_from or (0,) * len(found.labels)
    return Audit(
        judged=tuple(
            JudgedDemand(label.demand_id, label.nature, label.code, stratum)
            for label, stratum in zip(found.labels, strata, strict=True)
        ),
        strata=found.strata,
    )


def _seed() -> int:
    from cynosure.register import audit as kept

    newest = kept.latest_draw()
    return newest.seed if newest else secrets.randbits(62)


def _in_strata(place: Place, *, size: int, seed: int, bounds: Sequence[float] | None) -> Draw:
    strata = strata_of(_sureness(place), n=size, bounds=bounds)
    drawn = draw_in_strata(_sureness(place), strata, seed=seed)
    return Draw(
        seed,
        sum(stratum.population for stratum in strata),
        tuple(each.demand_id for each in drawn),
        strata,
        tuple(each.stratum for each in drawn),
    )


def _still_there(pool: Pool, drawn: Draw) -> Draw:
    """Return a kept draw without the demands that are no longer kept under their id."""
    ids = set(pool.still_there(drawn.demand_ids))
    kept = [
        (one, stratum)
        for one, stratum in zip(drawn.demand_ids, drawn.drawn_from, strict=True)
        if one in ids
    ]
    return replace(
        drawn,
        demand_ids=tuple(one for one, _ in kept),
        drawn_from=tuple(stratum for _, stratum in kept),
    )


def _sureness(place: Place) -> Iterator[pa.RecordBatch]:
    snapshot = place.store.snapshot()
    demands = place.engine.parquet(snapshot.files("demands"), DEMANDS)
    demands = demands.filter(demands.asker_kind.fill_null("customer") == "customer")
    labels = place.engine.parquet(snapshot.files("labels"), LABELS)
    said = labels.filter(labels.labeller == place.labeller.name).select(
        "demand_id", "probability", "failure_probability", "value_probability"
    )
    rows = demands.select("demand_id").left_join(said, "demand_id")
    return place.engine.batches(rows.drop("demand_id_right"))
