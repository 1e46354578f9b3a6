"""A drawing that leaves its page: as a file that any program shows, and as pixels."""

from __future__ import annotations

import re

import vl_convert

from cynosure.charts.ink import PAPER

_VARIABLE = re.compile(r"var\(--[\w-]+, ([^)]+)\)")
_BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def alone(svg: str) -> str:
    """Return a drawing with its own colours, size and paper, for a program that knows no page.

    >>> print(alone('<svg viewBox="0 0 9 8"><path fill="var(--chart-accent, #0b5cad)"/></svg>'))
    <svg width="9" height="8" viewBox="0 0 9 8"><rect width="100%" height="100%"
    fill="#fffffe"/><path fill="#0b5cad"/></svg>
    """
    plain = _VARIABLE.sub(r"\1", svg)
    sized = _BOX.sub(r'width="\1" height="\2" viewBox="0 0 \1 \2"', plain, count=1)
    head, closing, rest = sized.partition(">")
    return f'{head}{closing}<rect width="100%" height="100%" fill="{PAPER}"/>{rest}'


def pixels(svg: str, *, times: float = 2.0) -> bytes:
    """Return a drawing of ours as PNG, so many times its size.

    Ours hold no picture and no address, so nothing is fetched.
    """
    drawn: bytes = vl_convert.svg_to_png(alone(svg), scale=times)
    return drawn
