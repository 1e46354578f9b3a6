"""Rule 4: how it ended for demands that went into others, and for chains of follow-ups.

What a merged demand or a chain waits for is found by following every merge to
its end. The latest ending that can be reached says how it ended; the moment is
that ending's, or the latest merge on the way, since nobody's clock ends before
their merge. Where nothing can be reached but a circle, it is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import ibis
import ibis.expr.types as ir

from cynosure.clocks.query.codes import MERGED, OPEN
from cynosure.clocks.query.components import Materialise, ends_of_ways, rows
from cynosure.clocks.query.stacking import stacked

_ENDING = ("final", "ends_as", "open", "at", "start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """`final` is the demand whose ending decides; `ends_as` MERGED there: into something unknown.

    `demands` has a row for each merged demand, `chains` one for each chain; no
    `ends_as` means that the way ran in a circle. `joins` are pairs (one, other)
    of a demand and what it went into.
    """

    demands: ir.Table  # d, ends_as, ended_at, circle
    chains: ir.Table  # request, final, ends_as, ended_at
    joins: ir.Table  # one, other


def outcomes(
    *,
    clocks: ir.Table,
    turns: ir.Table,
    numbered: ir.Table,
    links: ir.Table,
    chains: ir.Table,
    as_of: datetime,
    materialise: Materialise,
) -> Outcomes:
    """Return how merged demands and chains ended, as of the instant."""
    merged = _merges(
        clocks=clocks,
        turns=turns,
        numbered=numbered,
        links=links,
        chains=chains,
        materialise=materialise,
    )
    inside = merged.select("d", next=ibis.ifelse(merged.goes_on, merged.target, None), at="at")
    ways = ends_of_ways(inside, materialise)
    tails = merged.select(last="d", target="target", chain="chain", tail_at="at")
    ways = materialise(
        ways.left_join(tails, "last").select(
            "d",
            "latest",
            "last",
            "chain",
            final=ibis.ifelse(
                ways["last"].isnull() | tails.chain.notnull(),
                None,
                ibis.coalesce(tails.target, ways["last"]),
            ),
        )
    )
    endings = materialise(_endings(clocks, as_of))
    ended = _chains(ways, endings, chains, as_of, materialise)
    return Outcomes(
        demands=_demands(ways, endings, ended),
        chains=ended,
        joins=merged.filter(merged.target.notnull()).select(one="d", other="target"),
    )


def _merges(
    *,
    clocks: ir.Table,
    turns: ir.Table,
    numbered: ir.Table,
    links: ir.Table,
    chains: ir.Table,
    materialise: Materialise,
) -> ir.Table:
    # Merged demands and where each went: a demand, one that was followed up
    # (then its chain decides), or something unknown.
    merged = clocks.filter(clocks.state == MERGED).select("d", "ending_pos", at="ending_at")
    into = turns.filter(turns.mark == MERGED).select("d", "after", ending_pos="pos")
    merged = merged.inner_join(into, ["d", "ending_pos"])
    merged = merged.inner_join(numbered.select("d", "duplicate_of"), "d")
    merged = materialise(
        merged.select("d", "at", demand_id=ibis.coalesce(merged.after, merged.duplicate_of))
    )
    known = clocks.inner_join(numbered.select("d", "demand_id"), "d").select(
        "demand_id", target="d", target_merged=clocks.state == MERGED
    )
    followed = links.select(target="follows").distinct()
    followed = followed.inner_join(chains.select(target="d", chain="request"), "target")
    found = merged.left_join(known, "demand_id").drop("demand_id_right")
    found = found.left_join(followed, "target").drop("target_right")
    return materialise(
        found.select(
            "d",
            "at",
            "target",
            "chain",
            goes_on=(found.target_merged & found.chain.isnull()).fill_null(False),
        )
    )


def _endings(clocks: ir.Table, as_of: datetime) -> ir.Table:
    return clocks.select(
        final="d",
        ends_as="state",
        open=clocks.state == OPEN,
        at=ibis.coalesce(clocks.ending_at, ibis.literal(as_of)),
        start="start",
    )


def _latest(candidates: ir.Table) -> ir.Table:
    # Of the endings that a chain can reach the one that decides.
    order = [candidates.open.desc(), candidates.at.desc(), candidates.start.desc()]
    place = ibis.row_number().over(group_by="request", order_by=[*order, candidates.final.desc()])
    return candidates.mutate(place=place).filter(lambda t: t.place == 0).drop("place")


def _chains(
    ways: ir.Table,
    endings: ir.Table,
    chains: ir.Table,
    as_of: datetime,
    materialise: Materialise,
) -> ir.Table:
    members = chains.left_join(ways, "d").drop("d_right")
    # A member in a circle is open, like its demand.
    circle = (members["latest"].notnull() & members["last"].isnull()).fill_null(False)
    stays = members["latest"].isnull()
    members = members.mutate(
        circle=circle, final=ibis.ifelse(stays | circle, members.d, members.final)
    )
    own = members.filter(members.final.notnull()).inner_join(endings, "final")
    own = own.select(
        "request",
        "final",
        "start",
        at=ibis.ifelse(own.circle, ibis.literal(as_of), own.at),
        ends_as=ibis.ifelse(own.circle, OPEN, own.ends_as).cast("int8"),
        open=own.open | own.circle,
    )
    best = materialise(_latest(own))
    late = materialise(
        members.group_by("request").agg(latest=members["latest"].max(where=~members.circle))
    )
    onward = members.filter(members.chain.notnull() & (members.chain != members.request))
    onward = materialise(onward.select("request", to="chain"))
    # Chains that wait for chains: each round reaches one further. Hardly ever two.
    while rows(onward):
        reached = onward.inner_join(best, onward.to == best.request)
        reached = reached.select("request", *_ENDING)
        better = materialise(_latest(stacked(best.select("request", *_ENDING), reached)))
        waits = onward.inner_join(late, onward.to == late.request)
        waits = stacked(waits.select("request", "latest"), late.select("request", "latest"))
        later = materialise(waits.group_by("request").agg(latest=waits["latest"].max()))
        changed = better.left_join(best, ["request", "final"])
        moved = later.left_join(late, ["request", "latest"])
        moved = moved.filter(moved["latest"].notnull() & moved.request_right.isnull())
        still = rows(changed.filter(changed.request_right.isnull())) + rows(moved)
        best, late = better, later
        if not still:
            break
    found = late.left_join(best, "request").drop("request_right")
    return materialise(
        found.select(
            "request",
            "final",
            "ends_as",
            ended_at=_moment(found.ends_as, found.at, found["latest"]),
        )
    )


def _moment(
    ends_as: ir.IntegerValue, at: ir.TimestampValue, latest: ir.TimestampValue
) -> ir.TimestampValue:
    ended = (ends_as != OPEN).fill_null(False)
    return ibis.ifelse(ended, ibis.greatest(at, latest), None)


def _demands(ways: ir.Table, endings: ir.Table, chains: ir.Table) -> ir.Table:
    rows = ways.left_join(endings, "final").drop("final_right")
    chains = chains.select(chain="request", chain_ends_as="ends_as", chain_ended_at="ended_at")
    rows = rows.left_join(chains, "chain").drop("chain_right")
    ends_as = ibis.coalesce(rows.ends_as, rows.chain_ends_as)
    at = ibis.coalesce(rows.at, rows.chain_ended_at)
    return rows.select(
        "d",
        ends_as=ends_as.fill_null(OPEN),
        ended_at=_moment(ends_as, at, rows["latest"]),
        circle=ends_as.isnull(),
        unknown=(rows.ends_as == MERGED).fill_null(False),
    )
