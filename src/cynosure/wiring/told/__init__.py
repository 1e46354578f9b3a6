"""What was last told: made by the worker after every change, read by every page."""

from cynosure.wiring.told.answering import (
    answer_of,
    breakdown_of,
    curves_of,
    differences_of,
    endings_of,
    focus_of,
    query_of,
    series_of,
)
from cynosure.wiring.told.comparing import Item, against, beside, items_of, mix_of
from cynosure.wiring.told.listing import (
    count_demands,
    demand_called,
    list_demands,
    rows_behind,
    search_demands,
    words_of,
)
from cynosure.wiring.told.picturing import (
    course_of,
    endings_picture_of,
    small_course_of,
    waiting_picture_of,
)
from cynosure.wiring.told.reading import Told, open_told
from cynosure.wiring.told.retelling import behind, retell

__all__ = [
    "Item",
    "Told",
    "against",
    "answer_of",
    "behind",
    "beside",
    "breakdown_of",
    "count_demands",
    "course_of",
    "curves_of",
    "demand_called",
    "differences_of",
    "endings_of",
    "endings_picture_of",
    "focus_of",
    "items_of",
    "list_demands",
    "mix_of",
    "open_told",
    "query_of",
    "retell",
    "rows_behind",
    "search_demands",
    "series_of",
    "small_course_of",
    "waiting_picture_of",
    "words_of",
]
