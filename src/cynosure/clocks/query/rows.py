"""From what was found out about each demand to the rows that others read."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from cynosure.clocks.query import codes
from cynosure.clocks.query.ages import differing
from cynosure.clocks.query.codes import FIRST_ENDING, OPEN, seconds_between
from cynosure.clocks.query.stacking import stacked
from cynosure.demand import CLOCKS, FLAGS, REQUESTS


def own_clocks(
    *,
    begun: ir.Table,
    since: ir.Table,
    sums: ir.Table,
    answers: ir.Table,
    reopened: ir.Table,
    hand_offs: ir.Table,
    ageing: ir.Table,
    history: ir.Table,
    as_of: datetime,
) -> ir.Table:
    """Return each demand by its own events alone: merges and follow-ups come later.

    `state` is null where there is no clock: no start, or no ending left though
    one was claimed (rule 10).
    """
    said = (
        answers.group_by("d")
        .agg(
            observed=answers.at.min(where=~answers.claimed),
            claimed=answers.at.min(where=answers.claimed),
        )
        .select("d", answered_observed="observed", answered_claimed="claimed")
    )
    early = since.filter(since.too_early & (since.mark >= FIRST_ENDING))
    early = early.group_by("d").agg(early=early.count())
    against = differing(since, history, sums).mutate(differs=ibis.literal(True))
    rows = begun
    for more in (sums, said, early, reopened, hand_offs, ageing, against):
        rows = rows.left_join(more, "d").drop("d_right")
    impossible = rows.early.notnull()
    lost = impossible & (rows.endings.fill_null(0) == 0)
    clocked = rows.start.notnull() & ~lost
    now = ibis.literal(as_of)
    moves = rows.moves.fill_null(0)
    observed, claimed = rows.answered_observed, rows.answered_claimed
    again = ibis.ifelse(
        observed.notnull(), rows.answered, ibis.coalesce(rows.answered, rows.claimed_answer)
    )
    # From the start to the first turn nobody but us had it.
    begins = seconds_between(rows.start, ibis.coalesce(rows.first_at, now))

    def where_clocked(value: ir.Value) -> ir.Value:
        return ibis.ifelse(clocked, value, None)

    return rows.select(
        "d",
        "start",
        "ending_pos",
        "first_resolved_at",
        "resolved_claimed",
        "fix_reopened_at",
        state=where_clocked(rows.state.fill_null(OPEN)),
        ending_at=where_clocked(rows.ending_at),
        first_response_at=ibis.coalesce(observed, claimed),
        response_after_reopening_seconds=ibis.ifelse(moves == 0, again, None),
        reopenings=where_clocked(rows.reopenings.fill_null(0) + moves),
        reopened_at=where_clocked(ibis.ifelse(moves == 0, rows.reopened_at, None)),
        waiting_on_asker_seconds=where_clocked(rows.on_asker.fill_null(0)),
        waiting_on_us_seconds=where_clocked(rows.on_us.fill_null(0) + begins),
        waiting_on_other_seconds=where_clocked(rows.on_other.fill_null(0)),
        hand_offs=where_clocked(rows.hand_offs.fill_null(0)),
        start_moved=rows.start_moved & rows.start.notnull(),
        claimed=rows.start.notnull() & (rows.no_history | rows.ending_claimed.fill_null(False)),
        claim_differs=codes.any_of(
            rows.ask_differs,
            rows.differs,
            rows.against_history,
            observed.truncate("s") != claimed.truncate("s"),
        ),
        claim_withdrawn=rows.withdrawn.fill_null(False),
        impossible_order=impossible,
        in_future=rows.in_future,
        quarantined=rows.start.isnull(),
    )


def finished_clocks(
    *,
    own: ir.Table,
    links: ir.Table,
    chained: ir.Table,
    problems: ir.Table,
    merged: ir.Table,
    closed: ir.Table,
    as_of: datetime,
    days: int,
) -> ir.Table:
    """Return each demand with what others mean for it: links, merges, the first fix."""
    starts = own.select("d", "start")
    ways = merged.rename(way_ended_at="ended_at", way="ends_as")
    back = links.inner_join(starts, "d").select(d="follows", came_back="start")
    back = back.inner_join(own.select("d", "first_resolved_at"), "d")
    back = back.filter(back.came_back >= back.first_resolved_at)
    back = back.group_by("d").agg(came_back=back.came_back.min())
    rows = own
    for more in (
        links,
        chained,
        problems.select("d", problem="root"),
        ways,
        closed.mutate(mass_closing=ibis.literal(True)),
        back,
    ):
        rows = rows.left_join(more, "d").drop("d_right")
    ends_as = ibis.coalesce(rows.way, rows.state)
    rows = rows.mutate(
        ends_as=ends_as,
        ended_at=ibis.ifelse(rows.way.notnull(), rows.way_ended_at, rows.ending_at),
        request=ibis.ifelse(rows.state.notnull(), ibis.coalesce(rows.request, rows.d), None),
        problem=ibis.ifelse(rows.state.notnull(), ibis.coalesce(rows.problem, rows.d), None),
    )
    window = ibis.interval(hours=24 * days)
    first = rows.first_resolved_at
    undone = codes.any_of(rows.fix_reopened_at <= first + window, rows.came_back <= first + window)
    fixed = ibis.cases(
        (first.isnull() | rows.resolved_claimed.fill_null(False) | rows.state.isnull(), None),
        (undone, False),
        (first + window <= ibis.literal(as_of), True),
        else_=None,
    )
    return rows.mutate(first_time_fix=fixed, **_times(rows, as_of)).drop("way", "way_ended_at")


def _times(rows: ir.Table, as_of: datetime) -> dict[str, ir.Value]:
    spent = seconds_between(rows.start, ibis.coalesce(rows.ended_at, ibis.literal(as_of)))
    resolved = rows.ends_as == codes.RESOLVED
    otherwise = rows.ends_as.isin((codes.DECLINED, codes.ABANDONED))
    return {
        "request_to_resolution_seconds": ibis.ifelse(resolved, spent, None),
        "competing_ending_seconds": ibis.ifelse(otherwise, spent, None),
        "censored_seconds": ibis.ifelse(~resolved & ~otherwise, spent, None),
    }


def clock_rows(finished: ir.Table, ids: ir.Table) -> ir.Table:
    """Return the clocks in the schema CLOCKS: words and ids instead of numbers."""
    names = ids.select("d", "demand_id")
    linked = finished.filter(
        finished.follows.notnull()
        | (finished.request != finished.d)
        | (finished.problem != finished.d)
    ).select("d", "follows", "request", "problem")
    for number, name in (("follows", "follows_id"), ("request", "first"), ("problem", "root")):
        named = names.select(**{number: "d", name: "demand_id"})
        linked = linked.left_join(named, number).drop(f"{number}_right")
    linked = linked.select("d", "follows_id", "first", "root")
    rows = finished.drop("follows").inner_join(names, "d").left_join(linked, "d").drop("d_right")
    there = rows.state.notnull()
    flags = {
        "merge_loop": rows.circle,
        "merged_into_unknown": rows.unknown,
        **{name: rows[name] for name in FLAGS if name in rows.columns},
    }
    marks = [ibis.ifelse(flags[name].fill_null(False), name, ibis.null("string")) for name in FLAGS]
    values = {
        "state": ibis.ifelse(rows.state == OPEN, "open", codes.worded(rows.state, codes.STATES)),
        "first_response_seconds": seconds_between(rows.start, rows.first_response_at),
        "follows": rows.follows_id,
        "follows_origin": ibis.cases(
            (rows.inferred, "inferred"), (~rows.inferred, "declared"), else_=None
        ),
        "request_id": ibis.ifelse(there, ibis.coalesce(rows["first"], rows.demand_id), None),
        "problem_id": ibis.ifelse(there, ibis.coalesce(rows.root, rows.demand_id), None),
        "flags": ibis.array(marks).filter(lambda flag: flag.notnull()),
    }
    return _typed(rows, CLOCKS.names, values)


def request_rows(finished: ir.Table, ended: ir.Table, ids: ir.Table, as_of: datetime) -> ir.Table:
    """Return the requests in the schema REQUESTS: one for each chain of follow-ups."""
    clocked = finished.filter(finished.state.notnull())
    several = ended.select(d="request")
    alone = clocked.anti_join(several, "d").filter(lambda t: t.request == t.d)
    alone = alone.select(
        "d",
        "start",
        "state",
        "ends_as",
        "ended_at",
        "first_response_at",
        "first_time_fix",
        "claimed",
        demands=ibis.literal(1, "int64"),
    )
    members = clocked.semi_join(several, clocked.request == several.d)
    sums = members.group_by("request").agg(
        demands=members.count(),
        start=members.start.min(),
        first_response_at=members.first_response_at.min(),
    )
    first = clocked.select(request="d", first_time_fix="first_time_fix", first_claimed="claimed")
    decides = clocked.select(final="d", decided_in="request", final_claimed="claimed")
    chains = ended.inner_join(sums, "request").inner_join(first, "request")
    chains = chains.left_join(decides, "final").drop("final_right")
    ends_as = chains.ends_as.fill_null(OPEN)
    outside = (chains.decided_in != chains.request).fill_null(True)
    chains = chains.select(
        "start",
        "ended_at",
        "first_response_at",
        "first_time_fix",
        "demands",
        d="request",
        ends_as=ends_as,
        state=ibis.ifelse(outside, codes.MERGED, ends_as).cast("int8"),
        claimed=chains.final_claimed.fill_null(chains.first_claimed),
    )
    columns = (
        "d",
        "demands",
        "start",
        "state",
        "ends_as",
        "ended_at",
        "first_response_at",
        "first_time_fix",
        "claimed",
    )
    rows = stacked(alone.select(*columns), chains.select(*columns))
    rows = rows.inner_join(ids.select("d", "demand_id"), "d")
    rows = rows.mutate(**_times(rows, as_of))
    values = {
        "request_id": rows.demand_id,
        "state": ibis.ifelse(rows.state == OPEN, "open", codes.worded(rows.state, codes.STATES)),
        "first_response_seconds": seconds_between(rows.start, rows.first_response_at),
    }
    return _typed(rows, REQUESTS.names, values)


def _typed(rows: ir.Table, names: list[str], values: dict[str, ir.Value]) -> ir.Table:
    kinds = {
        "start": "timestamp('UTC')",
        "ended_at": "timestamp('UTC')",
        "first_resolved_at": "timestamp('UTC')",
        "reopened_at": "timestamp('UTC')",
        "claimed": "boolean",
        "first_time_fix": "boolean",
        "flags": "array<string>",
    }
    texts = ("demand_id", "request_id", "problem_id", "state", "follows", "follows_origin")
    columns = {}
    for name in names:
        value = values[name] if name in values else rows[name]
        kind = kinds.get(name, "string" if name in texts else "int64")
        columns[name] = value.cast(kind)
    return rows.select(**columns)


def set_aside(ordered: ir.Table, since: ir.Table, begun: ir.Table, ids: ir.Table) -> ir.Table:
    """Return the events that were left out (demand_id, at, kind, reason), of rule 10."""
    future = (
        ordered.filter(ordered.future)
        .semi_join(begun, "d")
        .select("d", "at", "mark", reason=ibis.literal("in_future"))
    )
    early = since.filter(since.too_early & (since.mark >= FIRST_ENDING)).select(
        "d", "at", "mark", reason=ibis.literal("before_start")
    )
    left_out = stacked(future, early).inner_join(ids.select("d", "demand_id"), "d")
    kinds = {code: kind for kind, code in codes.MARKS.items()} | {codes.NOTED: "noted"}
    return left_out.select(
        "demand_id", "at", "reason", kind=codes.worded(left_out.mark, kinds)
    ).select("demand_id", "at", "kind", "reason")


def counted(finished: ir.Table, left_out: ir.Table) -> ir.Table:
    """Return one row of counts: of demands those with a clock."""
    clocked = finished.state.notnull()
    counts = finished.agg(
        demands=clocked.sum().fill_null(0),
        requests=finished.request.nunique(),
        problems=finished.problem.nunique(),
        quarantined=finished.quarantined.sum().fill_null(0),
    )
    return counts.cross_join(left_out.agg(set_aside=left_out.count()))
