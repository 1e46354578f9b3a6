"""What hangs together, by pointer doubling: never a walk from one demand to the next."""

from __future__ import annotations

from collections.abc import Callable

import ibis
import ibis.expr.types as ir

from cynosure.clocks.query.stacking import stacked

Materialise = Callable[[ir.Table], ir.Table]


def components(pairs: ir.Table, materialise: Materialise) -> ir.Table:
    """Return (d, root) for each end of `pairs` (one, other): root is the smallest d joined to it.

    Everybody points at the smallest of their neighbours' roots, then at their
    root's root, until nothing changes: a chain of a million takes some twenty
    rounds. Each round is a table of its own, joined with itself through
    `.view()`: a self-join of a derived expression joins wrongly in Ibis.
    """
    there = pairs.select(d="one", other="other")
    edges = materialise(stacked(there, pairs.select(d="other", other="one")).distinct())
    root = materialise(edges.group_by("d").agg(root=ibis.least(edges.d.min(), edges.other.min())))
    while True:
        nearest = edges.inner_join(root, edges.other == root.d).select("d", "root")
        both = stacked(nearest, root.select("d", "root"))
        hooked = materialise(both.group_by("d").agg(root=both.root.min()))
        above = hooked.view()
        jumped = hooked.inner_join(above, hooked.root == above.d).select(
            d=hooked.d, root=ibis.least(hooked.root, above.root)
        )
        jumped = materialise(jumped)
        before = root.view()
        moved = jumped.inner_join(before, "d")
        if not rows(moved.filter(moved.root != moved.root_right)):
            return jumped
        root = jumped


def ends_of_ways(steps: ir.Table, materialise: Materialise) -> ir.Table:
    """Return where each way leads: `last` step before the way ends, `latest` instant on it.

    `steps` has d, next (the next step's d; null where the way ends here) and at.
    A way that runs in a circle has no `last`.
    """
    ways = materialise(
        steps.select(
            "d",
            to=ibis.coalesce(steps["next"], steps.d),
            done=steps["next"].isnull(),
            latest=steps.at,
        )
    )
    left = rows(ways.filter(~ways.done))
    # A way of n steps is walked in log2(n) doublings; what is left then runs in a circle.
    for _ in range(left.bit_length() + 1 if left else 0):
        ahead = ways.view()
        ways = materialise(
            ways.inner_join(ahead, ways.to == ahead.d).select(
                d=ways.d,
                to=ahead.to,
                done=ahead.done,
                latest=ibis.greatest(ways.latest, ahead.latest),
            )
        )
    return ways.select("d", "latest", last=ibis.ifelse(ways.done, ways.to, ibis.null("int64")))


def rows(table: ir.Table) -> int:
    """Return how many rows there are, now."""
    return int(table.count().to_pyarrow().as_py())
