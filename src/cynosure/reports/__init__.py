"""Answers as one page that a person would forward: HTML, Markdown, CSV, JSON."""

from cynosure.reports.content import (
    SCHEMA_VERSION,
    Change,
    Curves,
    Definition,
    DemandText,
    Dissatisfier,
    Dissatisfiers,
    Doubt,
    Headline,
    Ledger,
    Making,
    Mark,
    Quarantined,
    ReportContent,
    ToRead,
    Waiting,
    WhoWaits,
)
from cynosure.reports.painter import Painter
from cynosure.reports.to_csv import render_csv
from cynosure.reports.to_html import render_html
from cynosure.reports.to_json import render_json
from cynosure.reports.to_markdown import render_markdown
from cynosure.reports.verdict import verdict

__all__ = [
    "SCHEMA_VERSION",
    "Change",
    "Curves",
    "Definition",
    "DemandText",
    "Dissatisfier",
    "Dissatisfiers",
    "Doubt",
    "Headline",
    "Ledger",
    "Making",
    "Mark",
    "Painter",
    "Quarantined",
    "ReportContent",
    "ToRead",
    "Waiting",
    "WhoWaits",
    "render_csv",
    "render_html",
    "render_json",
    "render_markdown",
    "verdict",
]
