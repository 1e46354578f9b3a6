"""Figures of what was last told beside others: the period before, and the sources' own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from cynosure.answers import Difference
from cynosure.demand import SOURCE_FIGURES
from cynosure.demand.periods import Period
from cynosure.measures import Mix, UnknownDifference, apart, mix_against_rate
from cynosure.wiring.told.answering import differences_of, kept
from cynosure.wiring.told.reading import Told
from cynosure.wiring.told.retelling import SOURCES
from cynosure.workflows.told.questions import FigureQuestion

USUAL = timedelta(weeks=12)  # that are compared where nobody chose a period
SHOWN = 200  # demands of a difference, those farthest apart
# Which of the sources' figures, by how their titles begin, stand beside which measure.
_BESIDE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "request-to-resolution": (
            "Median time to close",
            "Median time to first resolution",
            "Median time to full resolution",
            "Median lead time",
        ),
        "first-response": ("Median time to first reply",),
        "waiting-on": ("Median time the asker waited",),
        "reopening": ("Reopenings",),
        "hand-offs": ("Reassignments",),
        "first-time-fix": ("Agreement kept",),
    }
)


@dataclass(frozen=True, slots=True)
class Item:
    """One demand with the source's figure and ours, in seconds or as a count."""

    demand_id: str
    title: str | None
    theirs: float | None  # None: the source leaves it out, since it is open
    ours: float | None  # None: we have none, since it did not come to that
    state: str | None  # open, resolved, declined, …; None without a clock


def mix_of(told: Told, question: FigureQuestion, by: str) -> Mix:
    """Return what of a share's change since the period before came from the mix.

    The period before is as long as the one asked about and ends where that begins; where
    none or half of one is asked, twelve weeks up to the telling against the twelve before.

    Raises
    ------
    NoShare, UnknownDimension
        If it cannot be taken apart.
    """
    before, after = against(told, question.period)

    def compare() -> Mix:
        asked = question.asked(audit=None, weights=told.summary.weights)
        del asked["period"]
        return mix_against_rate(
            question.measure,
            told.facts,
            by=by,
            before=before,
            after=after,
            result=told.engine.result,
            **asked,
        )

    return kept(told, ("mix", question, by), compare)


def against(told: Told, period: Period) -> tuple[Period, Period]:
    """Return the period before, and the period, that are compared."""
    if period.since is None or period.until is None:
        until = min(period.until or told.as_of, told.as_of)
        until = until.replace(hour=0, minute=0, second=0, microsecond=0)
        period = Period(until - USUAL, until)
    assert period.since is not None
    assert period.until is not None
    return Period(period.since - (period.until - period.since), period.since), period


def beside_source(told: Told, measure: str) -> tuple[Difference, ...]:
    """Return the sources' own figures that stand beside a measure."""
    begins = _BESIDE.get(measure, ())
    return tuple(each for each in differences_of(told) if each.title.startswith(begins))


def items_of(told: Told, title: str) -> tuple[Item, ...]:
    """Return the demands in which a source's figure and ours are apart, the farthest first.

    Raises
    ------
    UnknownDifference
        If no source has a figure of that title here.
    """
    if title not in {each.title for each in differences_of(told)}:
        raise UnknownDifference(title)

    def find() -> tuple[Item, ...]:
        theirs = told.engine.parquet([str(told.folder / SOURCES)], SOURCE_FIGURES)
        query = told.engine.sql(apart(title, told.facts, theirs))
        # What one of the two lacks stands behind what can be compared.
        rows = told.engine.rows(
            f"SELECT demand_id, title, theirs, ours, state FROM ({query}) "  # noqa: S608 - our own query
            f"JOIN {told.demands_sql} USING (demand_id) "
            "ORDER BY abs(ours - theirs) DESC NULLS LAST, theirs DESC NULLS LAST, demand_id "
            f"LIMIT {SHOWN}"
        )
        return tuple(Item(**row) for row in rows.to_pylist())

    return kept(told, ("items", title), find)
