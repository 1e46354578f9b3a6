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
from cynosure.wiring.told.beside import Beside, beside, beside_in
from cynosure.wiring.told.comparing import Item, against, beside_source, items_of, mix_of
from cynosure.wiring.told.corrected import Corrections, corrected_since, machine_says
from cynosure.wiring.told.correcting import decide_told, move_told, moved_since, take_back_told
from cynosure.wiring.told.facets import FACETS, Facets, facets_among, facets_of
from cynosure.wiring.told.found import Found, export_list, found_demands
from cynosure.wiring.told.listing import (
    count_demands,
    demand_called,
    list_demands,
    rows_behind,
    search_demands,
    words_of,
)
from cynosure.wiring.told.one import (
    KeptDemand,
    Opinion,
    explained,
    kept_demand,
    opinion_on,
)
from cynosure.wiring.told.picturing import (
    course_of,
    endings_picture_of,
    small_course_of,
    waiting_picture_of,
)
from cynosure.wiring.told.reading import Told, open_told
from cynosure.wiring.told.retelling import behind, retell
from cynosure.wiring.told.similar import similar_to
from cynosure.wiring.unreadable import StoreUnreadable

__all__ = [
    "FACETS",
    "Beside",
    "Corrections",
    "Facets",
    "Found",
    "Item",
    "KeptDemand",
    "Opinion",
    "StoreUnreadable",
    "Told",
    "against",
    "answer_of",
    "behind",
    "beside",
    "beside_in",
    "beside_source",
    "breakdown_of",
    "corrected_since",
    "count_demands",
    "course_of",
    "curves_of",
    "decide_told",
    "demand_called",
    "differences_of",
    "endings_of",
    "endings_picture_of",
    "explained",
    "export_list",
    "facets_among",
    "facets_of",
    "focus_of",
    "found_demands",
    "items_of",
    "kept_demand",
    "list_demands",
    "machine_says",
    "mix_of",
    "move_told",
    "moved_since",
    "open_told",
    "opinion_on",
    "query_of",
    "retell",
    "rows_behind",
    "search_demands",
    "series_of",
    "similar_to",
    "small_course_of",
    "take_back_told",
    "waiting_picture_of",
    "words_of",
]
