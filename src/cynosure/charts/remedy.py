"""A theme week by week, with the moment of a remedy and what was to be expected without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cynosure.answers import Limits
from cynosure.charts.drawing import Row, Spec, draw, layer
from cynosure.charts.ink import ACCENT, MUTED, PAPER, STRONG


@dataclass(frozen=True, slots=True)
class Stretch:
    """Weeks with natural limits of their own; `until` is not inside."""

    since: datetime
    until: datetime
    limits: Limits


def remedy_chart(
    weeks: Sequence[tuple[datetime, int]],
    *,
    expected: Sequence[float],
    changed: datetime,
    stretches: Sequence[Stretch] = (),
    back: datetime | None = None,
    name: str,
    title: str,
    description: str,
    width: int = 520,
) -> str:
    """Return the weekly demands of a theme as SVG, with the change marked.

    Limits stand for each of `stretches`, before and after the change: they are
    made anew only where somebody said that something changed. The dashed line
    is what the other themes let expect, had nothing been done. `back` marks the
    week with which a relapse was clear.
    """
    rows: list[Row] = [{"t": _at(start), "y": n} for start, n in weeks]
    due: list[Row] = [
        {"t": _at(start), "y": n} for (start, _), n in zip(weeks, expected, strict=False)
    ]
    top = max([1.0, *(row["y"] for row in (*rows, *due)), *_uppers(stretches)])
    across = _T | {"title": None, "axis": {"format": "%b %Y", "tickCount": 5, "labelFlush": False,
                                          "labelOverlap": "greedy"}, "scale": {"type": "utc"}}  # fmt: skip
    upright = _Y | {
        "title": None,
        "scale": {"domain": [0, 1.08 * top], "nice": True},
        "axis": {"tickCount": 5, "format": ",~f"},
    }
    layers: list[Spec] = [
        *(part for stretch in stretches for part in _limits(stretch)),
        layer(due, {"type": "line", "color": ACCENT, "strokeDash": [2, 2], "strokeWidth": 1.5},
              x=across, y=upright),
        layer(rows, {"type": "line", "color": STRONG, "strokeWidth": 1.25}, x=across, y=upright),
    ]  # fmt: skip
    if len(rows) <= 110:  # beyond that, points would run together
        dot = {"type": "point", "color": STRONG, "filled": True, "size": 18, "opacity": 1}
        layers.append(layer(rows, dot, x=across, y=upright))
    if due:
        words = {"type": "text", "align": "left", "dx": 10, "baseline": "middle", "color": ACCENT}
        layers.append(layer([{**due[-1], "text": "expected"}], words, x=across, y=upright, text=_TEXT))  # fmt: skip
    layers += _mark(changed, "remedy", across)
    if back is not None:
        diamond = {"type": "point", "shape": "diamond", "color": ACCENT, "fill": PAPER, "size": 70,
                   "strokeWidth": 2, "opacity": 1}  # fmt: skip
        points = [row for row in rows if row["t"] == _at(back)]
        layers.append(layer(points, diamond, x=across, y=upright))
        layers += _mark(back, "back", across)
    return draw(layers, height=220, width=width, name=name, title=title, description=description)


_T: Spec = {"field": "t", "type": "temporal"}
_Y: Spec = {"field": "y", "type": "quantitative"}
_TEXT: Spec = {"field": "text", "type": "nominal"}


def _at(moment: datetime) -> float:
    return moment.timestamp() * 1000


def _uppers(stretches: Sequence[Stretch]) -> list[float]:
    return [each.limits.upper for each in stretches if each.limits.upper is not None]


def _limits(stretch: Stretch) -> list[Spec]:
    limits = stretch.limits
    named = ((limits.centre, [1, 0]), (limits.upper, [5, 3]), (limits.lower, [5, 3]))
    return [
        layer(
            [{"t": _at(stretch.since), "end": _at(stretch.until), "y": bound}],
            {"type": "rule", "color": MUTED, "strokeWidth": 1, "strokeDash": dash},
            x=_T,
            x2={"field": "end"},
            y=_Y,
        )
        for bound, dash in named
        if bound is not None
    ]


def _mark(at: datetime, words: str, across: Spec) -> list[Spec]:
    row: list[Row] = [{"t": _at(at), "text": words}]
    text = {"type": "text", "color": MUTED, "align": "left", "dx": 3, "baseline": "top"}
    return [
        layer(row, {"type": "rule", "color": STRONG, "strokeDash": [1, 3]}, x=across),
        layer(row, text, x=across, y={"value": 0}, text=_TEXT),
    ]
