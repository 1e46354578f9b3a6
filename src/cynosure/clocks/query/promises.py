"""Rule 15: which promises were kept."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from cynosure.clocks.query import codes
from cynosure.clocks.query.codes import PROMISED
from cynosure.clocks.query.running import OTHERS, OURS, THE_ASKERS

_PAUSES = {"waits_on_asker": THE_ASKERS, "waits_on_us": OURS, "waits_on_other": OTHERS}


def promises(since: ir.Table, clocks: ir.Table, turns: ir.Table, as_of: datetime) -> ir.Table:
    """Return each promise and its outcome: kept, missed or not_yet_due.

    Null where it cannot be judged by these clocks alone: another term, or a
    target on a calendar of which the snapshot holds only the name.
    """
    now = ibis.literal(as_of)
    made = since.filter((since.mark == PROMISED) & since.after.notnull() & ~since.too_early)
    made = made.select("d", "pos", "after", made_at="at").inner_join(
        clocks.select("d", "first_response_at", "ended_at", "ends_as"), "d"
    )
    term = _text(made.after, "term")
    resolved_at = ibis.ifelse(made.ends_as == codes.RESOLVED, made.ended_at, None)
    made = made.mutate(
        agreement=_text(made.after, "agreement"),
        term=term,
        due=_text(made.after, "due").try_cast("timestamp('UTC')").cast("timestamp"),
        target=_number(made.after, "target_seconds"),
        calendar=_text(made.after, "calendar").fill_null("around_the_clock"),
        done_at=ibis.cases(
            (term == "first_response", made.first_response_at),
            (term == "resolution", resolved_at),
            else_=None,
        ),
        withdrawn_at=ibis.ifelse(made.ends_as == codes.WITHDRAWN, made.ended_at, None),
    )
    made = made.mutate(until=ibis.coalesce(made.done_at, made.withdrawn_at, now))
    made = made.left_join(_paused(made, turns), ["d", "pos"])
    spent = codes.seconds_between(made.made_at, made.until) - made.paused.fill_null(0)
    late = ibis.cases(
        (made.due.notnull(), made.until > made.due),
        (made.calendar == "around_the_clock", spent > made.target),
        else_=None,
    )
    outcome = ibis.cases(
        (~made.term.isin(("first_response", "resolution")).fill_null(False), None),
        (late, "missed"),
        (~late & made.done_at.notnull(), "kept"),
        (~late, "not_yet_due"),
        else_=None,
    )
    return made.select("d", "agreement", "term", at="made_at", outcome=outcome)


def _paused(made: ir.Table, turns: ir.Table) -> ir.Table:
    waits = turns.select("d", "turn", turn_at="at", turn_until="until")
    spans = made.select("d", "pos", "after", "made_at", "until").inner_join(waits, "d")
    stops = codes.any_of(
        *(
            (spans.turn == turn) & spans.after.re_search(f'"pauses": ?\\[[^]]*"{name}"')
            for name, turn in _PAUSES.items()
        )
    )
    since = ibis.greatest(spans.turn_at, spans.made_at)
    until = ibis.least(spans.turn_until, spans.until)
    spans = spans.mutate(stopped=codes.seconds_between(since, until)).filter(
        stops & (until > since)
    )
    return spans.group_by("d", "pos").agg(paused=spans.stopped.sum())


# The snapshot is flat JSON with sorted keys; a pattern reads it alike on every engine.
def _text(snapshot: ir.StringValue, key: str) -> ir.StringValue:
    return snapshot.re_extract(f'"{key}": ?"([^"]*)"', 1).nullif("")


def _number(snapshot: ir.StringValue, key: str) -> ir.IntegerValue:
    return snapshot.re_extract(f'"{key}": ?([0-9]+)', 1).nullif("").try_cast("int64")
