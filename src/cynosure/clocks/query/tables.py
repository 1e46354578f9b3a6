"""All clocks at once: the rules of time as a few queries over all events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import ibis.expr.types as ir

from cynosure.clocks.query.ages import ageing
from cynosure.clocks.query.claims import (
    Claims,
    claims_of,
    known_imports,
    sightings_of,
    unchanged,
)
from cynosure.clocks.query.codes import in_utc, unzoned
from cynosure.clocks.query.components import Materialise, components
from cynosure.clocks.query.follow_ups import chains, follows
from cynosure.clocks.query.mass_closings import mass_closings
from cynosure.clocks.query.merges import outcomes
from cynosure.clocks.query.promises import promises
from cynosure.clocks.query.rows import (
    clock_rows,
    counted,
    finished_clocks,
    own_clocks,
    request_rows,
    set_aside,
)
from cynosure.clocks.query.running import (
    after_reopening,
    hand_offs,
    summed,
    used_turns,
    with_effect,
)
from cynosure.clocks.query.said import known_demands, known_events, numbered, present, spoken
from cynosure.clocks.query.stacking import stacked
from cynosure.clocks.query.timeline import (
    answers,
    in_order,
    since_start,
    starts,
    what_history_says,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTables:
    """What the rules make of all demands: tables of the engine.

    `clocks` and `requests` have the schemas CLOCKS and REQUESTS; they alone are
    still to be computed, so that who joins them to something computes them once. `set_aside`
    lists events left out (demand_id, at, kind, reason: before_start or
    in_future). `mass_closings` has actor, count, from, to; `promises` has
    demand_id, at, agreement, term, outcome. `counts` is one row: demands (with
    a clock), requests, problems, quarantined, set_aside.
    """

    clocks: ir.Table
    requests: ir.Table
    set_aside: ir.Table
    mass_closings: ir.Table
    promises: ir.Table
    counts: ir.Table


def clock_tables(
    *,
    demands: ir.Table,
    events: ir.Table,
    sightings: ir.Table,
    imports: ir.Table,
    groups: ir.Table,
    as_of: datetime,
    follow_up_days: int = 14,
    known_at: datetime | None = None,
    imported_at: datetime | None = None,
    materialise: Materialise,
    forget: Callable[[ir.Table], None] = lambda _: None,
) -> ClockTables:
    """Return the clocks of all demands as of an instant, by the rules of time.

    The same rules as `tell_time`, for many demands: tests hold the two equal.
    Tables have the schemas of `cynosure.demand`, each demand and event once.
    `groups` (demand_id, group) says within which group a follow-up may be
    inferred; a demand without one is never inferred to follow another.
    `as_of` is inside; `known_at` leaves out what was imported later, and
    `imported_at` is the moment of the import for events that carry none.
    `materialise` computes a table once, as `Engine.materialise` does;
    `forget` lets go of the largest ones as soon as nothing needs them.
    """
    now = unzoned(as_of)
    ids = numbered(demands, groups)
    if known_at is not None:
        ids = known_demands(ids, events, sightings, imports, known_at)
    ids = materialise(ids)
    known = known_events(events, known_at)
    words = spoken(known, ids, imported_at)
    there = present(known)
    claims = unchanged(words)
    if there.claimed:
        claims = claims_of(
            sighted=sightings_of(
                numbered=ids,
                events=known,
                sightings=sightings,
                imports=known_imports(imports, known_at),
            ),
            spoken=words,
            materialise=materialise,
        )
    ordered = materialise(in_order(words, claims.outdated, sequenced=there.sequenced))
    begun = materialise(starts(ordered, ids, claims.asks(), now))
    since = materialise(since_start(ordered, begun, now))
    left_out = materialise(in_utc(set_aside(ordered, since, begun, ids)))
    forget(ordered)
    history = what_history_says(since, begun)
    turns = materialise(with_effect(used_turns(since, history), now))
    sums = materialise(summed(turns))
    return _told(
        ids=ids,
        left_out=left_out,
        begun=begun,
        since=since,
        turns=turns,
        sums=sums,
        history=history,
        claims=claims,
        as_of=now,
        days=follow_up_days,
        materialise=materialise,
    )


def _told(
    *,
    ids: ir.Table,
    left_out: ir.Table,
    begun: ir.Table,
    since: ir.Table,
    turns: ir.Table,
    sums: ir.Table,
    history: ir.Table,
    claims: Claims,
    as_of: datetime,
    days: int,
    materialise: Materialise,
) -> ClockTables:
    said = answers(since)
    own = materialise(
        own_clocks(
            begun=begun,
            since=since,
            sums=sums,
            answers=said,
            reopened=after_reopening(sums, said, turns),
            hand_offs=hand_offs(since),
            ageing=ageing(claims, begun, turns, sums, as_of),
            history=history,
            as_of=as_of,
        )
    )
    clocked = own.filter(own.state.notnull())
    links = materialise(follows(clocked, ids, days, materialise))
    chained = materialise(chains(links, clocked, materialise))
    ended = outcomes(
        clocks=clocked,
        turns=turns,
        numbered=ids,
        links=links,
        chains=chained,
        as_of=as_of,
        materialise=materialise,
    )
    joins = stacked(links.select(one="d", other="follows"), ended.joins)
    closings, closed = mass_closings(clocked, turns, materialise)
    finished = materialise(
        finished_clocks(
            own=own,
            links=links,
            chained=chained,
            problems=components(joins, materialise),
            merged=ended.demands,
            closed=closed,
            as_of=as_of,
            days=days,
        )
    )
    made = promises(since, finished.filter(finished.state.notnull()), turns, as_of)
    made = made.inner_join(ids.select("d", "demand_id"), "d")
    return ClockTables(
        clocks=clock_rows(finished, ids),
        requests=request_rows(finished, ended.chains, ids, as_of),
        set_aside=left_out,
        mass_closings=materialise(in_utc(closings)),
        promises=materialise(
            in_utc(made.select("demand_id", "at", "agreement", "term", "outcome"))
        ),
        counts=materialise(counted(finished, left_out)),
    )
