"""Step curves over time since the ask: who still waits, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import altair as alt

from cynosure.answers import Curve
from cynosure.charts.drawing import draw, legible
from cynosure.charts.ink import FAINT, LINES
from cynosure.charts.scales import TimeAxis, scale_for, time_axis

_FINEST = 0.004  # a smaller step cannot be seen at the height of the chart


def survival(
    curves: Sequence[Curve],
    *,
    labels: Sequence[str],
    medians: Sequence[float | None],
    y_title: str,
    name: str,
    title: str,
    description: str,
    width: int = 720,
) -> str:
    """Return step curves as SVG, with their interval bands and their medians marked.

    `labels` stand in the legend, one a curve ("failure: half by 3.0 days");
    `medians` are in seconds, None where half was not reached: then there is
    no mark, rather than one at the edge.
    """
    axis = time_axis(curves)
    size = 1.0 if axis.stepped else scale_for("seconds", axis.high).size
    names = [legible(label) for label in labels]
    rows = [
        row
        for label, curve in zip(names, curves, strict=True)
        for row in _steps(curve, label, axis, size)
    ]
    across = _across(axis, size)
    inks = alt.Scale(domain=names, range=[ink for ink, _ in _styles(len(names))])
    legend = alt.Legend(
        title=None,
        direction="vertical" if width < 500 else "horizontal",
        columns=1 if width < 500 else 3,
    )
    colour = alt.Color("line:N", scale=inks, legend=legend, sort=names)
    dash = alt.StrokeDash(
        "line:N",
        scale=alt.Scale(domain=names, range=[list(dash) for _, dash in _styles(len(names))]),
        sort=names,
    )
    upright = alt.Y(
        "y:Q",
        title=y_title,
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1], labelExpr=_PER_CENT),
    )
    base = alt.Chart(alt.InlineData(values=rows))
    layers: list[alt.Chart] = [
        alt.Chart(alt.InlineData(values=[{"y": 0.5}]))
        .mark_rule(color=FAINT, strokeDash=[2, 3])
        .encode(y="y:Q")
    ]
    # Bands and marks are coloured one by one: sharing the lines' colour scale
    # would draw them into the legend.
    for label, (ink, _) in zip(names, _styles(len(names)), strict=True):
        banded = [row for row in rows if row["line"] == label and "low" in row]
        if banded:
            layers.append(
                alt.Chart(alt.InlineData(values=banded))
                .mark_area(interpolate="step-after", opacity=0.13, color=ink)
                .encode(x=across, y=alt.Y("low:Q", title=y_title), y2="high:Q")
            )
    layers.append(
        base.mark_line(interpolate="step-after", strokeWidth=2, strokeCap="butt").encode(
            x=across, y=upright, color=colour, strokeDash=dash
        )
    )
    for median, (ink, _) in zip(medians, _styles(len(names)), strict=True):
        if median is not None and axis.low <= median <= axis.high:
            layers.append(
                alt.Chart(alt.InlineData(values=[{"x": median / size, "y": 0.5}]))
                .mark_point(size=64, filled=True, opacity=1, color=ink)
                .encode(x=across, y="y:Q")
            )
    chart = alt.layer(*layers).properties(height=300 if width >= 500 else 280)
    return draw(chart, name=name, title=title, description=description, width=width)


_PER_CENT = "format(datum.value * 100, '.0f') + ' %'"


def _styles(n: int) -> list[tuple[str, tuple[int, ...]]]:
    return [LINES[i % len(LINES)] for i in range(n)]


def _across(axis: TimeAxis, size: float) -> alt.X:
    if not axis.stepped:
        return alt.X(
            "x:Q",
            title=axis.title,
            scale=alt.Scale(domain=[0, axis.high / size], nice=False, zero=True),
            axis=alt.Axis(format=",", tickCount=6),
        )
    names = " : ".join(f"abs(datum.value - {at}) < 1 ? '{text}'" for at, text in axis.ticks)
    return alt.X(
        "x:Q",
        title=axis.title,
        scale=alt.Scale(type="log", domain=[axis.low, axis.high], nice=False),
        axis=alt.Axis(
            values=[at for at, _ in axis.ticks],
            labelExpr=f"{names} : ''",
            labelOverlap="greedy",
            grid=True,
        ),
    )


def _steps(curve: Curve, label: str, axis: TimeAxis, size: float) -> Iterator[dict[str, Any]]:
    """Yield the points of a curve inside the axis, without steps too small to be seen."""
    low = curve.low or (None,) * len(curve.x)
    high = curve.high or (None,) * len(curve.x)
    falling = not curve.y or curve.y[0] >= curve.y[-1]
    before: dict[str, Any] = {"y": 1.0 if falling else 0.0}  # nobody has ended at the start
    shown: float | None = None
    started = False
    for x, y, bottom, top in zip(curve.x, curve.y, low, high, strict=True):
        point: dict[str, Any] = {"y": y}
        if bottom is not None and top is not None:
            point |= {"low": bottom, "high": top}
        if x > axis.high:
            break
        if x > axis.low and not started:
            yield {"line": label, "x": axis.low / size} | before
            started, shown = True, before["y"]
        if started and (shown is None or abs(y - shown) >= _FINEST):
            yield {"line": label, "x": x / size} | point
            shown = y
        before = point
    if not started:
        yield {"line": label, "x": axis.low / size} | before
    end = min(axis.high, max(curve.x, default=axis.low))
    if end > axis.low:
        yield {"line": label, "x": end / size} | before
