"""The order of events, the start of each clock, and what comes after it."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from cynosure.clocks.query import codes
from cynosure.clocks.query.codes import ASKED, FIRST_ENDING, REOPENED, RESPONDED, STAFF, TOLD


def in_order(spoken: ir.Table, outdated: ir.Table, *, sequenced: bool) -> ir.Table:
    """Return events that count with their place `pos` in the demand's order (rule 12).

    Where the history numbers all its events of an instant, that order holds: a
    claimed ask comes before them and any other claim after, since a summary
    knows no order among equal instants. Where no event is numbered at all
    (`sequenced` says so), the kinds alone give the order, at the cost of one sort.
    """
    rows = spoken.anti_join(outdated, ["d", "event_id"])
    if not sequenced:
        order = [rows.at, codes.rank(rows.mark), rows.event_id]
        place = ibis.row_number().over(group_by="d", order_by=order)
        return rows.mutate(pos=place.cast("int64")).drop("seq", "event_id")
    unnumbered = (~rows.claimed & ~rows.future & rows.seq.isnull()).cast("int64")
    rows = rows.mutate(numbered=unnumbered.sum().over(group_by=["d", "at"]) == 0)
    among = ibis.cases((~rows.numbered, 0), (~rows.claimed, 1), (rows.mark == ASKED, 0), else_=2)
    seq = ibis.ifelse(rows.numbered & ~rows.claimed, rows.seq, 0)
    order = [rows.at, among, seq, codes.rank(rows.mark), rows.event_id]
    return rows.mutate(pos=ibis.row_number().over(group_by="d", order_by=order).cast("int64")).drop(
        "seq", "event_id", "numbered"
    )


def starts(
    ordered: ir.Table, numbered: ir.Table, claimed_asks: ir.Table, as_of: datetime
) -> ir.Table:
    """Return each demand that is in the data as of the instant, and its start (rule 1).

    `start` is null where there is no usable ask: the demand is quarantined.
    """
    now = ibis.literal(as_of)
    happened = (ordered.at <= now) & ~ordered.future
    ask = (ordered.mark == ASKED) & ~ordered.future
    turns = (ordered.mark == REOPENED) | (ordered.mark >= FIRST_ENDING)
    said = ordered.group_by("d").agg(
        events=ordered.count(),
        happened=happened.sum(),
        future=ordered.future.sum(),
        ask_at=ordered.at.min(where=ask),
        ask_pos=ordered.pos.min(where=ask),
        moved_from=ordered.moved_from.min(where=ask),
        observed=(happened & ~ordered.claimed).sum(),
        observed_ask=ordered.at.min(where=ask & happened & ~ordered.claimed),
        observed_from=ordered.moved_from.min(where=ask & happened & ~ordered.claimed),
        claimed_ask=ordered.at.min(where=ask & happened & ordered.claimed),
        claimed_turns=(happened & ordered.claimed & turns).sum(),
        observed_turns=(happened & ~ordered.claimed & turns).sum(),
    )
    rows = numbered.select("d").left_join(said, "d").drop("d_right")
    rows = rows.left_join(claimed_asks, "d").drop("d_right")
    start = ibis.least(rows.ask_at, rows.moved_from, rows.claimed_first)
    observed_ask = ibis.least(rows.observed_ask, rows.observed_from)
    rows = rows.select(
        "d",
        "ask_at",
        "ask_pos",
        "claimed_turns",
        "observed_turns",
        start=start,
        start_moved=codes.any_of(rows.moved_from.notnull(), rows.asks_differ),
        ask_differs=(rows.claimed_ask.truncate("s") != observed_ask.truncate("s")).fill_null(False),
        in_future=(rows.future > 0).fill_null(False),
        no_history=(rows.observed == 0).fill_null(True),
        nothing_said=rows.events.isnull(),
        happened=(rows.happened > 0).fill_null(False),
    )
    there = (rows.start <= now).fill_null(rows.nothing_said | rows.happened | rows.in_future)
    return rows.filter(there).drop("nothing_said", "happened")


def since_start(ordered: ir.Table, starts: ir.Table, as_of: datetime) -> ir.Table:
    """Return what happened to demands with a start, marked where it came before the start."""
    begun = starts.filter(starts.start.notnull()).select("d", "start", "ask_at", "ask_pos")
    rows = ordered.filter(
        (ordered.at <= ibis.literal(as_of)) & ~ordered.future & (ordered.mark != codes.NOTED)
    ).inner_join(begun, "d")
    unordered = (rows.at == rows.start) & (rows.ask_at == rows.start) & (rows.pos < rows.ask_pos)
    rows = rows.mutate(too_early=((rows.at < rows.start) | unordered).fill_null(False))
    return rows.drop("start", "ask_at", "ask_pos", "future", "moved_from")


def answers(since: ir.Table) -> ir.Table:
    """Return the words that are a response: public ones by staff after the start (rule 2)."""
    return since.filter(
        ((since.mark == RESPONDED) | (since.mark == TOLD))
        & (since.speaker == STAFF)
        & since.public
        & ~since.too_early
    ).select("d", "pos", "at", "claimed")


def what_history_says(since: ir.Table, starts: ir.Table) -> ir.Table:
    """Return, where a history and a summary both tell of endings, how the history left it.

    `ended`: by the history alone it has ended. `reopened_at`: its last reopening.
    """
    both = starts.filter((starts.claimed_turns > 0) & (starts.observed_turns > 0)).select("d")
    rows = since.filter(
        ~since.claimed
        & ~since.too_early
        & ((since.mark == REOPENED) | (since.mark >= FIRST_ENDING))
    ).semi_join(both, "d")
    ends = (rows.mark >= FIRST_ENDING).cast("int64")
    said = rows.group_by("d").agg(
        last=(rows.pos * 2 + ends).max(), reopened_at=rows.at.max(where=rows.mark == REOPENED)
    )
    return said.select("d", "reopened_at", ended=said["last"] % 2 == 1)
