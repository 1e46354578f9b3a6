"""A theme's description in lines of plain English, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cynosure.demand import CAUSES
from cynosure.reports import wording
from cynosure.workflows.concentrating import Concentration
from cynosure.workflows.describing import ThemeDescription

_MOST = 5  # lines of what a theme concentrates in
_PARTS = 3  # causes and standings named


def lines_of(description: ThemeDescription) -> list[str]:
    """Return a theme's description in lines, its name first.

    What is unknown is left out rather than said to be nought; a trend is said with the
    periods that it is judged by. Demands are given by their ids: who shows their texts
    masks them.
    """
    return [description.name, *(f"  {line}" for line in _lines(description))]


def _lines(told: ThemeDescription) -> Iterator[str]:
    demands = wording.counted(told.size, "failure demand")
    yield f"{demands} of customers, {wording.share(told.share.value)} of all"
    if told.first_seen:
        yield f"First seen {wording.day(told.first_seen)}, last {wording.day(told.last_seen)}"
    yield f"Trend: {_trend(told)}"
    if told.customers or told.standings:
        yield f"Asked by {_askers(told)}"
    yield f"From request to resolution, half within: {wording.figure(told.wait)}"
    if told.causes:
        yield f"Cause: {_parts(told.causes, told.size)}"
    for found in told.concentrations[:_MOST]:
        yield _concentration(found)
    if len(told.concentrations) > _MOST:
        yield f"and {len(told.concentrations) - _MOST} more that it concentrates in"
    if told.typical:
        yield f"Typical: {wording.listed(told.typical)}"
    if told.edge:
        yield f"Only just in it: {told.edge}"


def _trend(told: ThemeDescription) -> str:
    series = told.arrivals
    if told.trend == "too early to tell":
        return f"{told.trend}, {wording.counted(len(series.answers), 'whole ' + series.every)} seen"
    last = series.answers[-1]
    return f"{told.trend}, {wording.figure(last)} in the last whole {series.every}"


def _askers(told: ThemeDescription) -> str:
    who = []
    if told.customers:
        who.append(wording.counted(told.customers, "organisation"))
    if told.standings:
        named = [(wording.group(name, "standing"), n) for name, n in told.standings]
        who.append(f"standing: {_parts(named, told.size)}")
    return "; ".join(who)


def _parts(parts: Sequence[tuple[str, int]], size: int) -> str:
    shown = [
        f"{name.replace('_', ' ') if name in CAUSES else name} {wording.share(n / size)}"
        for name, n in parts[:_PARTS]
    ]
    rest = sum(n for _, n in parts[_PARTS:])
    return ", ".join([*shown, *([f"others {wording.share(rest / size)}"] if rest else [])])


def _concentration(found: Concentration) -> str:
    often = (
        "nowhere else"
        if found.ratio is None
        else f"{wording.value(found.ratio, 'times')} as often as elsewhere"
    )
    return (
        f"Concentrates in {wording.dimension(found.dimension)} "
        f"“{wording.group(found.value, found.dimension)}”: "
        f"{wording.share(found.share_here)} here, {wording.share(found.share_elsewhere)} "
        f"elsewhere, {often} (at least {wording.value(found.low, 'times')})"
    )
