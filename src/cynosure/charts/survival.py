"""Step curves over time since the ask: who still waits, and how it ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cynosure.answers import Curve
from cynosure.charts.drawing import Row, Spec, draw, layer, legible
from cynosure.charts.ink import FAINT, styles
from cynosure.charts.scales import TimeAxis, scale_for, time_axis

FINEST = 0.004  # a smaller step cannot be seen at the height of the chart


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
        for row in steps(curve, label, axis, size)
    ]
    across = _across(axis, size)
    lines = {"field": "line", "type": "nominal", "sort": names}
    looks = styles([curve.name for curve in curves])
    colour = lines | {
        "scale": {"domain": names, "range": [ink for ink, _ in looks]},
        "legend": {"title": None, "direction": "vertical", "columns": 1}
        if width < 500
        else {"title": None, "direction": "horizontal", "columns": 3},
    }
    dash = lines | {"scale": {"domain": names, "range": [list(dash) for _, dash in looks]}}
    upright = {
        "field": "y",
        "type": "quantitative",
        "title": y_title,
        "scale": {"domain": [0, 1]},
        "axis": {"values": [0, 0.25, 0.5, 0.75, 1], "labelExpr": _PER_CENT},
    }
    layers = [layer([{"y": 0.5}], {"type": "rule", "color": FAINT, "strokeDash": [2, 3]}, y=_Y)]
    # Bands and marks are coloured one by one: sharing the lines' colour scale
    # would draw them into the legend.
    for label, (ink, _) in zip(names, looks, strict=True):
        banded = [row for row in rows if row["line"] == label and "low" in row]
        if banded:
            band = {"type": "area", "interpolate": "step-after", "opacity": 0.13, "color": ink}
            edges = {"y": _Y | {"field": "low"}, "y2": {"field": "high"}}
            layers.append(layer(banded, band, x=across, **edges))
    stroke = {"type": "line", "interpolate": "step-after", "strokeWidth": 2, "strokeCap": "butt"}
    layers.append(layer(rows, stroke, x=across, y=upright, color=colour, strokeDash=dash))
    for median, (ink, _) in zip(medians, looks, strict=True):
        if median is not None and axis.low <= median <= axis.high:
            dot = {"type": "point", "size": 64, "filled": True, "opacity": 1, "color": ink}
            layers.append(layer([{"x": median / size, "y": 0.5}], dot, x=across, y=_Y))
    return draw(
        layers,
        height=300 if width >= 500 else 280,
        width=width,
        name=name,
        title=title,
        description=description,
    )


_X: Spec = {"field": "x", "type": "quantitative"}
_Y: Spec = {"field": "y", "type": "quantitative"}
_PER_CENT = "format(datum.value * 100, '.0f') + ' %'"


def _across(axis: TimeAxis, size: float) -> Spec:
    if not axis.stepped:
        return _X | {
            "title": axis.title,
            "scale": {"domain": [0, axis.high / size], "nice": False, "zero": True},
            "axis": {"format": ",", "tickCount": 6},
        }
    names = " : ".join(f"abs(datum.value - {at}) < 1 ? '{text}'" for at, text in axis.ticks)
    return _X | {
        "title": axis.title,
        "scale": {"type": "log", "domain": [axis.low, axis.high], "nice": False},
        "axis": {
            "values": [at for at, _ in axis.ticks],
            "labelExpr": f"{names} : ''",
            "labelOverlap": "greedy",
            "grid": True,
        },
    }


def steps(curve: Curve, label: str, axis: TimeAxis, size: float) -> Iterator[Row]:
    """Yield the points of a curve inside the axis, without steps too small to be seen."""
    low = curve.low or (None,) * len(curve.x)
    high = curve.high or (None,) * len(curve.x)
    falling = not curve.y or curve.y[0] >= curve.y[-1]
    before: Row = {"y": 1.0 if falling else 0.0}  # nobody has ended at the start
    shown: float | None = None
    started = False
    for x, y, bottom, top in zip(curve.x, curve.y, low, high, strict=True):
        point: Row = {"y": y}
        if bottom is not None and top is not None:
            point |= {"low": bottom, "high": top}
        if x > axis.high:
            break
        if x > axis.low and not started:
            yield {"line": label, "x": axis.low / size} | before
            started, shown = True, before["y"]
        if started and (shown is None or abs(y - shown) >= FINEST):
            yield {"line": label, "x": x / size} | point
            shown = y
        before = point
    if not started:
        yield {"line": label, "x": axis.low / size} | before
    end = min(axis.high, max(curve.x, default=axis.low))
    if end > axis.low:
        yield {"line": label, "x": end / size} | before
