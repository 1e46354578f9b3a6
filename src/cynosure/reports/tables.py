"""The table behind every chart, and the tables that stand on their own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from cynosure.answers import Answer, Breakdown, Curve, Difference, Series
from cynosure.reports import signals, wording
from cynosure.reports.content import Curves, Ledger

DAY = 86400.0
UNAUDITED, PARTLY = "unaudited", "partly audited"
MOMENTS: tuple[tuple[float, str], ...] = (
    (3600.0, "1 hour"),
    (DAY, "1 day"),
    (3 * DAY, "3 days"),
    (7 * DAY, "1 week"),
    (14 * DAY, "2 weeks"),
    (30 * DAY, "30 days"),
    (90 * DAY, "90 days"),
    (180 * DAY, "180 days"),
    (365 * DAY, "1 year"),
    (2 * 365 * DAY, "2 years"),
    (5 * 365 * DAY, "5 years"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """Words in rows; the first column names the row, the others are figures or words."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: tuple[int, ...] = (0,)  # places of the columns that hold words, not figures


def at(curve: Curve, seconds: float) -> tuple[float, float | None, float | None] | None:
    """Return a step curve's height and interval at an instant; None beyond its end.

    >>> steps = Curve(name="all", x=(10, 20), y=(0.8, 0.5))
    >>> at(steps, 5), at(steps, 15), at(steps, 30)
    ((1.0, None, None), (0.8, None, None), None)
    """
    if not curve.x or seconds > curve.x[-1]:
        return None
    place = bisect_right(curve.x, seconds) - 1
    if place < 0:
        return (1.0 if curve.y[0] >= curve.y[-1] else 0.0), None, None
    low = curve.low[place] if curve.low else None
    high = curve.high[place] if curve.high else None
    return curve.y[place], low, high


def of_curves(curves: Curves) -> Table:
    """Return curves at instants that mean something: an hour, a day, a week, …."""
    rows = []
    for seconds, word in MOMENTS:
        heights = [at(curve, seconds) for curve in curves.curves]
        if any(height is not None for height in heights):
            rows.append((word, *(_height(height) for height in heights)))
    names = tuple(curve.name for curve in curves.curves)
    return Table(f"{curves.title}, by time since they asked", ("after", *names), tuple(rows))


def _height(height: tuple[float, float | None, float | None] | None) -> str:
    if height is None:
        return "–"
    value, low, high = height
    said = wording.share(value)
    if low is None or high is None:
        return said
    extent = wording.share_range(low, high)
    return said if extent == said else f"{said} ({extent})"


def of_answers(caption: str, answers: Sequence[Answer]) -> Table:
    """Return single figures, each with what it is of, or with what is known instead."""
    ranged = any(answer.value is not None and answer.interval for answer in answers)
    rows = []
    for answer in answers:
        known = answer.value is not None
        of = f"{wording.count(answer.n)} {answer.of}{more(answer)}" if answer.n else "–"
        checked = " (unaudited)" if wording.unaudited(answer) else ""
        row = [f"{answer.title}{checked}", wording.figure(answer) if known else "not known"]
        if ranged:
            row.append((wording.interval(answer) if known else "") or "–")
        rows.append((*row, of if known else wording.reason(answer) or "–"))
    columns = ("", "figure", "likely between", "of") if ranged else ("", "figure", "of")
    return Table(caption, columns, tuple(rows), words=(0, len(columns) - 1))


def more(answer: Answer) -> str:
    """Return what a figure's parts add to it, where the figure alone would say too little."""
    parts = answer.parts
    never, late = parts.get("never"), parts.get("p85")
    if answer.measure == "hand-offs" and never is not None:
        often = f", and 85 in 100 at most {wording.counted(int(late), 'time')}" if late else ""
        return f"; {wording.share(never)} were never passed on{often}"
    if answer.measure == "value-served":
        others = [
            f"{wording.share(part)} {outcome}"
            for outcome in ("declined", "abandoned", "waiting")
            if (part := parts.get(outcome))
        ]
        return f"; {wording.listed(others)}" if others else ""
    a_week = parts.get("minutes_regained_a_week")
    if answer.measure == "capacity-regained":
        week = f"; {_hours(a_week)} a week" if a_week else ""
        how = "; ".join(note for note in answer.how if not note.startswith("unaudited"))
        return f", on top of what value work gets now{week}; {how}"
    return ""


def _hours(minutes: float) -> str:
    hours = minutes / 60
    return (
        wording.counted(round(hours), "hour") if hours >= 10 else wording.value(minutes, "minutes")
    )


def of_curve_answers(curves: Curves) -> Table:
    """Return the percentiles of curves: half, 85 and 95 in 100."""
    rows = tuple(
        (
            curve.name,
            wording.figure(answer),
            _part(answer, "p85"),
            _part(answer, "p95"),
            wording.count(answer.n),
        )
        for curve, answer in zip(curves.curves, curves.answers, strict=False)
    )
    return Table(
        "How long it takes", ("", "half within", "85 in 100", "95 in 100", "demands"), rows
    )


def _part(answer: Answer, key: str) -> str:
    if key not in answer.parts:
        return "–"
    part = answer.parts[key]
    return "not reached yet" if part is None else wording.value(part, answer.unit)


def of_series(series: Series) -> Table:
    """Return one row a period, the newest last, with what is a signal in words."""
    marked = {signal.index for signal in signals.from_the_first(series).signals}
    rows = tuple(
        (
            wording.period_name(start, series.every).removeprefix("week of "),
            wording.figure(answer),
            wording.count(answer.n),
            "signal" if i in marked else "",
        )
        for i, (start, answer) in enumerate(zip(series.starts, series.answers, strict=True))
    )
    first = "week of" if series.every == "week" else "month"
    return Table(series.title, (first, "figure", "demands", "more than noise"), rows, words=(0, 3))


def groups_of(breakdown: Breakdown) -> tuple[tuple[str, Answer], ...]:
    """Return the groups that have anything to show; the others stand in the JSON."""
    return tuple(
        (name, answer) for name, answer in breakdown.groups if answer.value is not None or answer.n
    )


def of_breakdown(breakdown: Breakdown) -> Table:
    """Return one row a group, largest first, and the total last."""
    mixed = badge(breakdown) == PARTLY
    rows = [
        group_row(wording.group(name, breakdown.dimension), answer, mark=mixed)
        for name, answer in groups_of(breakdown)
    ]
    rows.append(group_row("in total", breakdown.total))
    dimension = wording.dimension(breakdown.dimension)
    caption = f"{breakdown.title}, by {dimension}"
    within = "range" if wording.unaudited(breakdown.total) else "likely between"
    return Table(caption, (dimension, "figure", within, "demands"), tuple(rows))


def breakdown_notes(breakdown: Breakdown) -> tuple[str, ...]:
    """Return what to know before reading a breakdown: that nobody checked it, or worse."""
    doubted = badge(breakdown)
    if doubted is None:
        return ()
    if doubted == PARTLY:
        return (
            "Audited but for the marked groups: people judged too few of their demands, so these "
            "are what a program read. Do not compare the two kinds",
        )
    if breakdown.dimension == "reported_type":
        return (
            "Unaudited: a program read these demands, and this type was among what it read; so "
            "the two are no witnesses of each other",
        )
    return ("Unaudited: a program read these demands, and no person has checked a sample of each",)


def badge(breakdown: Breakdown) -> str | None:
    """Return whether its figures are unaudited, all or some; None where there is no doubt."""
    doubted = [wording.unaudited(answer) for _, answer in breakdown.groups if answer.n]
    if not any(doubted) and not wording.unaudited(breakdown.total):
        return None
    return UNAUDITED if all(doubted) or wording.unaudited(breakdown.total) else PARTLY


def group_row(name: str, answer: Answer, *, mark: bool = False) -> tuple[str, ...]:
    """Return a group's name, figure, interval and size; marked where it is unaudited."""
    extent = wording.interval(answer) if answer.value is not None else ""
    name = f"{name} (unaudited)" if mark and wording.unaudited(answer) else name
    return name, wording.figure(answer), extent or "–", wording.count(answer.n)


TURNS = {"us": "our turn", "asker": "the customer’s turn", "other": "somebody else’s turn"}


def turn_parts(answer: Answer) -> tuple[tuple[str, float], ...]:
    """Return whose turn it was, as parts of the waiting, ours first.

    >>> from datetime import UTC, datetime
    >>> turn_parts(Answer(measure="whose-turn", title="", value=0.6, unit="share", n=9, of="",
    ...     as_of=datetime(2026, 1, 1, tzinfo=UTC), parts={"asker": 0.4, "us": 0.6, "other": None}))
    (('our turn', 0.6), ('the customer’s turn', 0.4))
    """
    found = ((said, answer.parts.get(key)) for key, said in TURNS.items())
    return tuple((word, part) for word, part in found if part is not None)


def of_turns(answer: Answer) -> Table:
    """Return whose turn it was, as a table."""
    rows = tuple((word, wording.share(part)) for word, part in turn_parts(answer))
    of = f"of the time waited by {wording.count(answer.n)} {answer.of}"
    return Table("Whose turn it was while they waited", ("", of), rows)


def of_difference(difference: Difference) -> Table:
    """Return the source's figure beside ours."""
    unit = difference.unit
    rows = (
        (
            "the source says",
            wording.value(difference.theirs, unit),
            wording.count(difference.n_theirs),
        ),
        ("we find", wording.value(difference.ours, unit), wording.count(difference.n_ours)),
    )
    return Table(difference.title, ("", "figure", "demands"), rows)


def of_ledger(ledger: Ledger) -> Table:
    """Return the intake ledger: what was read and where all of it went."""
    parts = (
        ("new", ledger.new),
        ("changed", ledger.changed),
        ("unchanged", ledger.unchanged),
        ("set aside", ledger.set_aside),
        ("quarantined", ledger.quarantined),
        ("read", ledger.read),
        *((("from rows", ledger.from_rows),) if ledger.from_rows is not None else ()),
    )
    rows = tuple((word, wording.count(n)) for word, n in parts)
    return Table("What was read and where it went", ("", "records"), rows)
