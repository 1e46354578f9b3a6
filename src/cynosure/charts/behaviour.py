"""Process behaviour charts: a figure over time, its natural limits, and what is no noise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from cynosure.answers import Series
from cynosure.charts.drawing import Row, Spec, draw, layer
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
    rows: list[Row] = [
        {"t": start.timestamp() * 1000, "y": None if v is None else v / scale.size}
        for start, v in zip(series.starts, values, strict=True)
    ]
    across = _T | {"title": None, "axis": _dates(series, width), "scale": {"type": "utc"}}
    upright = _Y | {
        "title": None,
        "scale": {"zero": False, "nice": True, "domain": _domain(known, bounds, scale)},
        "axis": {
            "tickCount": 5,
            "labelExpr": f"format(datum.value, ',~f') + '{scale.suffix}'",
        },
    }
    line = {
        "type": "line",
        "color": STRONG,
        "strokeWidth": 1.25,
        "invalid": "break-paths-show-path-domains",
    }
    layers = [*_limits(series, rows, scale), layer(rows, line, x=across, y=upright)]
    if len(rows) <= 110:  # beyond that, points would run together
        dot = {"type": "point", "color": STRONG, "filled": True, "size": 18, "opacity": 1}
        points = [row for row in rows if row["y"] is not None]
        layers.append(layer(points, dot, x=across, y=upright))
    layers += _signals(series, rows, letters, across, upright)
    layers += _marks(marks, across)
    return draw(layers, height=200, width=width, name=name, title=title, description=description)


DAYS = 160  # below so many days a tick names its day


_T: Spec = {"field": "t", "type": "temporal"}
_Y: Spec = {"field": "y", "type": "quantitative"}
_TEXT: Spec = {"field": "text", "type": "nominal"}


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


def _dates(series: Series, width: int) -> Spec:
    days = (series.starts[-1] - series.starts[0]).days if series.starts else 0
    whole_years = days > 900
    return {
        # Over a few months several ticks fall into one of them.
        "format": "%Y" if whole_years else ("%b %Y" if days > DAYS else "%-d %b"),
        "tickCount": "year" if whole_years else (5 if width >= 400 else 2),
        "labelOverlap": "greedy",
        "labelFlush": False,
    }


def _limits(series: Series, rows: Sequence[Row], scale: Scale) -> list[Spec]:
    if series.limits is None or not rows:
        return []
    first, last = rows[0]["t"], rows[-1]["t"]
    named = (
        ("average", series.limits.centre, [1, 0]),
        ("upper", series.limits.upper, [5, 3]),
        ("lower", series.limits.lower, [5, 3]),
    )
    layers: list[Spec] = []
    for word, bound, dash in named:
        # A limit on the average (nothing ever moved) would print over its label.
        if bound is None or (word != "average" and bound == series.limits.centre):
            continue
        height = bound / scale.size
        layers += [
            layer(
                [{"t": first, "end": last, "y": height}],
                {"type": "rule", "color": MUTED, "strokeWidth": 1, "strokeDash": dash},
                x=_T,
                x2={"field": "end"},
                y=_Y,
            ),
            layer(
                [{"t": last, "y": height, "text": f"{word} {scale.short(bound)}"}],
                {"type": "text", "align": "left", "dx": 10, "baseline": "middle", "color": MUTED},
                x=_T,
                y=_Y,
                text=_TEXT,
            ),
        ]
    return layers


def _signals(
    series: Series, rows: Sequence[Row], letters: Mapping[int, str], across: Spec, upright: Spec
) -> list[Spec]:
    known = [i for i, row in enumerate(rows) if row["y"] is not None]
    inside = {signal.index for signal in series.signals}
    points = [rows[i] for i in known if i in inside]
    if not points:
        return []
    texts = [{**rows[i], "text": letters[i]} for i in known if i in letters]
    diamond = {
        "type": "point",
        "shape": "diamond",
        "color": ACCENT,
        "fill": PAPER,
        "strokeWidth": 2,
        "size": 70,
        "opacity": 1,
    }
    letter = {"type": "text", "dy": -13, "fontWeight": "bold", "color": ACCENT}
    return [
        layer(points, diamond, x=across, y=upright),
        layer(texts, letter, x=across, y=upright, text=_TEXT),
    ]


def _marks(marks: Sequence[datetime], across: Spec) -> list[Spec]:
    if not marks:
        return []
    rows = [{"t": at.timestamp() * 1000, "text": str(i)} for i, at in enumerate(marks, start=1)]
    number = {"type": "text", "color": MUTED, "align": "left", "dx": 3, "baseline": "top"}
    return [
        layer(rows, {"type": "rule", "color": MUTED, "strokeDash": [1, 3]}, x=across),
        layer(rows, number, x=across, y={"value": 0}, text=_TEXT),
    ]
