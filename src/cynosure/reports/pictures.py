"""Pictures of a report: each drawn for a wide and a narrow page, with its table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from cynosure.answers import Breakdown, Series
from cynosure.reports import signals, tables, wording
from cynosure.reports.content import Change, Curves, Dissatisfier, Waiting
from cynosure.reports.painter import Painter
from cynosure.reports.tables import Table

WIDE, HALF, NARROW = 840, 460, 340  # units; text keeps its size because each is drawn apart


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing with its title, what it says in words, and the table behind it."""

    title: str
    wide: Markup
    table: Table
    narrow: Markup | None = None
    signals: tuple[tuple[str, str], ...] = ()  # the letter on the chart, and what it stands for
    notes: tuple[str, ...] = ()
    unaudited: bool = False  # a program read it, and no person has checked


def _svg(drawn: str) -> Markup:
    return Markup(drawn)  # noqa: S704 -- the painter escapes every text that it is given


def of_curves(curves: Curves, painter: Painter, *, name: str, y_title: str) -> Picture:
    """Return curves over the time since the ask."""
    told = [answer.value for answer in curves.answers[: len(curves.curves)]]
    medians = told + [None] * (len(curves.curves) - len(told))
    labels = [
        curve.name + (f": half within {wording.duration(median)}" if median is not None else "")
        for curve, median in zip(curves.curves, medians, strict=True)
    ]
    draw = partial(
        painter.survival,
        curves.curves,
        labels=labels,
        medians=medians,
        y_title=y_title,
        title=curves.title,
        description=f"{curves.of}. {'; '.join(labels)}. The table below holds the figures.",
    )
    return Picture(
        curves.title,
        _svg(draw(name=name, width=WIDE)),
        tables.of_curves(curves),
        _svg(draw(name=f"{name}-narrow", width=NARROW)),
        notes=curves.notes,
    )


def shared_notes(change: Change) -> tuple[str, ...]:
    """Return the notes that every series with limits has, so that the page says them once."""
    charted = [series for series in change.series if series.limits] or list(change.series)
    if not charted:
        return ()
    first, *others = (series.notes for series in charted)
    return tuple(note for note in first if all(note in notes for notes in others))


def of_series(
    series: Series, change: Change, painter: Painter, *, name: str, width: int = HALF
) -> Picture:
    """Return a process behaviour chart with its signals named."""
    shared = shared_notes(change)
    found = signals.of_series(series)
    named = tuple((run.letter, signals.named(run, series)) for run in found)
    said = "; ".join(f"{letter}: {text}" for letter, text in named) or "no signal"
    inside = [mark.at for mark in change.marks if series.starts]
    draw = partial(
        painter.behaviour,
        signals.from_the_first(series),
        letters=signals.letters(found),
        marks=inside,
        title=series.title,
        description=f"One point a {series.every}. {said}. The table below holds the figures.",
    )
    return Picture(
        series.title,
        _svg(draw(name=name, width=width)),
        tables.of_series(series),
        _svg(draw(name=f"{name}-narrow", width=NARROW)),
        signals=named,
        notes=(*_limits(series), *(note for note in series.notes if note not in shared)),
        unaudited=any(wording.unaudited(answer) for answer in series.answers),
    )


def _limits(series: Series) -> Iterator[str]:
    known = sum(answer.value is not None for answer in series.answers)
    own = any(note.startswith("no limits") for note in series.notes)
    if series.limits is None and known < 6 and not own:
        yield f"Fewer than six {series.every}s: no limits, so nothing can be called a signal."
    elif series.limits is not None and not series.signals:
        yield "No signal: what goes up and down here is noise."


@dataclass(frozen=True, slots=True)
class Trend:
    """How a theme went over time: small beside its name, and whole with its limits."""

    small: Markup
    chart: Picture


def of_trend(one: Dissatisfier, change: Change, painter: Painter, *, name: str) -> Trend | None:
    """Return how a theme's harm (or its demands) went over time; None without a trend."""
    if one.trend is None or len(one.trend.starts) < 2:
        return None
    values = [answer.value for answer in one.trend.answers]
    first, last = (wording.period_name(one.trend.starts[i], one.trend.every) for i in (0, -1))
    about = f"{one.trend.title.lower()} by {one.trend.every}, {first} to {last}"
    title = f"{wording.excerpt(one.name, 80)}: {about}"
    said = ", ".join(wording.value(v, one.trend.unit) for v in values)
    small = painter.sparkline(values, name=name, title=title, description=said)
    return Trend(_svg(small), of_series(one.trend, change, painter, name=f"{name}-chart"))


def of_turns(waiting: Waiting, painter: Painter) -> Picture | None:
    """Return whose turn it was while they waited; None where it is not known."""
    answer = waiting.whose_turn
    parts = tables.turn_parts(answer) if answer else ()
    if answer is None or not parts:
        return None
    table = tables.of_turns(answer)
    said = ", ".join(f"{word} {wording.share(part)}" for word, part in parts)
    draw = partial(painter.stacked, parts, title=table.caption, description=said)
    return Picture(
        answer.title,
        _svg(draw(name="turns", width=WIDE)),
        table,
        _svg(draw(name="turns-narrow", width=NARROW)),
    )


def bars(breakdown: Breakdown, painter: Painter) -> tuple[Markup, ...]:
    """Return one bar a group and one for the total, all on the same scale."""
    answers = [*(answer for _, answer in tables.groups_of(breakdown)), breakdown.total]
    ends = [answer.value for answer in answers if answer.value is not None]
    # A whisker may run out of the column, or one small group would flatten all the others.
    largest = 1.25 * max(ends, default=0.0)
    if breakdown.unit == "share":
        largest = min(1.0, largest)
    return tuple(
        _svg(
            painter.bar(
                answer.value,
                low=answer.interval.low if answer.interval else None,
                high=answer.interval.high if answer.interval else None,
                largest=largest,
            )
        )
        for answer in answers
    )
