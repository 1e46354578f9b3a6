"""Process behaviour charts: a figure over time, its natural limits, and what is no noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import altair as alt

from cynosure.answers import Series
from cynosure.charts.drawing import draw
from cynosure.charts.ink import ACCENT, MUTED, PAPER, STRONG
from cynosure.charts.scales import Scale, scale_for


def behaviour(
    series: Series,
    *,
    letters: Mapping[int, str],
    marks: Sequence[datetime] = (),
    name: str,
    title: str,
    description: str,
    width: int = 520,
) -> str:
    """Return a process behaviour chart as SVG.

    Only what a stated rule calls a signal looks different: a larger, open mark.
    `letters` (by place in the series) name signals on the chart, so that the
    text beside it can explain them; `marks` are numbered from 1. A period without a figure
    leaves a gap. Below six periods there are no limits, hence no signals.
    """
    values = [a.value for a in series.answers]
    known = [v for v in values if v is not None]
    bounds = _bounds(series)
    scale = scale_for(series.unit, max([*known, *bounds, 0.0], key=abs))
    rows: list[dict[str, Any]] = [
        {"t": start.timestamp() * 1000, "y": None if v is None else v / scale.size}
        for start, v in zip(series.starts, values, strict=True)
    ]
    across = alt.X("t:T", title=None, axis=_dates(series, width), scale=alt.Scale(type="utc"))
    upright = alt.Y(
        "y:Q",
        title=None,
        scale=alt.Scale(zero=False, nice=True, domain=_domain(known, bounds, scale)),
        axis=alt.Axis(tickCount=5, labelExpr=f"format(datum.value, ',~f') + '{scale.suffix}'"),
    )
    layers: list[alt.Chart] = [*_limits(series, rows, scale)]
    base = alt.Chart(alt.InlineData(values=rows))
    layers.append(
        base.mark_line(
            color=STRONG,
            strokeWidth=1.25,
            invalid="break-paths-show-path-domains",
        ).encode(x=across, y=upright)
    )
    if len(rows) <= 110:  # beyond that, points would run together
        layers.append(
            base.transform_filter("isValid(datum.y)")
            .mark_point(color=STRONG, filled=True, size=18, opacity=1)
            .encode(x=across, y=upright)
        )
    layers += _signals(series, rows, letters, across, upright)
    layers += _marks(marks, across)
    chart = alt.layer(*layers).properties(
        height=200, padding={"left": 2, "right": 2, "top": 6, "bottom": 2}
    )
    return draw(chart, name=name, title=title, description=description, width=width)


def _bounds(series: Series) -> list[float]:
    if series.limits is None:
        return []
    found = (series.limits.centre, series.limits.upper, series.limits.lower)
    return [bound for bound in found if bound is not None]


def _domain(known: Sequence[float], bounds: Sequence[float], scale: Scale) -> list[float]:
    both = [*known, *bounds] or [0.0, 1.0]
    low, high = min(both), max(both)
    room = 0.08 * ((high - low) or abs(high) or 1.0)
    bottom = max(0.0, low - room) if low >= 0 else low - room
    # Near zero the axis starts there, so that half as much looks like half.
    bottom = 0.0 if 0 <= low < 0.35 * high else bottom
    return [bottom / scale.size, (high + room) / scale.size]


def _dates(series: Series, width: int) -> alt.Axis:
    whole_years = (series.starts[-1] - series.starts[0]).days > 900 if series.starts else False
    return alt.Axis(
        format="%Y" if whole_years else "%b %Y",
        tickCount="year" if whole_years else (5 if width >= 500 else 2),
        labelOverlap="greedy",
        labelFlush=False,
    )


def _limits(series: Series, rows: Sequence[dict[str, Any]], scale: Scale) -> list[alt.Chart]:
    if series.limits is None or not rows:
        return []
    first, last = rows[0]["t"], rows[-1]["t"]
    named = (
        ("average", series.limits.centre, [1, 0]),
        ("upper limit", series.limits.upper, [5, 3]),
        ("lower limit", series.limits.lower, [5, 3]),
    )
    drawn = [(word, bound, dash) for word, bound, dash in named if bound is not None]
    layers: list[alt.Chart] = []
    heights = [bound for _, bound, _ in drawn]
    # Labels of bounds that lie close together would print over one another.
    close = (max(heights) - min(heights)) < 0.12 * (max(map(abs, heights)) or 1)
    for word, bound, dash in drawn:
        line = [{"t": first, "end": last, "y": bound / scale.size}]
        rule = alt.Chart(alt.InlineData(values=line)).encode(
            x="t:T", x2="end:T", y=alt.Y("y:Q", title=None)
        )
        layers.append(rule.mark_rule(color=MUTED, strokeWidth=1, strokeDash=dash))
        if close and word != "average" and len(drawn) == 3 and max(heights) == min(heights):
            continue
        text = f"{word.split()[0]} {scale.short(bound)}"
        layers.append(
            alt.Chart(alt.InlineData(values=[{"t": last, "y": bound / scale.size, "text": text}]))
            .mark_text(align="left", dx=10, baseline="middle", color=MUTED)
            .encode(x="t:T", y=alt.Y("y:Q", title=None), text="text:N")
        )
    return layers


def _signals(
    series: Series,
    rows: Sequence[dict[str, Any]],
    letters: Mapping[int, str],
    across: alt.X,
    upright: alt.Y,
) -> list[alt.Chart]:
    known = [i for i, row in enumerate(rows) if row["y"] is not None]
    inside = {signal.index for signal in series.signals}
    points = [rows[i] for i in known if i in inside]
    texts = [rows[i] | {"text": letters[i]} for i in known if i in letters]
    if not points:
        return []
    return [
        alt.Chart(alt.InlineData(values=points))
        .mark_point(shape="diamond", color=ACCENT, fill=PAPER, strokeWidth=2, size=70, opacity=1)
        .encode(x=across, y=upright),
        alt.Chart(alt.InlineData(values=texts))
        .mark_text(dy=-13, fontWeight="bold", color=ACCENT)
        .encode(x=across, y=upright, text="text:N"),
    ]


def _marks(marks: Sequence[datetime], across: alt.X) -> list[alt.Chart]:
    if not marks:
        return []
    rows = [{"t": at.timestamp() * 1000, "text": str(i)} for i, at in enumerate(marks, start=1)]
    base = alt.Chart(alt.InlineData(values=rows))
    return [
        base.mark_rule(color=MUTED, strokeDash=[1, 3]).encode(x=across),
        base.mark_text(color=MUTED, align="left", dx=3, baseline="top").encode(
            x=across, y=alt.value(0), text="text:N"
        ),
    ]
