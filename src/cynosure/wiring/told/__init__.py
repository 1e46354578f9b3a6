"""What was last told: made by the worker after every change, read by every page."""

from cynosure.wiring.told.answering import (
    answer_of,
    breakdown_of,
    curves_of,
    endings_of,
    focus_of,
    series_of,
)
from cynosure.wiring.told.beside import Beside, beside, beside_in
from cynosure.wiring.told.corrected import Corrections, corrected_since
from cynosure.wiring.told.facets import FACETS, Facets, facets_among, facets_of
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
    StoreUnreadable,
    explained,
    kept_demand,
    opinion_on,
)
from cynosure.wiring.told.reading import Told, open_told
from cynosure.wiring.told.retelling import behind, retell
from cynosure.wiring.told.similar import similar_to

__all__ = [
    "FACETS",
    "Beside",
    "Corrections",
    "Facets",
    "KeptDemand",
    "Opinion",
    "StoreUnreadable",
    "Told",
    "answer_of",
    "behind",
    "beside",
    "beside_in",
    "breakdown_of",
    "corrected_since",
    "count_demands",
    "curves_of",
    "demand_called",
    "endings_of",
    "explained",
    "facets_among",
    "facets_of",
    "focus_of",
    "kept_demand",
    "list_demands",
    "open_told",
    "opinion_on",
    "retell",
    "rows_behind",
    "search_demands",
    "series_of",
    "similar_to",
    "words_of",
]
