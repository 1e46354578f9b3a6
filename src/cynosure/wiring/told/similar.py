"""The demands most like one, by what they say and mean."""

from __future__ import annotations

from cynosure.search import By, question_like, ranked
from cynosure.wiring.told.listing import index_of, rows_called
from cynosure.wiring.told.reading import Told
from cynosure.workflows.found_texts import FoundText, found_text
from cynosure.workflows.told.listing import ListedDemand


def similar_to(
    told: Told, demand_id: str, *, by: By = "both", limit: int = 8
) -> list[tuple[FoundText, ListedDemand]]:
    """Return the demands most like one, without itself, the likest first.

    Nothing where there is no index, or it does not know the demand yet.
    """
    index = index_of(told)
    place = None if index is None else index.place_of(demand_id)
    if index is None or place is None:
        return []
    question = question_like(index, *place)
    hits = ranked(index, question, by=by, limit=limit, among=None, but=place)
    found = [
        found_text(hit, index.parts[hit.part].segment.text(hit.row), question.words) for hit in hits
    ]
    known = {row.demand_id: row for row in rows_called(told, [one.demand_id for one in found])}
    return [(one, known[one.demand_id]) for one in found if one.demand_id in known]
