"""Rules 5 and 17: who followed whom, declared or inferred, and the chains they make."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from cynosure.clocks.query.codes import RESOLVED
from cynosure.clocks.query.components import Materialise, components
from cynosure.clocks.query.stacking import stacked


def follows(clocks: ir.Table, numbered: ir.Table, days: int, materialise: Materialise) -> ir.Table:
    """Return (d, follows, inferred) of each follow-up between demands that have a clock.

    What the source declares is never overruled: where it names any demand,
    nothing is inferred, even if that demand is not in the data.
    """
    clocked = clocks.select("d", "start", "state", "ending_at")
    demands = numbered.inner_join(clocked, "d")
    says = demands.follows.notnull() & (demands.follows_origin.fill_null("declared") != "inferred")
    named = materialise(demands.filter(says).select(follower="d", demand_id="follows"))
    declared = named.inner_join(demands.select("demand_id", "d"), "demand_id")
    declared = declared.filter(declared.d != declared.follower).select(
        d="follower", follows="d", inferred=ibis.literal(False)
    )
    return stacked(declared, _inferred(demands.filter(~says), demands, days, materialise))


def _inferred(
    askings: ir.Table, resolved: ir.Table, days: int, materialise: Materialise
) -> ir.Table:
    # One run along each asker's asks and resolutions, instead of a join of
    # every ask with every resolution: one bot may have asked a hundred thousand times.
    def of(rows: ir.Table, **columns: ir.Value) -> ir.Table:
        rows = rows.filter(rows.asker.notnull() & rows["group"].notnull())
        return rows.select("asker", "product", "group", "d", "start", **columns)

    asks = of(askings, at=askings.start, resolves=ibis.literal(False))
    ends = of(
        resolved.filter(resolved.state == RESOLVED),
        at=resolved.ending_at,
        resolves=ibis.literal(True),
    )
    # At the same instant the ask comes first: it is no follow-up of what was
    # resolved with it. Of several resolved at once the last asked is followed.
    both = stacked(asks, ends)
    same = ["asker", "product", "group"]
    order = [both.at, both.resolves, both.start, both.d]
    both = both.mutate(place=ibis.row_number().over(group_by=same, order_by=order).cast("int64"))
    resolved_at = ibis.ifelse(both.resolves, both.place, ibis.null("int64"))
    both = materialise(
        both.mutate(
            ended=resolved_at.max().over(group_by=same, order_by=both.place, rows=(None, -1))
        )
    )
    asks, ends = both.filter(~both.resolves & both.ended.notnull()), both.view()
    ends = ends.filter(ends.resolves).select(
        "asker", "product", "group", "place", earlier="d", ended_at="at"
    )
    found = asks.inner_join(
        ends,
        [
            asks.asker == ends.asker,
            asks.product.identical_to(ends.product),
            asks["group"] == ends["group"],
            asks.ended == ends.place,
        ],
    )
    near = found.at <= found.ended_at + ibis.interval(hours=24 * days)
    return found.filter(near & (found.d != found.earlier)).select(
        "d", follows="earlier", inferred=ibis.literal(True)
    )


def chains(links: ir.Table, clocks: ir.Table, materialise: Materialise) -> ir.Table:
    """Return (d, request) of each demand in a chain; `request` is the one asked first."""
    joined = components(links.select(one="d", other="follows"), materialise)
    members = materialise(joined.inner_join(clocks.select("d", "start"), "d"))
    first = members.mutate(
        place=ibis.row_number().over(group_by="root", order_by=[members.start, members.d])
    )
    first = materialise(first.filter(first.place == 0).select("root", request="d"))
    return members.inner_join(first, "root").select("d", "request")
