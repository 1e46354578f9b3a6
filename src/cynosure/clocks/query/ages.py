"""Rules 11 and 16: where claims differ from the history, and from earlier claims."""

from __future__ import annotations

from datetime import datetime

import ibis
import ibis.expr.types as ir

from cynosure.clocks.query import codes
from cynosure.clocks.query.claims import Claims
from cynosure.clocks.query.codes import FIRST_ENDING, REOPENED
from cynosure.clocks.query.stacking import stacked


def differing(since: ir.Table, history: ir.Table, sums: ir.Table) -> ir.Table:
    """Return the (d) whose summary claims an ending that is not how the history left it."""
    claimed = since.filter(since.claimed & ~since.too_early & (since.mark >= FIRST_ENDING))
    claimed = claimed.select("d", "at", "mark").inner_join(history, "d")
    claimed = claimed.inner_join(sums.select("d", "ending_at", "recorded"), "d")
    used = ~claimed.ended & (claimed.at > claimed.reopened_at).fill_null(True)
    same = (claimed.at.truncate("s") == claimed.ending_at.truncate("s")) & (
        claimed.mark == claimed.recorded
    )
    found = claimed.group_by("d").agg(fits=(used | same.fill_null(False)).any())
    return found.filter(~found.fits).select("d")


def ageing(
    claims: Claims, begun: ir.Table, turns: ir.Table, sums: ir.Table, as_of: datetime
) -> ir.Table:
    """Return (d, moves, withdrawn, against_history) where the claimed ending changed.

    Each move to a later time and each withdrawal means one reopening, unless the
    history shows it. Where by the history alone the demand has ended, the
    history counts and nothing is added.
    """
    changes = _changes(claims, begun, as_of)
    shown = turns.filter((turns.mark == REOPENED) & turns.effective)
    shown = shown.select("d", shown_at="at").semi_join(claims.newest, "d")
    changes = changes.left_join(shown, "d").drop("d_right")
    inside = (changes.shown_at >= changes.gone_at) & (
        changes.again_at.isnull() | (changes.shown_at <= changes.again_at)
    )
    changes = changes.group_by("d", "gone_at", "again_at").agg(shown=inside.fill_null(False).any())
    ended = sums.select("d", by_history=(sums.state != codes.OPEN) & ~sums.ending_claimed)
    changes = changes.left_join(ended, "d").drop("d_right")
    by_history = changes.by_history.fill_null(False)
    counts = ~by_history & ~changes.shown
    return changes.group_by("d").agg(
        moves=counts.sum(),
        withdrawn=(changes.again_at.isnull() & ~by_history).any(),
        against_history=(changes.again_at.isnull() & by_history).any(),
    )


def _changes(claims: Claims, begun: ir.Table, as_of: datetime) -> ir.Table:
    # (d, gone_at, again_at): a claimed ending that moved later, or, with no
    # again_at, one that the newest import lacks.
    started = begun.filter(begun.start.notnull()).select("d", "start")
    seen = claims.seen.inner_join(started, "d")
    endings = seen.filter(seen.mark >= FIRST_ENDING)
    seen = seen.filter(~seen.future & (seen.at >= seen.start))
    reopened = ibis.ifelse(seen.mark == REOPENED, seen.at, None).cast("timestamp")
    seen = seen.mutate(reopened_at=reopened.max().over(group_by=["d", "n"]))
    stands = (seen.mark >= FIRST_ENDING) & (seen.at > seen.reopened_at).fill_null(True)
    by_import = seen.filter(stands).group_by("d", "n").agg(at=lambda t: t.at.min())
    by_import = by_import.mutate(
        before=by_import.at.lag().over(group_by="d", order_by=by_import.n),
        latest=by_import.n.max().over(group_by="d"),
    )
    now = ibis.literal(as_of)
    moved = by_import.filter((by_import.at > by_import.before) & (by_import.before <= now))
    moved = moved.select("d", gone_at="before", again_at="at")
    latest = endings.select("d", newest="n").distinct()
    still = claims.newest.semi_join(latest, ["d", "newest"])
    gone = by_import.filter((by_import.n == by_import["latest"]) & (by_import.at <= now))
    gone = gone.anti_join(still, "d").select("d", gone_at="at", again_at=ibis.null("timestamp"))
    return stacked(moved, gone)
