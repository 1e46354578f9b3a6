"""Small drawings that stand inside a line or a table: sparkline, bar, stacked bar.

Written by hand, since a library's axes and margins have no place at this size.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from cynosure.charts.drawing import legible
from cynosure.charts.ink import ACCENT, FAINT, MUTED, STRONG, VARIABLES


def _ink(colour: str) -> str:
    return f"var({VARIABLES[colour]}, {colour})"


def _named(name: str, title: str, description: str) -> tuple[str, str]:
    words = (
        f'<title id="{name}-title">{escape(legible(title))}</title>'
        f'<desc id="{name}-desc">{escape(legible(description))}</desc>'
    )
    return f'role="img" aria-labelledby="{name}-title {name}-desc"', words


def sparkline(values: Sequence[float | None], *, name: str, title: str, description: str) -> str:
    """Return a line without axes, from zero to the largest value; None leaves a gap.

    >>> sparkline([1, None, 3], name="s", title="T", description="D").count("<polyline")
    2
    """
    width, height, edge = 120.0, 28.0, 3.0
    top = max((v for v in values if v is not None), default=0.0) or 1.0
    across = (width - 2 * edge) / max(1, len(values) - 1)
    runs: list[list[tuple[float, float]]] = [[]]
    for i, v in enumerate(values):
        if v is None:
            runs.append([])
        else:
            runs[-1].append((edge + i * across, height - edge - v / top * (height - 2 * edge)))
    attributes, words = _named(name, title, description)
    drawn = [
        f'<line x1="0" x2="{width:g}" y1="{height - edge:g}" y2="{height - edge:g}" '
        f'stroke="{_ink(FAINT)}" stroke-width="1"/>'
    ]
    for run in filter(None, runs):
        # A single point between two gaps would be invisible as a line.
        ends = run if len(run) > 1 else [run[0], (run[0][0] + 1, run[0][1])]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in ends)
        drawn.append(
            f'<polyline points="{points}" fill="none" stroke="{_ink(STRONG)}" '
            'stroke-width="1.5" stroke-linejoin="round"/>'
        )
    last = next((run[-1] for run in reversed(runs) if run), None)
    if last:
        drawn.append(
            f'<circle cx="{last[0]:.1f}" cy="{last[1]:.1f}" r="2.4" fill="{_ink(ACCENT)}"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" {attributes}>'
        f"{words}{''.join(drawn)}</svg>"
    )


def bar(
    value: float | None, *, low: float | None = None, high: float | None = None, largest: float
) -> str:
    """Return one bar of a table's column, with its interval as a whisker.

    It repeats what the cells beside it say, so it is hidden from screen
    readers. `largest` is the end of the scale that all bars of the column
    share; what goes beyond it is cut there.

    >>> "rect" in bar(0.5, largest=1.0), "rect" in bar(None, largest=1.0)
    (True, False)
    """
    width, height = 160.0, 16.0

    def across(number: float) -> float:
        return min(1.0, max(0.0, number / largest if largest > 0 else 0.0)) * (width - 2) + 1

    drawn = [f'<line x1="1" x2="1" y1="0" y2="{height:g}" stroke="{_ink(FAINT)}"/>']
    if value is not None:
        drawn.append(
            f'<rect x="1" y="3" width="{max(1.0, across(value) - 1):.1f}" height="10" '
            f'fill="{_ink(ACCENT)}"/>'
        )
    if value is not None and low is not None and high is not None:
        first, last, ink = across(low), across(high), _ink(STRONG)
        drawn.append(
            f'<path d="M{first:.1f},8H{last:.1f}M{first:.1f},4.5V11.5M{last:.1f},4.5V11.5" '
            f'fill="none" stroke="{ink}" stroke-width="1.5"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'aria-hidden="true" focusable="false">{"".join(drawn)}</svg>'
    )


_SEGMENTS = (ACCENT, MUTED, FAINT, STRONG)


def stacked(
    parts: Sequence[tuple[str, float]],
    *,
    name: str,
    title: str,
    description: str,
    width: int = 640,
) -> str:
    """Return parts of a whole as one bar; each is named on it where there is room.

    >>> drawn = stacked([("us", 3), ("asker", 1)], name="t", title="T", description="D")
    >>> drawn.count("<rect"), "us 75 %" in drawn
    (2, True)
    """
    height = 32.0
    whole = sum(part for _, part in parts) or 1.0
    attributes, words = _named(name, title, description)
    drawn: list[str] = []
    at = 0.0
    for i, (word, part) in enumerate(parts):
        length = part / whole * width
        colour = _SEGMENTS[i % len(_SEGMENTS)]
        drawn.append(
            f'<rect x="{at:.1f}" y="0" width="{max(0.0, length - 2):.1f}" height="{height:g}" '
            f'fill="{_ink(colour)}" stroke="{_ink(MUTED if colour == FAINT else colour)}"/>'
        )
        text = f"{word} {100 * part / whole:.0f} %"
        if length > 7.2 * len(text) + 20:
            ink = (
                "var(--chart-strong, #1f2933)" if colour == FAINT else "var(--chart-paper, #fffffe)"
            )
            drawn.append(
                f'<text x="{at + 10:.1f}" y="20.5" font-family="system-ui" font-size="13" '
                f'fill="{ink}">{escape(legible(text))}</text>'
            )
        at += length
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" {attributes}>'
        f"{words}{''.join(drawn)}</svg>"
    )
