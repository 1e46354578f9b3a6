"""The model card: what the shipped model learnt from, and how often it is right."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import vl_convert

from cynosure.nature.labeller import WEIGHTS

_FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "demands": "n",
        "nature right": "nature",
        "failure against value, F1": "failure_value_macro_f1",
        "cause or want right": "cause",
        "among the first two": "cause_in_top_two",
        "calibration error": "calibration_error",
    }
)


def page() -> str:
    """Return the page of what the shipped model was trained on and how often it is right."""
    card = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))
    trained, kinds = card["trained_on"], card["kinds"]
    lines = ["# The model of nature and cause", "", f"Made on {card['made_on']} by `make train`. "]
    lines[-1] += f"Fingerprint `{card['fingerprint']}`: labels name it, so that a new model labels "
    lines[-1] += "anew. How it was chosen: [decision 17](../decisions/0017-the-model-of-nature.md)."
    lines += ["", "## What it learnt from", ""]
    lines[-1] = f"{trained['rows']:,} texts: {trained['given']:,} given with their labels (SHA-256 "
    lines.append(f"`{trained['sha256']}`), {trained['ours']:,} that we labelled")
    lines.append(f"(`training/labels.csv`), and {trained['invented']:,} that we invented")
    lines.append(
        "(`training/invented.csv`, each counts a quarter). Rows that start like a gold one"
    )
    lines.append(f"or like another are dropped: {trained['dropped_as_gold_or_twice']:,}.")
    again = trained["labelled_twice"]
    lines += ["", f"**The annotators were {trained['annotators']}**, the given labels' and ours"]
    lines.append(f"alike. On {again['rows']:,} given rows that ours labelled again without seeing")
    lines.append(f"the label, they agreed on the nature of {again['nature']['same']:,} (kappa")
    lines.append(f"{again['nature']['kappa']:.2f}) and on the cause or want of")
    lines.append(f"{again['code']['same']:,} (kappa {again['code']['kappa']:.2f}). Nobody can be")
    lines.append("right more often than that about labels like these.")
    lines += _figures_by("source", "Sources left out", LEFT_OUT, card["held_out_by_source"])
    lines += _figures_by("kind of text", "Kinds of text left out", KIND, kinds["without_the_kind"])
    lines += _figures_by("kind of text", "The same with the kind", WITH, kinds["with_the_kind"])
    lines += _figures_by("source", "Sources that it knows", WITH, kinds["with_the_source"])
    lines += _figures_by("source", "Gold", GOLD, card["gold"])
    lines += _figures_by(_CAUSES, "Gold by cause", GOLD_CAUSE, card["gold_by_cause"])
    lines += _curve(card["curve"])
    lines += _calibration(card["gold_calibration"])
    lines += ["", *WEAK]
    return "\n".join(lines)


_CAUSES = "cause or want"
_KNOWN = "95 % intervals (Wilson) in brackets; F1 is the mean over failure and value."
LEFT_OUT = f"Trained without the source, then asked about its random rows. {_KNOWN}"
KIND = "Trained without any text of the kind: what to expect of a kind of text never seen."
WITH = "Rows drawn at random, each asked of a model that learnt from four fifths of all others."
GOLD = "Demands that were never trained, tuned or chosen on. They only measure."
GOLD_CAUSE = "By what they are; of demands that ask nothing the cause is `none`."
WEAK = (
    "## Known weaknesses",
    "",
    "- A kind of text never seen costs most: compare the two tables of kinds above. A hundred",
    "  decisions of your own close most of it ([how](../explanation/learning-from-decisions.md)).",
    "- What is `service` to one organisation is `unclear` to another: that border has to be learnt",
    "  from your own decisions. `advice` is too rare to score.",
    "- Follow-up turns without their beginning, irony and titles alone are read badly.",
    "- Not English: recognised by function words and script, said with half the sureness, and left",
    "  unknown where nothing else tells.",
    "- Only the first 160 characters of a title and 480 of a body are read.",
)


def _figures_by(
    what: str, title: str, about: str, found: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    # Of one cause alone there is no failure against value.
    shown = {name: key for name, key in _FIGURES.items() if what != _CAUSES or "F1" not in name}
    lines = ["", f"## {title}", "", about, "", f"| {what} | {' | '.join(shown)} |"]
    lines.append("|---|" + "---|" * len(shown))
    for name, figures in found.items():
        told = (_figure(figures[key]) for key in shown.values())
        lines.append(f"| {name} | {' | '.join(told)} |")
    return lines


def _curve(points: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = ["", "## What more labels bring", "", "Figures on gold of models that learnt from a "]
    lines[-1] += (
        "random part of the labels, before they lean towards value: the lean is for sources "
    )
    lines[-1] += "never seen, and costs a little on these, which are known."
    lines += ["", "| labels | nature right | failure against value, F1 | cause or want right |"]
    lines.append("|---|---|---|---|")
    for point in points:
        keys = ("nature", "failure_value_macro_f1", "cause")
        told = " | ".join(_figure(point[key]) for key in keys)
        lines.append(f"| {point['labels']:,} | {told} |")
    return lines


def _calibration(bins: Sequence[Mapping[str, float]]) -> list[str]:
    lines = ["", "## As sure as it is right", "", "On gold, by how sure it was of the nature. The "]
    lines[-1] += "plot shows the same."
    lines += ["", "![How sure it was, and how often right](../pictures/calibration.svg)", ""]
    lines += ["| sure | right | demands |", "|---|---|---|"]
    lines += [f"| {each['sure']:.0%} | {each['right']:.0%} | {each['n']:,} |" for each in bins]
    return lines


def calibration_plot(bins: Sequence[Mapping[str, float]]) -> str:
    """Return the plot of how sure against how right, as SVG."""
    rows = [{**each, "what": "gold"} for each in bins]
    axis = {"scale": {"domain": [0.3, 1]}, "axis": {"format": "%"}}
    spec: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 360,
        "height": 300,
        "padding": {"left": 5, "top": 5, "right": 30, "bottom": 5},
        "data": {"values": rows},
        "layer": [
            {
                "data": {"values": [{"x": 0.3, "y": 0.3}, {"x": 1, "y": 1}]},
                "mark": {"type": "line", "strokeDash": [4, 4], "color": "#888"},
                "encoding": {
                    "x": {"field": "x", "type": "quantitative", "title": "how sure", **axis},
                    "y": {"field": "y", "type": "quantitative", "title": "how often right", **axis},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "color": "#1f5c99"},
                "encoding": {
                    "x": {"field": "sure", "type": "quantitative"},
                    "y": {"field": "right", "type": "quantitative"},
                    "size": {"field": "n", "type": "quantitative", "title": "demands"},
                },
            },
        ],
    }
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def _figure(found: Any) -> str:
    if isinstance(found, dict):
        return f"{found['share']:.0%} ({found['low']:.0%} to {found['high']:.0%})"
    if found is None:
        return "–"
    return f"{found:,}" if isinstance(found, int) else f"{found:.2f}"


def draw(folder: Path) -> None:
    """Draw how sure against how right."""
    card = json.loads((WEIGHTS / "card.json").read_text(encoding="utf-8"))
    plot = calibration_plot(card["gold_calibration"])
    (folder / "calibration.svg").write_text(plot, encoding="utf-8")
