"""The colours and type of every chart, light and dark from one drawing.

A chart is drawn once, with the light colours below. Each is then replaced by
a CSS variable that falls back to it, so that the page decides (dark mode,
print) and the picture still stands alone as a file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

TEXT = "#4a5561"
AXIS = "#8b95a0"
GRID = "#e4e8ec"
ACCENT = "#0b5cad"
STRONG = "#1f2933"
MUTED = "#6a7580"
FAINT = "#c3cbd3"
PAPER = "#fffffe"

VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        TEXT: "--chart-text",
        AXIS: "--chart-axis",
        GRID: "--chart-grid",
        ACCENT: "--chart-accent",
        STRONG: "--chart-strong",
        MUTED: "--chart-muted",
        FAINT: "--chart-faint",
        PAPER: "--chart-paper",
    }
)
FONT = "system-ui"
SIZE = 12

# Lines differ by colour, by dash and by weight: any one of them is enough.
LINES: tuple[tuple[str, tuple[int, ...]], ...] = (
    (ACCENT, (1, 0)),
    (STRONG, (7, 3)),
    (MUTED, (2, 2)),
    (STRONG, (1, 0)),
    (ACCENT, (2, 2)),
    (MUTED, (8, 3, 2, 3)),
)

# The same curve looks the same in every chart, in whatever order it comes.
KNOWN: Mapping[str, int] = MappingProxyType({"failure": 0, "value": 1, "all": 2})


def styles(names: Sequence[str]) -> list[tuple[str, tuple[int, ...]]]:
    """Return a colour and a dash a curve: known ones their own, the others what is left.

    >>> [LINES.index(style) for style in styles(["all", "failure", "bots"])]
    [2, 0, 1]
    """
    free = [i for i in range(len(LINES)) if i not in {KNOWN.get(name) for name in names}]
    chosen: list[tuple[str, tuple[int, ...]]] = []
    for name in names:
        place = KNOWN.get(name)
        if place is None:
            place = free.pop(0) if free else len(chosen) % len(LINES)
        chosen.append(LINES[place])
    return chosen


def configuration() -> dict[str, Any]:
    """Return the Vega-Lite configuration that all charts share."""
    words = {"labelFont": FONT, "titleFont": FONT, "labelColor": TEXT, "titleColor": TEXT}
    return {
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": words
        | {
            "labelFontSize": SIZE,
            "titleFontSize": SIZE,
            "titleFontWeight": "normal",
            "titlePadding": 8,
            "labelPadding": 4,
            "gridColor": GRID,
            "domainColor": AXIS,
            "tickColor": AXIS,
            "tickSize": 4,
        },
        "axisY": {"domain": False, "ticks": False},
        "axisX": {"grid": False},
        "legend": words
        | {
            "labelFontSize": SIZE,
            "orient": "top",
            "symbolType": "stroke",
            "symbolSize": 420,
            "symbolStrokeWidth": 2.5,
            "labelLimit": 0,
            "offset": 8,
            "rowPadding": 3,
            "columnPadding": 18,
        },
        "text": {"font": FONT, "fontSize": SIZE, "color": TEXT},
    }
