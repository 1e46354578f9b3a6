"""A chart becomes SVG that a page can hold: small, named, in the page's own colours."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

import altair as alt
import vl_convert
from defusedxml.ElementTree import fromstring

from cynosure.charts.ink import PAPER, VARIABLES, configuration

_SVG = "http://www.w3.org/2000/svg"
_VEGA_LITE = "6.4"  # the version that Altair writes; a test holds them together
# Roles and classes of Vega's own would be read aloud for every tick; the
# title and the description of the whole and the table beside it say more.
_DROPPED = frozenset(
    {"class", "role", "aria-roledescription", "aria-hidden", "aria-label", "pointer-events"}
)
_LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
# What XML cannot hold at all, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

register_namespace("", _SVG)


def draw(
    chart: alt.Chart | alt.LayerChart | alt.FacetChart,
    *,
    name: str,
    title: str,
    description: str,
    width: int,
) -> str:
    """Return a chart as SVG text, `width` units wide and scaled by the page that holds it.

    Nothing is fetched while it is drawn: data are in the chart, and every
    other address is refused. `name` prefixes all ids, so that several charts
    can stand in one page.
    """
    whole = chart.properties(
        width=width, autosize=alt.AutoSizeParams(type="fit", contains="padding")
    ).to_dict(validate=False)
    whole["config"] = configuration()
    svg = vl_convert.vegalite_to_svg(whole, vl_version=_VEGA_LITE, allowed_base_urls=[])
    return tidied(svg, name=name, title=title, description=description)


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
    root.attrib.update(kept | {"role": "img", "aria-labelledby": f"{name}-title {name}-desc"})
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        child = SubElement(root, f"{{{_SVG}}}{tag}", {"id": f"{name}-{tag}"})
        child.text = legible(text)
        root.remove(child)
        root.insert(place, child)
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
        ground = child.tag.endswith("}rect") and child.get("fill") in {"white", PAPER}
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
        value = _LONG_NUMBER.sub(_rounded, written) if key != "id" else f"{name}-{written}"
        value = _REFERENCE.sub(rf"url(#{name}-\1)", value)
        kept[key] = f"var({VARIABLES[value]}, {value})" if value in VARIABLES else value
    return kept


def _rounded(match: re.Match[str]) -> str:
    return f"{float(match.group()):.1f}".removesuffix(".0")
