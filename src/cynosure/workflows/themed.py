"""In which theme each failure demand counts: placed by the machine, people's word over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cynosure.demand import CAUSES, MEMBERS, THEMES
from cynosure.measures.facts import Facts
from cynosure.themes.acts import Done
from cynosure.themes.overlay import Overlay, laid_over, overlay
from cynosure.workflows.engine import Engine
from cynosure.workflows.keeping import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Themed:
    """The themes as people left them, and where each failure demand of a customer counts."""

    overlay: Overlay
    places: ir.Table  # demand_id, theme, noise: failure demands in a theme, or marked as noise

    @property
    def any(self) -> bool:
        """Whether there are themes at all."""
        return bool(self.overlay.themes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldTheme:
    """A theme as measures and reports tell of it."""

    theme_id: str
    name: str
    size: int  # failure demands of customers in it that were asked by the instant of the telling
    founded_at: datetime | None
    named_by_people: bool = False
    pinned: bool = False
    noise: bool = False  # marked so by people: it is counted, but not ranked
    merged_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurs:
    """How the failure demands of customers divide: failure = in_themes + not_recurring + noise."""

    failure: int
    in_themes: int
    not_recurring: int  # they fit no theme, or were not read yet
    noise: int  # single ones, and those of themes that are marked so


def kept_themes(snapshot: Snapshot, engine: Engine) -> pa.Table:
    """Return the themes that are kept, in the order of their ids; few."""
    found = engine.result(engine.parquet(snapshot.files("themes"), THEMES))
    return found.cast(THEMES).sort_by("theme_id")


def themed(
    snapshot: Snapshot,
    engine: Engine,
    *,
    demands: ir.Table,
    labels: ir.Table,
    acts: Sequence[Done] = (),
) -> Themed:
    """Return where each failure demand of a customer counts, as a table still to be computed.

    `labels` are those that hold, people's decisions over the labeller's. A demand
    without a row is not recurring, or was not read yet.
    """
    told = overlay(kept_themes(snapshot, engine), acts)
    if not told.themes:
        return Themed(overlay=told, places=engine.take(_NOWHERE))
    places = laid_over(
        engine.parquet(snapshot.files("members"), MEMBERS),
        counted=engine.take(told.counted()),
        said=engine.take(told.said()),
    )
    places = places.filter(places.theme.notnull() | places.noise)
    return Themed(
        overlay=told,
        places=places.semi_join(failure_demands(demands, labels), "demand_id"),
    )


def failure_demands(demands: ir.Table, labels: ir.Table) -> ir.Table:
    """Return the ids of customers' failure demands: themes are found among these."""
    customers = demands.filter(demands.asker_kind.fill_null("customer") == "customer")
    failure = labels.filter(labels.nature == "failure")
    return customers.select("demand_id").semi_join(failure, "demand_id")


def groups_of(told: Themed, labels: ir.Table) -> ir.Table:
    """Return (demand_id, group) within which rule 17 may infer a follow-up.

    The theme once there are themes: who asks again about another trouble of the same
    cause asks anew. Before that the cause: wanting the same service twice is no follow-up.
    """
    if told.any:
        places = told.places.filter(told.places.theme.notnull() & ~told.places.noise)
        return places.select("demand_id", group="theme")
    return labels.filter(labels.code.isin(list(CAUSES))).select("demand_id", group="code")


def with_themes(described: ir.Table, told: Themed) -> ir.Table:
    """Return demands with their `theme`: null where not recurring, noise, or no failure."""
    if not told.any:
        return described.mutate(theme=ibis.null("string"))
    places = told.places.filter(~told.places.noise).select("demand_id", "theme")
    return described.left_join(places, "demand_id").drop("demand_id_right")


def told_themes(
    told: Themed, engine: Engine, facts: Facts
) -> tuple[tuple[ToldTheme, ...], Recurs | None]:
    """Return the themes with their sizes, and how failure demand divides.

    The largest stand first, those marked as noise last.
    Counted is what was asked by the instant of the facts. A theme without members is told, too.
    """
    if not told.any:
        return (), None
    rows = facts.demands.filter(facts.demands.start.notnull())
    rows = rows.filter(
        (rows.nature == "failure") & (rows.asker_kind.fill_null("customer") == "customer")
    ).select("demand_id")
    placed = rows.left_join(told.places, "demand_id")
    counts = placed.group_by("theme", noise=placed.noise.fill_null(False))
    sizes = {
        (row["theme"], row["noise"]): int(row["n"])
        for row in engine.result(counts.agg(n=placed.count())).to_pylist()
    }
    themes = [
        ToldTheme(
            theme_id=one.theme_id,
            name=one.name,
            size=sizes.get((one.theme_id, one.noise), 0),
            founded_at=one.founded_at,
            named_by_people=one.named_by_people,
            pinned=one.pinned,
            noise=one.noise,
            merged_from=one.merged_from,
        )
        for one in told.overlay.themes.values()
    ]
    noise = sum(n for (_, is_noise), n in sizes.items() if is_noise)
    loose = sizes.get((None, False), 0)
    failure = sum(sizes.values())
    return (
        tuple(sorted(themes, key=lambda one: (one.noise, -one.size, one.theme_id))),
        Recurs(
            failure=failure,
            in_themes=failure - noise - loose,
            not_recurring=loose,
            noise=noise,
        ),
    )


_NOWHERE = pa.schema(
    [("demand_id", pa.string()), ("theme", pa.string()), ("noise", pa.bool_())]
).empty_table()
