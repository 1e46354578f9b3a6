"""Search: an index that follows the store, and answers whose texts are masked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

import ibis.expr.types as ir
import pyarrow.compute as pc

from cynosure.clocks import UnknownDemand
from cynosure.demand import DEMANDS
from cynosure.errors import StoreError
from cynosure.search import (
    SHOWN,
    By,
    Hit,
    Index,
    Question,
    Segment,
    question_like,
    question_of,
    ranked,
    read_by,
    updated,
)
from cynosure.texts.arrays import Bools
from cynosure.workflows.engine import Engine
from cynosure.workflows.found_texts import FoundText, found_text
from cynosure.workflows.keeping import Snapshot
from cynosure.workflows.take_in import Progress, unwatched

LIMIT = 20


class KeptIndex(Protocol):
    """Where an index is kept from one search to the next."""

    def read(self) -> Index | None:
        """Return the index as it lies there, None if there is none."""

    def changing(self) -> AbstractContextManager[None]:
        """Hold the lock that one process at a time changes it under."""

    def keep(self, segment: Segment) -> Segment:
        """Keep a segment, and return it as it is kept."""

    def publish(self, index: Index) -> None:
        """Make an index of kept segments the one that is read from now on."""


@dataclass(frozen=True, slots=True)
class Searcher:
    """An index as of one moment, ready to be asked; `notes` say what was wrong with it."""

    index: Index
    engine: Engine
    notes: tuple[str, ...] = ()

    def search(
        self, text: str, *, by: By = "both", limit: int = LIMIT, among: ir.Table | None = None
    ) -> list[FoundText]:
        """Return the demands that answer a text best, masked, the best first.

        `among` is a table with the column demand_id: only those are looked at,
        all by default. An empty text is answered by nothing.
        """
        question = question_of(text)
        hits = ranked(self.index, question, by=by, limit=limit, among=self._rows(among))
        return self._shown(hits, question)

    def neighbours(
        self, demand_id: str, *, by: By = "both", limit: int = LIMIT, among: ir.Table | None = None
    ) -> list[FoundText]:
        """Return the demands most like one, masked, without itself.

        Raises
        ------
        UnknownDemand
            If none has this id; the message names the nearest.
        """
        place = self.index.place_of(demand_id)
        if place is None:
            raise UnknownDemand(demand_id, self._nearest(demand_id))
        question = question_like(self.index, *place)
        hits = ranked(self.index, question, by=by, limit=limit, among=self._rows(among), but=place)
        return self._shown(hits, question)

    def _rows(self, among: ir.Table | None) -> list[Bools] | None:
        if among is None:
            return None
        ids = self.engine.result(among.select("demand_id"))["demand_id"]
        return self.index.among(ids.combine_chunks())

    def _shown(self, hits: Iterable[Hit], question: Question) -> list[FoundText]:
        parts = self.index.parts
        return [
            found_text(hit, parts[hit.part].segment.text(hit.row), question.words) for hit in hits
        ]

    def _nearest(self, demand_id: str) -> list[str]:
        prefix = demand_id.partition(":")[0]
        known: list[str] = []
        for part in self.index.parts:
            starts = pc.starts_with(part.segment.ids, prefix)
            known += part.segment.ids.filter(starts).slice(0, 5_000).to_pylist()
        return get_close_matches(demand_id, known, n=1)


def searcher_of(
    kept: KeptIndex,
    snapshot: Callable[[], Snapshot],
    engine: Engine,
    *,
    progress: Progress = unwatched,
) -> Searcher:
    """Return a searcher whose index holds what the store holds now.

    Only files of the store that the index has not seen are read. Where the index
    cannot be kept it is made in memory, for this once, and where it cannot be read it
    is made anew; both are said in `notes`. It is made anew, too, where it was made by
    another reading of texts, or holds what the store does not.
    """
    index, _ = _as_it_lies(kept)
    if index is not None and _holds(index, snapshot()):
        return Searcher(index, engine)
    notes = []
    try:
        with kept.changing():
            # Not before: see `changing`. And another process may have been here meanwhile.
            now = snapshot()
            index, damaged = _as_it_lies(kept)
            if index is None or not _holds(index, now):
                index = _brought(index, now, engine, keep=kept.keep, progress=progress)
                kept.publish(index)
    except StoreError as error:
        notes.append(f"The index for search was made in memory, for this once. {error}")
        index, damaged = _as_it_lies(kept)
        index = _brought(index, snapshot(), engine, keep=_as_it_is, progress=progress)
    return Searcher(index, engine, (*damaged, *notes))


def _as_it_lies(kept: KeptIndex) -> tuple[Index | None, tuple[str, ...]]:
    """Return the index, and why it cannot be read if that is so."""
    try:
        return kept.read(), ()
    except StoreError as error:
        return None, (f"The index for search was made anew. {error}",)


def _holds(index: Index, snapshot: Snapshot) -> bool:
    return index.read_by == read_by() and index.files == _names(snapshot).keys()


def _brought(
    index: Index | None,
    snapshot: Snapshot,
    engine: Engine,
    *,
    keep: Callable[[Segment], Segment],
    progress: Progress,
) -> Index:
    """Return an index that holds what a snapshot does."""
    if index is None or index.read_by != read_by():
        index = Index(read_by())
    names = _names(snapshot)
    new = [path for name, path in names.items() if name not in index.files]
    batches = engine.batches(engine.parquet(new, DEMANDS).select(*SHOWN.names)) if new else ()
    brought = updated(index, batches, files=names, keep=keep, progress=progress)
    # Every demand there is has been seen now, so there can only be some too many: of files
    # that are gone. The store never drops a demand, so that is not worth a list of its own.
    if index.parts and brought.rows != _rows_in(snapshot, engine):
        return _brought(None, snapshot, engine, keep=keep, progress=progress)
    return brought


def _names(snapshot: Snapshot) -> dict[str, str]:
    return {Path(path).name: path for path in snapshot.files("demands")}


def _rows_in(snapshot: Snapshot, engine: Engine) -> int:
    demands = engine.parquet(snapshot.files("demands"), DEMANDS)
    return int(engine.result(demands.aggregate(n=demands.count()))["n"][0].as_py())


def _as_it_is(segment: Segment) -> Segment:
    return segment
