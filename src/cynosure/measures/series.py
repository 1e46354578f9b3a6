"""One measure over time, with natural limits and named signals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal, Unpack

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.answers import Answer, Limits, Series, Signal
from cynosure.demand.periods import Every, Period
from cynosure.measures.ask import (
    Asked,
    Result,
    Sql,
    chosen,
    counted,
    finished,
    placed,
    understood,
    unsaid,
)
from cynosure.measures.facts import Facts
from cynosure.measures.measure import Measure
from cynosure.measures.question import Question
from cynosure.measures.standing import seconds_of
from cynosure.statistics import xmr

Rule = Literal["outside", "three_of_four", "eight_in_a_row", "moving_range_outside"]

# Below this many points limits would be guesswork.
_FEWEST = 6


def series(
    measure: str,
    facts: Facts,
    *,
    every: Every,
    result: Result,
    sql: Sql = unsaid,
    longest: int = 104,
    baseline: int | None = None,
    **asked: Unpack[Asked],
) -> Series:
    """Return a measure for each week or month that is over, as a process behaviour chart.

    Weeks begin on Monday, months on the first, in UTC. The period that is not
    over is left out: it would always look like a fall. Limits are those of
    individual values (XmR), for shares too: with changing denominators the
    classic limits of a share chart call nearly everything a signal. By an audit
    only where people judged enough demands of each period, else none is.

    Parameters
    ----------
    longest
        At most so many of the last periods are shown; one stray old date must
        not stretch a chart over decades.
    baseline
        Limits from so many first periods only, applied to all; None: from all.

    Raises
    ------
    UnknownMeasure
        If the catalogue does not have it.

    Examples
    --------
    >>> days = [datetime(2026, 3, day, tzinfo=UTC) for day in (2, 3, 10, 18)]
    >>> facts = Facts.of([{"start": day} for day in days], as_of=days[-1])
    >>> weeks = series("arrivals", facts, every="week", result=lambda table: table.to_pyarrow())
    >>> [f"{start:%d %b}: {week.value}" for start, week in zip(weeks.starts, weeks.answers)]
    ['02 Mar: 2', '09 Mar: 1']
    >>> weeks.limits is None  # two points are no chart
    True
    """
    wanted, question = understood(measure, facts, asked)
    end = min(question.period.until or facts.as_of, facts.as_of)
    rows, keys = placed(wanted, facts, question)
    notes = [f"{every}s begin on {'Monday' if every == 'week' else 'the first'}, UTC"]
    at_ends = wanted.of_state or wanted.of_span
    if at_ends:
        ends = _last_ends(end, every=every, at_most=longest)
        # Nothing else: what stands at many ends is many rows, and engines carry all columns.
        rows = rows.select(*keys, *wanted.looks_at)
        counts = counted(wanted, wanted.standing_each(rows, ends, every=every), [*keys, "end"])
        table = _with_starts_of(result(counts), ends, every=every)
    else:
        rows = rows.mutate(starts=rows["at"].truncate("W" if every == "week" else "M"))
        counts = counted(wanted, rows, [*keys, "starts"])
        table = _with_naive_starts(result(counts))
    query = sql(counts)
    mine = chosen(table, wanted, question)
    starts, said = _starts(mine, every=every, since=question.period.since, end=end)
    notes += said
    if at_ends and len(starts) == longest:
        notes.append(f"at most the last {longest} {every}s are shown")
    elif len(starts) > longest:
        notes.append(f"only the last {longest} {every}s are shown, of {len(starts)}")
        starts = starts[-longest:]
    table = table.filter(pc.is_valid(table["starts"])).sort_by("starts")

    def asked_each(question: Question) -> tuple[Answer, ...]:
        return tuple(
            _of_period(
                wanted, table, question, start=start, until=following(start, every), query=query
            )
            for start in starts
        )

    answers = asked_each(question)
    by_audit = [_by_audit(each) for each in answers if each.value is not None]
    if any(by_audit) and not all(by_audit):
        answers = asked_each(replace(question, audit=None))
        notes.append(
            f"people judged too few demands in {by_audit.count(False)} of {len(by_audit)} {every}s, "
            "so all are unaudited: one chart of two ways of counting would show changes that are none"
        )
    limits, signals, about = _behaviour(wanted, answers, every=every, baseline=baseline)
    return Series(
        measure=wanted.name,
        title=wanted.title,
        unit=wanted.unit,
        every=every,
        starts=tuple(starts),
        answers=answers,
        limits=limits,
        signals=signals,
        notes=(*notes, *about),
    )


def following(start: datetime, every: Every) -> datetime:
    """Return when the next week or month starts.

    >>> f"{following(datetime(2026, 12, 1, tzinfo=UTC), 'month'):%Y-%m-%d}"
    '2027-01-01'
    """
    if every == "week":
        return start + timedelta(days=7)
    return (start.replace(day=1) + timedelta(days=32)).replace(day=1)


def period_start(moment: datetime, every: Every) -> datetime:
    """Return when the week or month of a moment started.

    >>> f"{period_start(datetime(2026, 3, 8, 23, tzinfo=UTC), 'week'):%Y-%m-%d}"
    '2026-03-02'
    """
    day = moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday()) if every == "week" else day.replace(day=1)


def _with_naive_starts(table: pa.Table) -> pa.Table:
    """Return the table with `starts` as UTC without saying so, whatever the engine says."""
    place = table.column_names.index("starts")
    starts = pc.cast(table["starts"], pa.timestamp("us"))
    return table.set_column(place, "starts", starts)


def _last_ends(end: datetime, *, every: Every, at_most: int) -> list[datetime]:
    """Return when the last weeks or months that are over by `end` ended, the earliest first."""
    ends = [period_start(end, every)]
    while len(ends) < at_most and ends[-1].year > 1:
        ends.append(period_start(ends[-1] - timedelta(days=1), every))
    return ends[::-1]


def _with_starts_of(table: pa.Table, ends: Sequence[datetime], *, every: Every) -> pa.Table:
    """Return the table with `starts`, of the week or month that ended at each `end`."""
    known = pa.array([seconds_of(end) for end in ends], pa.int64())
    starts = [period_start(end - timedelta(days=1), every).replace(tzinfo=None) for end in ends]
    places = pc.index_in(pc.cast(table["end"], pa.int64()), value_set=known)
    return table.append_column("starts", pa.array(starts, pa.timestamp("us")).take(places))


def _starts(
    counts: pa.Table, *, every: Every, since: datetime | None, end: datetime
) -> tuple[list[datetime], list[str]]:
    """Return the periods that are over, without a gap, and what to say about the ends."""
    notes: list[str] = []
    seen = pc.min(counts["starts"]).as_py() if counts.num_rows else None
    if seen is None:
        return [], notes
    start = seen.replace(tzinfo=UTC)
    if since is not None and period_start(since, every) != since:
        start = max(start, following(period_start(since, every), every))
        notes.append(f"the first {every} is not whole and is left out")
    elif since is not None:
        start = max(start, since)
    starts = []
    while following(start, every) <= end:
        starts.append(start)
        start = following(start, every)
    if start < end:
        notes.append(f"the last {every} is not over and is left out")
    return starts, notes


def _of_period(
    measure: Measure,
    table: pa.Table,
    question: Question,
    *,
    start: datetime,
    until: datetime,
    query: str,
) -> Answer:
    held, mark = table["starts"].to_numpy(), np.datetime64(start.replace(tzinfo=None), "us")
    first = 0 if measure.cumulative else int(np.searchsorted(held, mark, side="left"))
    after = int(np.searchsorted(held, mark, side="right"))
    period = Period(None if measure.cumulative or measure.of_state else start, until)
    asked = replace(question, period=period)
    return finished(measure, table.slice(first, after - first), asked, query=query)


def _by_audit(answer: Answer) -> bool:
    return answer.interval is not None and answer.interval.kind == "audit"


def _behaviour(
    measure: Measure, answers: Sequence[Answer], *, every: Every, baseline: int | None
) -> tuple[Limits | None, tuple[Signal, ...], list[str]]:
    places = [place for place, answer in enumerate(answers) if answer.value is not None]
    notes = []
    if len(places) < len(answers):
        notes.append(f"{len(answers) - len(places)} {every}s have no figure")
    if measure.cumulative or measure.of_state:
        notes.append(
            f"no limits: what is open this {every} is mostly what was open the {every} before"
        )
        return None, (), notes
    if len(places) < _FEWEST:
        notes.append(f"no limits below {_FEWEST} {every}s")
        return None, (), notes
    values = [float(value) for place in places if (value := answers[place].value) is not None]
    chart = xmr(values, baseline=baseline)
    notes.append("limits: individual values and moving range (XmR)")
    if measure.of_span:
        notes.append(
            f"who waits this {every} mostly waited the {every} before: a point outside says "
            "more than a run on one side"
        )
    # A share cannot be above 1, so a limit there is no limit.
    upper = None if measure.unit == "share" and chart.upper > 1 else chart.upper
    found = chart.signals
    signals: Sequence[tuple[Rule, tuple[int, ...]]] = (
        ("outside", found.outside),
        ("three_of_four", found.three_of_four),
        ("eight_in_a_row", found.eight_in_a_row),
        ("moving_range_outside", found.moving_range_outside),
    )
    return (
        Limits(centre=chart.centre, upper=upper, lower=chart.lower),
        tuple(
            Signal(index=places[point], rule=rule) for rule, points in signals for point in points
        ),
        notes,
    )
