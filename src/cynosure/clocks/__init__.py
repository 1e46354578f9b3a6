"""Times from events, by the rules of time: an interpreter and a query that agree."""

from cynosure.clocks.explain import (
    Explanation,
    NotAskedYet,
    UnknownDemand,
    explain,
    figure_words,
    state_told,
    what_happened,
)
from cynosure.clocks.history import History, Import, Sighting
from cynosure.clocks.query import ClockTables, clock_tables, period_counts
from cynosure.clocks.telling import Told, tell_time

__all__ = [
    "ClockTables",
    "Explanation",
    "History",
    "Import",
    "NotAskedYet",
    "Sighting",
    "Told",
    "UnknownDemand",
    "clock_tables",
    "explain",
    "figure_words",
    "period_counts",
    "state_told",
    "tell_time",
    "what_happened",
]
