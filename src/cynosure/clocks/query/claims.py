"""Rule 16: claims age. Which claims count, and what earlier imports claimed instead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import ibis
import ibis.expr.types as ir

from cynosure.clocks.history import NAMELESS
from cynosure.clocks.query.codes import ASKED, FIRST_ENDING, REOPENED
from cynosure.clocks.query.components import rows
from cynosure.clocks.query.stacking import stacked


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Claims of demands that more than one import held; of all others every claim counts."""

    newest: ir.Table  # d, newest: its newest import, numbered from the oldest
    seen: ir.Table  # d, n, event_id, at, mark, future: each import's claims
    outdated: ir.Table  # d, event_id: claims that the newest import lacks

    def asks(self) -> ir.Table:
        """Return for each demand the earliest ask of any import, and whether imports differ."""
        seen = self.seen.filter((self.seen.mark == ASKED) & ~self.seen.future)
        by_import = seen.group_by("d", "n").agg(at=seen.at.min())
        return by_import.group_by("d").agg(
            claimed_first=by_import.at.min(), asks_differ=by_import.at.nunique() > 1
        )


def unchanged(spoken: ir.Table) -> Claims:
    """Return the claims of data in which no demand's claims can have changed: none to look at."""
    none = spoken.filter(ibis.literal(False))
    return Claims(
        newest=none.select("d", newest=ibis.null("int64")),
        seen=none.select("d", "event_id", "at", "mark", "future", n=ibis.null("int64")),
        outdated=none.select("d", "event_id"),
    )


def known_imports(imports: ir.Table, known_at: datetime | None) -> ir.Table:
    """Return imports numbered from the oldest, and whether each was known at `known_at`."""
    said = ibis.coalesce(imports.exported_at, imports.imported_at)
    order = [said.notnull(), said, imports.imported_at.notnull(), imports.imported_at]
    known = ibis.literal(True)
    if known_at is not None:
        known = (imports.imported_at <= ibis.literal(known_at)).fill_null(True)
    return imports.select(
        "import_id",
        n=(ibis.row_number().over(order_by=[*order, imports.import_id]) + 1).cast("int64"),
        known=known,
    )


def sightings_of(
    *, numbered: ir.Table, events: ir.Table, sightings: ir.Table, imports: ir.Table
) -> ir.Table:
    """Return (d, n, event_id) of each time that a known import held a demand or a claim.

    A record's own import is a sighting too. Claims without an import are of one,
    the oldest (n 0), and so is an import that nobody lists.
    """
    own = events.filter(events.origin == "claimed").select(
        "demand_id", "event_id", import_id=ibis.coalesce(events.import_id, NAMELESS)
    )
    demands = numbered.filter(numbered.import_id.notnull()).select(
        "demand_id", "import_id", event_id=ibis.null("string")
    )
    columns = ("import_id", "demand_id", "event_id")
    said = stacked(sightings.select(*columns), own.select(*columns), demands.select(*columns))
    said = said.inner_join(numbered.select("demand_id", "d"), "demand_id")
    said = said.left_join(imports, "import_id")
    return said.filter(said.known.fill_null(True)).select("d", "event_id", n=said.n.fill_null(0))


def claims_of(
    *,
    sighted: ir.Table,
    spoken: ir.Table,
    materialise: Callable[[ir.Table], ir.Table],
) -> Claims:
    """Return which claims are outdated, and what each import said."""
    newest = sighted.group_by("d").agg(newest=sighted.n.max(), imports=sighted.n.nunique())
    newest = materialise(newest.filter(newest.imports > 1).select("d", "newest"))
    if not rows(newest):
        return unchanged(spoken)
    several = sighted.semi_join(newest, "d")
    claimed = spoken.filter(spoken.claimed).select("d", "event_id", "at", "mark", "future")
    each = several.filter(several.event_id.notnull()).distinct()
    each = materialise(each.inner_join(claimed, ["d", "event_id"]))
    last = each.group_by("d", "event_id").agg(last=each.n.max()).inner_join(newest, "d")
    outdated = materialise(last.filter(last["last"] < last.newest).select("d", "event_id"))
    turns = (each.mark == REOPENED) | (each.mark >= FIRST_ENDING)
    seen = each.filter((each.mark == ASKED) | turns)
    return Claims(newest=newest, seen=seen, outdated=outdated)
