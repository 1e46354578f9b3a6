"""What was last told: made by the worker after every change, read by every page."""

from cynosure.wiring.told.answering import (
    answer_of,
    breakdown_of,
    curves_of,
    endings_of,
    focus_of,
    series_of,
)
from cynosure.wiring.told.listing import (
    count_demands,
    demand_called,
    list_demands,
    rows_behind,
    search_demands,
    words_of,
)
from cynosure.wiring.told.reading import Told, open_told
from cynosure.wiring.told.retelling import behind, retell

__all__ = [
    "Told",
    "answer_of",
    "behind",
    "breakdown_of",
    "count_demands",
    "curves_of",
    "demand_called",
    "endings_of",
    "focus_of",
    "list_demands",
    "open_told",
    "retell",
    "rows_behind",
    "search_demands",
    "series_of",
    "words_of",
]
