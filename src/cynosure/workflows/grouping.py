"""Grouping a table of texts by what recurs in it: rows in, a theme a row out, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.intake.texts import TextTable
from cynosure.masking import mask_column
from cynosure.texts.arrays import I8, I64
from cynosure.texts.meaning import meanings_of
from cynosure.themes.finding import Found, find
from cynosure.themes.identity import theme_id
from cynosure.themes.naming import names_of
from cynosure.workflows.naming_themes import BACKGROUND, spread, texts_each
from cynosure.workflows.take_in import Progress, unwatched

GROUPS = pa.schema([("id", pa.string()), ("theme", pa.string()), ("name", pa.string())])
_KEPT = 240  # characters of a text, for names
_ROWS = 65_536


@dataclass(slots=True)
class Grouped:
    """What became of the rows: read = placed + not recurring + unreadable."""

    placed: int = 0
    not_recurring: int = 0
    themes: tuple[tuple[str, str, int], ...] = ()  # id, name and size, the largest first
    unreadable: list[dict[str, str]] = field(default_factory=list)  # rows of UNREADABLE

    @property
    def read(self) -> int:
        """How many rows stand in the table."""
        return self.placed + self.not_recurring + len(self.unreadable)


def group(
    table: TextTable, told: Grouped, *, by_root: bool = False, progress: Progress = unwatched
) -> Iterator[pa.RecordBatch]:
    """Yield the theme of each row that could be read, as GROUPS, in the order of the table.

    `theme` and `name` are null where a text does not recur. `by_root` is that of `find`.
    A row takes what it means (some two hundred bytes), its id and the beginning of its
    words, so memory grows with the rows, but not with how long they are. `told` counts
    what became of the rows.
    """
    ids, words, meanings = _read(table, told, progress)
    progress("Finding themes", told.read + len(words))
    found = find(meanings, by_root=by_root)
    del meanings
    names = _names(words, found)
    keys: list[str] = []
    for centre in found.centres:
        keys.append(theme_id(centre.tobytes(), taken=keys))
    sizes = np.bincount(found.theme_of[found.theme_of >= 0], minlength=len(keys))
    told.themes = tuple(zip(keys, names, sizes.tolist(), strict=True))
    told.placed = int(sizes.sum())
    told.not_recurring = len(found.theme_of) - told.placed
    for start in range(0, len(ids), _ROWS):
        theme = found.theme_of[start : start + _ROWS]
        places = pa.array(theme, mask=theme < 0)
        columns = [
            ids.slice(start, _ROWS).combine_chunks(),
            pa.array(keys, pa.string()).take(places),
            pa.array(names, pa.string()).take(places),
        ]
        yield pa.RecordBatch.from_arrays(columns, schema=GROUPS)


def _read(
    table: TextTable, told: Grouped, progress: Progress
) -> tuple[pa.ChunkedArray, pa.ChunkedArray, I8]:
    ids, words, meanings = [], [], []
    for batch in table.batches():
        rows = batch.rows
        title, body = pc.fill_null(rows["title"], ""), pc.fill_null(rows["body"], "")
        ids.append(rows["source_id"])
        meanings.append(meanings_of(title, body))
        said = pc.utf8_trim_whitespace(pc.binary_join_element_wise(title, body, "\n"))
        words.append(pc.utf8_slice_codeunits(said, 0, _KEPT))
        told.unreadable += [
            {"place": str(row.place), "reason": row.reason, "record": row.text}
            for row in batch.unread
        ]
        progress("Reading for themes", sum(map(len, ids)))
    return (
        pa.chunked_array(ids, pa.string()),
        pa.chunked_array(words, pa.string()),
        np.concatenate(
            [meanings_of(pa.array([], pa.string()), pa.array([], pa.string())), *meanings]
        ),
    )


def _names(words: pa.ChunkedArray, found: Found) -> list[str]:
    """Return a name for each theme, from masked words of some of its texts."""
    themes = len(found.centres)
    each = texts_each(themes)
    order = np.argsort(found.theme_of, kind="stable")
    bounds = np.searchsorted(found.theme_of[order], np.arange(themes + 1))
    groups = [_masked(words, order[start:end], each) for start, end in pairwise(bounds.tolist())]
    return names_of(groups, background=_masked(words, np.arange(len(words)), BACKGROUND))


def _masked(words: pa.ChunkedArray, rows: I64, n: int) -> Sequence[str]:
    some = words.take(spread(pa.array(rows), n))
    texts: list[str] = mask_column(some.combine_chunks()).to_pylist()
    return texts
