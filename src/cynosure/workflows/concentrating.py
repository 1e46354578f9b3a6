"""What a theme concentrates in, against all other failure demand of customers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.statistics import Held, concentrated
from cynosure.themes import versions_in
from cynosure.workflows.engine import Engine
from cynosure.workflows.telling import Telling

DIMENSIONS = ("product", "channel", "standing", "language")
VERSION = "version"
LEAST = 1.5
FALSE_DISCOVERIES = 0.05
HOW = (
    "Shown is what is at least half again as common here as in other failure demand, at the "
    "lower limit of its interval. So many values are looked at that some would stand out by "
    "chance; of those shown at most 5 % do. Versions are those that askers name."
)
_NAMED = pa.schema([("demand_id", pa.string()), ("version", pa.string())])
_PRODUCTS = 200  # names of products that numbers may follow


@dataclass(frozen=True, slots=True)
class Tally:
    """How many demands hold each value of each dimension, and of how many it is known."""

    held: Mapping[tuple[str, str], int]
    known: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureDemand:
    """All failure demand of customers, counted once for the descriptions of all themes."""

    size: int
    tally: Tally
    versions: ir.Table | None  # demand_id and version; None: nobody looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Concentration:
    """A value of a dimension that is over-represented in a theme.

    The shares are of the demands of which the dimension is known. `ratio` and `high`
    are None where no other failure demand holds the value.
    """

    dimension: str
    value: str
    here: int
    of_here: int
    share_here: float
    share_elsewhere: float
    ratio: float | None
    low: float
    high: float | None


def failure_of_customers(demands: ir.Table) -> ir.Table:
    """Return the failure demands that customers asked; who asked is a customer unless told."""
    customer = demands.asker_kind.fill_null("customer") == "customer"
    return demands.filter((demands.nature == "failure") & customer)


def failure_demand(
    telling: Telling, engine: Engine, *, with_versions: bool = True
) -> FailureDemand:
    """Return all failure demand of customers, counted by what themes may concentrate in.

    Versions cost a reading of all texts; without them the rest is some counts.
    """
    rows = failure_of_customers(telling.facts.demands)
    versions = None
    if with_versions:
        versions = engine.materialise(engine.take(_versions(telling, engine, rows)))
    size = engine.result(rows.aggregate(n=rows.count()))["n"][0].as_py()
    return FailureDemand(size=size, tally=tally(engine, rows, versions), versions=versions)


def concentrations(here: Tally, everywhere: Tally) -> tuple[Concentration, ...]:
    """Return the values that are more common here than in all else, the surest first.

    `everywhere` holds what is here, too. All values of all dimensions are looked at together,
    so that looking at more of them finds no more by chance.

    >>> here = Tally({("channel", "mail"): 40, ("channel", "chat"): 10}, {"channel": 50})
    >>> all_ = Tally({("channel", "mail"): 240, ("channel", "chat"): 810}, {"channel": 1_050})
    >>> [(found.value, found.share_here, found.share_elsewhere)
    ...  for found in concentrations(here, all_)]
    [('mail', 0.8, 0.2)]
    """
    keys = sorted(everywhere.held)
    held = [_held(here, everywhere, key) for key in keys]
    return tuple(
        Concentration(
            dimension=keys[found.place][0],
            value=keys[found.place][1],
            here=held[found.place].here,
            of_here=held[found.place].of_here,
            share_here=found.share_here,
            share_elsewhere=found.share_elsewhere,
            ratio=found.ratio.ratio,
            low=found.ratio.low or 0.0,
            high=found.ratio.high,
        )
        for found in concentrated(held, least=LEAST, false_discoveries=FALSE_DISCOVERIES)
    )


def _held(here: Tally, everywhere: Tally, key: tuple[str, str]) -> Held:
    mine, of_mine = here.held.get(key, 0), here.known.get(key[0], 0)
    return Held(
        here=mine,
        of_here=of_mine,
        elsewhere=everywhere.held[key] - mine,
        of_elsewhere=everywhere.known[key[0]] - of_mine,
    )


def tally(engine: Engine, rows: ir.Table, versions: ir.Table | None) -> Tally:
    """Return how many of these demands hold each value, and of how many a value is known.

    A demand may name several versions: it counts once for each, and once among those that
    name any.
    """
    counts = [_counts(rows, name) for name in DIMENSIONS]
    if versions is not None:
        named = versions.semi_join(rows, "demand_id")
        any_version = named.aggregate(n=named.demand_id.nunique())
        counts += [
            _counts(named, VERSION),
            any_version.select(
                dimension=ibis.literal(VERSION), value=ibis.null("string"), n=any_version.n
            ),
        ]
    told = engine.result(ibis.union(*counts)).to_pylist()
    held = {(row["dimension"], row["value"]): row["n"] for row in told if row["value"] is not None}
    known = dict.fromkeys(DIMENSIONS, 0)
    for (dimension, _), n in held.items():
        if dimension != VERSION:
            known[dimension] += n
    known[VERSION] = sum(row["n"] for row in told if row["value"] is None)
    return Tally(held, known)


def _counts(rows: ir.Table, dimension: str) -> ir.Table:
    # An empty name says as little as none.
    values = rows.select(value=rows[dimension].cast("string").nullif(""))
    values = values.filter(values["value"].notnull())
    counts = values.group_by("value").aggregate(n=values.count())
    return counts.select(dimension=ibis.literal(dimension), value=counts["value"], n=counts["n"])


def _versions(telling: Telling, engine: Engine, rows: ir.Table) -> pa.Table:
    """Return which of these demands name which versions, in their words or labels."""
    products = rows.select(product=rows["product"].cast("string").nullif(""))
    products = (
        products.filter(products["product"].notnull())
        .group_by("product")
        .aggregate(n=lambda table: table.count())
    )
    names = engine.result(
        products.order_by([products["n"].desc(), products["product"]]).limit(_PRODUCTS)
    )["product"].to_pylist()
    texts = telling.demands.semi_join(rows, "demand_id").select(
        "demand_id", "title", "body", "labels"
    )
    parts = [_named(batch, tuple(names)) for batch in engine.batches(texts)]
    return pa.concat_tables([_NAMED.empty_table(), *parts])


def _named(batch: pa.RecordBatch, products: tuple[str, ...]) -> pa.Table:
    text = pa.string()
    labels = pc.binary_join(batch.column("labels").cast(pa.list_(text)), "\n")
    texts = pc.binary_join_element_wise(
        batch.column("title").cast(text),
        labels,
        batch.column("body").cast(text),
        "\n",
        null_handling="skip",
    )
    found = versions_in(texts, products=products)
    ids = batch.column("demand_id").cast(text).take(found["row"].combine_chunks())
    return pa.table([ids, found["version"]], schema=_NAMED)
