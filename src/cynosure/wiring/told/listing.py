"""Demands of what was last told: a page, how many, all of them as a stream, one, found ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from cynosure.clocks import UnknownDemand
from cynosure.measures import demands_behind
from cynosure.search import By, Index, question_of, ranked
from cynosure.store.search_index import DamagedIndex, SearchIndexFolder
from cynosure.wiring.told.answering import kept
from cynosure.wiring.told.reading import Told
from cynosure.workflows.found_texts import FoundText, found_text
from cynosure.workflows.told.conditions import condition
from cynosure.workflows.told.filters import Filters
from cynosure.workflows.told.listing import (
    COLUMNS,
    MOST,
    ListedDemand,
    Page,
    Sort,
    after_row,
    columns_called,
    listed,
    order_called,
    page_query,
)

_WORDS = 500  # of a filter to choose from, the most frequent


def list_demands(
    told: Told,
    filters: Filters,
    *,
    sort: Sort = "newest",
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """Return a page of demands; `after` is what the page before gave as `next`.

    Raises
    ------
    UnusablePage
        If `sort` or `after` is none.
    """
    limit = max(1, min(limit, MOST))
    # Narrow rows are sorted; whole ones are fetched by where they stand in the file.
    query = page_query(
        ("place", "demand_id", order_called(sort).column),
        source_of(told, filters),
        condition(filters),
        sort=sort,
        after=after,
        limit=limit,
    )
    found = told.engine.rows(query.sql, query.parameters).to_pylist()
    more = after_row(found[limit - 1], sort) if len(found) > limit else None
    rows = _at(told, [row["place"] for row in found[:limit]])
    return Page(tuple(rows), more)


def _at(told: Told, places: Sequence[int]) -> Iterator[ListedDemand]:
    """Yield the demands at these places of the file, in that order."""
    if not places:
        return
    shown = ", ".join(f'"{name}"' for name in COLUMNS)
    marks = ", ".join("?" * len(places))
    query = f"SELECT place, {shown} FROM {told.demands_sql} WHERE place IN ({marks})"  # noqa: S608
    rows = {row["place"]: row for row in told.engine.rows(query, places).to_pylist()}
    yield from (listed(rows[place]) for place in places)


def count_demands(told: Told, filters: Filters) -> int:
    """Return how many demands there are."""

    def count() -> int:
        chosen = condition(filters)
        query = f"SELECT count(*) AS n FROM {source_of(told, filters)} WHERE {chosen.sql}"  # noqa: S608
        return int(told.engine.rows(query, chosen.parameters)["n"][0].as_py())

    return kept(told, ("count", filters), count)


def rows_behind(
    told: Told,
    filters: Filters,
    *,
    columns: Sequence[str] = COLUMNS,
    sort: Sort = "newest",
) -> Iterator[pa.RecordBatch]:
    """Yield all demands of a list with the columns that are chosen, as they are shown.

    Raises
    ------
    UnusablePage
        If nothing is sorted so, or a column is not shown of a demand.
    """
    names = columns_called(tuple(columns))
    source = source_of(told, filters)
    query = page_query(names, source, condition(filters), sort=sort, after=None, limit=None)
    return told.engine.stream(query.sql, query.parameters)


def demand_called(told: Told, demand_id: str) -> ListedDemand:
    """Return one demand.

    Raises
    ------
    UnknownDemand
        If it was not told of: there is none, or it came later.
    """
    query = f"SELECT * FROM {told.demands_sql} WHERE demand_id = ?"  # noqa: S608
    rows = told.engine.rows(query, [demand_id]).to_pylist()
    if not rows:
        raise UnknownDemand(demand_id, [])
    return listed(rows[0])


def words_of(told: Told, column: str) -> tuple[tuple[str, int], ...]:
    """Return the words that a filter can choose from, the most frequent first, with how many.

    Raises
    ------
    UnusablePage
        If a demand is shown without that column.
    """
    (name,) = columns_called(("labels" if column == "label" else column,))
    word = "unnest(labels)" if name == "labels" else f'"{name}"'

    def count() -> tuple[tuple[str, int], ...]:
        query = (
            f"SELECT word, count(*) AS n FROM (SELECT {word} AS word FROM {told.demands_sql}) "  # noqa: S608
            f"WHERE word IS NOT NULL AND word <> '' GROUP BY word ORDER BY n DESC, word LIMIT {_WORDS}"
        )
        rows = told.engine.rows(query).to_pylist()
        return tuple((str(row["word"]), int(row["n"])) for row in rows)

    return kept(told, ("words", name), count)


def search_demands(
    told: Told,
    text: str,
    filters: Filters,
    *,
    by: By = "both",
    limit: int = 50,
) -> list[tuple[FoundText, ListedDemand]]:
    """Return the demands that answer a text best, the best first, among those of the filters.

    What was found stands first with its words marked, then as a list shows it. Nothing is
    found where there is no index, or one that cannot be read: the next telling makes it.
    """
    index = index_of(told)
    if index is None:
        return []
    among = None
    if filters != Filters():
        chosen = condition(filters)
        query = f"SELECT demand_id FROM {source_of(told, filters)} WHERE {chosen.sql}"  # noqa: S608
        ids = told.engine.rows(query, chosen.parameters)["demand_id"]
        among = index.among(ids.combine_chunks())
    asked = question_of(text)
    found = [
        found_text(hit, index.parts[hit.part].segment.text(hit.row), asked.words)
        for hit in ranked(index, asked, by=by, limit=limit, among=among)
    ]
    known = {row.demand_id: row for row in rows_called(told, [each.demand_id for each in found])}
    # The index may be newer than the telling.
    return [(each, known[each.demand_id]) for each in found if each.demand_id in known]


def rows_called(told: Told, ids: Sequence[str]) -> list[ListedDemand]:
    """Return these demands in no order; those that were not told of are left out."""
    if not ids:
        return []
    marks = ", ".join("?" * len(ids))
    query = f"SELECT * FROM {told.demands_sql} WHERE demand_id IN ({marks})"  # noqa: S608
    return [listed(row) for row in told.engine.rows(query, ids).to_pylist()]


def index_of(told: Told) -> Index | None:
    """Return the index for search, opened once a telling; None where it cannot be read."""

    def opened() -> Index | None:
        try:
            return SearchIndexFolder(told.workspace, wait_seconds=0).read()
        except DamagedIndex:
            return None

    return kept(told, "index", opened)


def source_of(told: Told, filters: Filters) -> str:
    """Return what stands behind FROM: all demands, or those behind a figure."""
    if filters.behind is None:
        return told.demands_sql
    measure, period = filters.behind, filters.period

    def compiled() -> str:
        rows = demands_behind(measure, told.facts, period=period, asker_kind=None)
        return f"({told.engine.sql(rows)})"

    return kept(told, ("behind", measure, period), compiled)
