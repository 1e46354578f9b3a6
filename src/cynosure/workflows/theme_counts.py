"""What is counted of themes beside their harm: asks, repeats, causes, and weeks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import ibis
import ibis.expr.types as ir

from cynosure.demand.periods import Period
from cynosure.measures.standing import in_seconds, seconds_of
from cynosure.workflows.engine import Engine

_WEEK = 7 * 86_400


@dataclass(slots=True)
class Asks:
    """How often a theme was asked about in a period."""

    n: int = 0
    repeats: int = 0  # follow-ups, and asks of who had asked before about the same theme
    causes: dict[str, int] = field(default_factory=dict)
    by_customer: dict[tuple[str | None, str | None], int] = field(default_factory=dict)

    @property
    def cause(self) -> str | None:
        """The cause that most of it has."""
        return max(self.causes, key=lambda code: (self.causes[code], code), default=None)


def asks(
    engine: Engine, failure: ir.Table, askers: ir.Table, *, period: Period
) -> Mapping[str | None, Asks]:
    """Return how often each theme was asked about, and how often again.

    `failure` holds facts of failure demand, `askers` demand_id and asker. Again
    is what follows up an earlier demand, or is asked by who asked before about
    the same theme, also before the period: a name alone is no person, but who
    writes under it twice about one thing was not helped the first time.
    """
    named = askers.select("demand_id", asker=askers.asker.nullif(""))
    rows = failure.left_join(named, "demand_id").drop("demand_id_right")
    place = ibis.row_number().over(
        group_by=["theme", "asker"], order_by=[rows.start, rows.demand_id]
    )
    rows = rows.mutate(place=place)
    again = rows.asker.notnull() & rows.theme.notnull() & (rows["place"] > 0)
    rows = rows.mutate(again=again | rows.follows.notnull())
    if period.since:
        rows = rows.filter(rows.start >= ibis.literal(period.since))
    if period.until:
        rows = rows.filter(rows.start < ibis.literal(period.until))
    keys = ["theme", "code", "role", "standing"]
    told = engine.result(rows.group_by(keys).agg(n=rows.count(), repeats=rows.again.sum()))
    found: dict[str | None, Asks] = {}
    for row in told.to_pylist():
        mine = found.setdefault(row["theme"], Asks())
        mine.n += row["n"]
        mine.repeats += row["repeats"]
        if row["code"] is not None:
            mine.causes[row["code"]] = mine.causes.get(row["code"], 0) + row["n"]
        whose = (row["role"], row["standing"])
        mine.by_customer[whose] = mine.by_customer.get(whose, 0) + row["n"]
    return found


def weeks(
    engine: Engine, failure: ir.Table, *, end: datetime, at_most: int
) -> tuple[Mapping[str, Sequence[int]], Sequence[int]]:
    """Return how often each theme was asked about in each of the last weeks, and all demand.

    Weeks are seven days back from `end`, so that none is cut short; the last is
    the last. None is older than the first demand.
    """
    # What is asked at the very end of a week is not of it, as with periods.
    rows = failure.mutate(age=seconds_of(end) - 1 - in_seconds(failure.start))
    rows = rows.filter(rows.age >= 0)
    rows = rows.mutate(week=(rows.age / _WEEK).floor().cast("int64"))
    told = engine.result(
        rows.group_by("theme", week=ibis.least(rows.week, at_most)).agg(
            n=rows.count(), oldest=rows.age.max()
        )
    ).to_pylist()
    known = min(at_most, max(((row["oldest"] + 1) // _WEEK for row in told), default=0))
    themes: dict[str, list[int]] = {}
    whole = [0] * known
    for row in told:
        if row["week"] < known:
            place = known - 1 - row["week"]
            whole[place] += row["n"]
            if row["theme"] is not None:
                themes.setdefault(row["theme"], [0] * known)[place] += row["n"]
    return themes, whole
