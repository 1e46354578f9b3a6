"""Rule 14: one actor ends more than 5 % of what was open, and at least 20, within an hour.

Everything is counted along one sorted run, so a year of closings costs a sort
and never a comparison of each closing with every other. Instants are cut to the
second, both ends of the hour are inside.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from cynosure.clocks.query.codes import FIRST_ENDING
from cynosure.clocks.query.components import Materialise, rows
from cynosure.clocks.query.stacking import stacked

AT_LEAST = 20
_HOUR = 3600
_EPOCH = ibis.timestamp("1970-01-01T00:00:00")


def mass_closings(
    clocks: ir.Table, turns: ir.Table, materialise: Materialise
) -> tuple[ir.Table, ir.Table]:
    """Return the mass closings (actor, count, from, to) and the (d) that they ended for good."""
    clocked = clocks.select("d", "start", "ending_pos")
    ends = turns.filter(turns.effective & (turns.mark >= FIRST_ENDING) & turns.actor.notnull())
    ends = ends.inner_join(clocked, "d").select(
        "actor",
        "d",
        "pos",
        "at",
        t=ends.at.truncate("s").delta(_EPOCH, unit="second"),
        stands=clocked.ending_pos == ends.pos,
    )
    busy = ends.group_by("actor").agg(n=ends.count())
    ends = materialise(ends.semi_join(busy.filter(busy.n >= AT_LEAST), "actor"))
    hours = materialise(_full_hours(ends)) if rows(ends) else None
    if hours is None or not rows(hours):
        nothing = ends.filter(ibis.literal(False))
        return _listed(nothing.mutate(island=ibis.literal(0))), nothing.select("d")
    hours = materialise(_too_many(hours, clocks, turns))
    inside = materialise(_inside(ends, hours))
    return _listed(inside), inside.filter(inside.stands.fill_null(False)).select("d").distinct()


def _full_hours(ends: ir.Table) -> ir.Table:
    # For each ending, how many of the same actor lie in the hour that begins with it.
    begins = ends.select("actor", "t", probe=ibis.literal(0, "int64"))
    closes = ends.select("actor", t=ends.t + _HOUR, probe=ibis.literal(1, "int64"))
    run = stacked(begins, closes)
    run = run.mutate(
        upto=(1 - run.probe)
        .sum()
        .over(group_by="actor", order_by=[run.t, run.probe], rows=(None, 0))
    )
    upto = run.filter(run.probe == 1).group_by("actor", "t").agg(upto=lambda t: t.upto.max())
    upto = upto.select("actor", "upto", t=upto.t - _HOUR)
    before = (
        ends.mutate(before=ibis.rank().over(group_by="actor", order_by=ends.t))
        .select("actor", "t", "before")
        .distinct()
    )
    found = before.inner_join(upto, ["actor", "t"])
    found = found.mutate(n=found.upto - found.before)
    return found.filter(found.n >= AT_LEAST).select("actor", "t", "n")


def _too_many(hours: ir.Table, clocks: ir.Table, turns: ir.Table) -> ir.Table:
    # What was open when the hour began, those that it ended at once included.
    moves = turns.filter(turns.effective)
    ending = moves.mark >= FIRST_ENDING
    at = ibis.ifelse(ending, 1, 0)
    moved = moves.select(
        t=moves.at.truncate("s").delta(_EPOCH, unit="second") * 2 + at,
        step=ibis.ifelse(ending, -1, 1).cast("int64"),
        asks=ibis.literal(0, "int64"),
    )
    begun = clocks.select(
        t=clocks.start.truncate("s").delta(_EPOCH, unit="second") * 2,
        step=ibis.literal(1, "int64"),
        asks=ibis.literal(0, "int64"),
    )
    # Openings at the instant lie before the question, endings after it.
    asked = hours.select("t").distinct()
    asked = asked.select(
        t=asked.t * 2, step=ibis.literal(0, "int64"), asks=ibis.literal(1, "int64")
    )
    run = stacked(moved, begun, asked)
    run = run.group_by("t", "asks").agg(step=run.step.sum())
    run = run.mutate(open=run.step.sum().over(order_by=[run.t, run.asks], rows=(None, 0)))
    run = run.filter(run.asks == 1)
    stock = run.select("open", t=(run.t / 2).floor().cast("int64"))
    found = hours.inner_join(stock, "t")
    return found.filter(found.n * 20 > found.open).select("actor", "t")


def _inside(ends: ir.Table, hours: ir.Table) -> ir.Table:
    # Hours that overlap are one mass closing.
    ends = ends.mutate(begins=ibis.literal(0, "int64"))
    marks = hours.select("actor", "t")
    marked = ends.left_join(marks, ["actor", "t"])
    latest = ibis.ifelse(marked.t_right.notnull(), marked.t, ibis.null("int64"))
    marked = marked.mutate(
        hour=latest.max().over(group_by="actor", order_by=marked.t, range=(None, 0))
    )
    covered = marked.filter((marked.t <= marked.hour + _HOUR).fill_null(False))
    previous = covered.hour.lag().over(
        group_by="actor", order_by=[covered.t, covered.pos, covered.d]
    )
    apart = (covered.t > previous + _HOUR).fill_null(True)
    return covered.select("actor", "d", "t", "pos", "at", "stands", apart=apart).mutate(
        island=lambda t: (
            t.apart.cast("int64")
            .sum()
            .over(group_by="actor", order_by=[t.t, t.pos, t.d], rows=(None, 0))
        )
    )


def _listed(inside: ir.Table) -> ir.Table:
    return (
        inside.group_by("actor", "island")
        .agg(count=inside.count(), **{"from": inside.at.min(), "to": inside.at.max()})
        .drop("island")
    )
