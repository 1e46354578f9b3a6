"""A chart becomes SVG that a page can hold: small, named, in the page's own colours.

Charts are written as Vega-Lite itself. Altair's objects would cost two seconds
a report and check at every run what a test can check once: the test reads
every chart with Altair's schema.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import vl_convert
from defusedxml.ElementTree import fromstring

from cynosure.charts.ink import VARIABLES, configuration

_SVG = "http://www.w3.org/2000/svg"
VEGA_LITE = "6.4"

Spec = dict[str, Any]  # a piece of Vega-Lite
Row = dict[str, Any]
# Roles and classes of Vega's own would be read aloud for every tick; the
# title and the description of the whole and the table beside it say more.
_DROPPED = frozenset(
    {"class", "role", "aria-roledescription", "aria-hidden", "aria-label", "pointer-events"}
)
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
# What XML cannot hold at all, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def draw(
    layers: Sequence[Spec],
    *,
    height: int,
    width: int,
    name: str,
    title: str,
    description: str,
) -> str:
    """Return layers of a chart as SVG text, `width` units wide and scaled by its page.

    Nothing is fetched while it is drawn: data are in the layers, and every
    address is refused. `name` prefixes all ids, so that several charts can
    stand in one page.
    """
    whole = {
        "layer": list(layers),
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 2, "right": 2, "top": 6, "bottom": 2},
        "config": configuration(),
    }
    svg = vl_convert.vegalite_to_svg(whole, vl_version=VEGA_LITE, allowed_base_urls=[])
    return tidied(svg, name=name, title=title, description=description)


def layer(rows: Sequence[Row], mark: Spec, **encoding: Spec) -> Spec:
    """Return one Vega-Lite layer with its own data.

    >>> layer([{"x": 1}], {"type": "rule"}, x={"field": "x", "type": "quantitative"})
    {'data': {'values': [{'x': 1}]}, 'mark': {'type': 'rule'},
     'encoding': {'x': {'field': 'x', 'type': 'quantitative'}}}
    """
    return {"data": {"values": list(rows)}, "mark": mark, "encoding": encoding}


def tidied(svg: str, *, name: str, title: str, description: str) -> str:
    """Return drawn SVG with a name, unique ids, the page's colours and no ballast.

    >>> print(tidied('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" '
    ...              'viewBox="0 0 9 9"><path class="x" d="M0.123,1" fill="#0b5cad"/></svg>',
    ...              name="c", title="A <chart>", description="One line."))
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" role="img"
    aria-labelledby="c-title c-desc"><title id="c-title">A &lt;chart&gt;</title><desc
    id="c-desc">One line.</desc><path d="M0.1,1" fill="var(--chart-accent, #0b5cad)" /></svg>
    """
    root: Element = fromstring(svg)
    _prune(root)
    for element in root.iter():
        element.attrib = _attributes(element.attrib, name)
    kept = {"viewBox": root.attrib["viewBox"]}
    root.attrib.clear()
    root.attrib.update(
        {"xmlns": _SVG} | kept | {"role": "img", "aria-labelledby": f"{name}-title {name}-desc"}
    )
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        child = SubElement(root, f"{{{_SVG}}}{tag}", {"id": f"{name}-{tag}"})
        child.text = legible(text)
        root.remove(child)
        root.insert(place, child)
    # Names without their namespace: what ElementTree calls it, any library in the process may say.
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
    return tostring(root, encoding="unicode")


def legible(text: str) -> str:
    r"""Return text without the characters that no XML may hold.

    >>> legible("a\x00b\x1b[0m")
    'ab[0m'
    """
    return _FORBIDDEN.sub("", text)


def _prune(parent: Element) -> None:
    for child in list(parent):
        _prune(child)
        empty = not len(child) and not (child.text or "").strip()
        path = child.get("d") if child.tag.endswith("}path") else None
        ground = child.tag.endswith("}rect") and child.get("fill") in {"white", "transparent"}
        if (
            child.get("display") == "none"
            or (path is not None and path in {"", "M0,0h0v0h0Z"})
            or (empty and child.tag.endswith("}g"))
            or (ground and parent.tag.endswith("}svg"))
        ):
            parent.remove(child)


def _attributes(found: dict[str, Any], name: str) -> dict[str, str]:
    kept: dict[str, str] = {}
    for key, written in found.items():
        if key in _DROPPED or (key == "opacity" and written == "1"):
            continue
        if key.endswith("href") and not written.startswith("#"):
            continue  # a picture that who opens it would fetch from elsewhere
        value = _LONG_NUMBER.sub(_rounded, written) if key != "id" else f"{name}-{written}"
        value = _REFERENCE.sub(rf"url(#{name}-\1)", value)
        kept[key] = f"var({VARIABLES[value]}, {value})" if value in VARIABLES else value
    return kept


def _rounded(match: re.Match[str]) -> str:
    return f"{float(match.group()):.1f}".removesuffix(".0")
