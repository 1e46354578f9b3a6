"""The files of a telling, by what they hold."""

from __future__ import annotations

DEMANDS, REQUESTS, SOURCES = "demands.parquet", "requests.parquet", "source_figures.parquet"
SUMMARY, MADE_OF, FOCUS, DIFFERENCES = "told.json", "made_of.json", "focus.json", "differences.json"
