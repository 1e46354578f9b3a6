"""Names for themes, in their askers' own words and without anybody's."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.masking import mask_column
from cynosure.themes.naming import names_of
from cynosure.workflows.engine import Engine

_NAMED_FROM = 200  # texts that give a theme its name
_ALTOGETHER = 20_000  # texts read for names at once; each of very many themes gets fewer
_FEWEST = 40
BACKGROUND = 500  # texts of other demands, that show what is said everywhere
_READ = 600  # characters of each
_MASKED = 4 * _READ  # a cut through an address would hide it from the mask


def named(
    engine: Engine,
    demands: ir.Table,
    groups: Sequence[pa.Array],
    *,
    others: pa.Array,
    taken: Collection[str] = (),
) -> list[str]:
    """Return a name for each group of demands, given by their ids in order; no two the same.

    `others` are ids of demands beside them; `taken` are names that themes have
    already. Made from masked words only.
    """
    if not groups:
        return []
    each = texts_each(len(groups))
    spreads = [spread(ids, each) for ids in groups]
    background = spread(others, BACKGROUND)
    words = _masked_words(engine, demands, [*spreads, background])
    texts = [[words[one] for one in ids.to_pylist() if one in words] for ids in spreads]
    beside = [words[one] for one in background.to_pylist() if one in words]
    told: list[str] = []
    for name in names_of(texts, background=beside):
        told.append(_untaken(name, {*taken, *told}))
    return told


def texts_each(themes: int) -> int:
    """Return how many texts of each of so many themes are read for its name.

    >>> texts_each(10), texts_each(400)
    (200, 50)
    """
    return min(_NAMED_FROM, max(_FEWEST, _ALTOGETHER // max(themes, 1)))


def spread(ids: pa.Array, n: int) -> pa.Array:
    """Return n of the ids, evenly spread, so that not all are of one day.

    >>> spread(pa.array(["a", "b", "c", "d", "e"]), 3).to_pylist()
    ['a', 'b', 'd']
    """
    if len(ids) <= n:
        return ids
    return ids.take(pa.array([i * len(ids) // n for i in range(n)], pa.int64()))


def _masked_words(engine: Engine, demands: ir.Table, ids: Sequence[pa.Array]) -> dict[str, str]:
    """Return masked words by demand, the title first."""
    wanted = engine.take(pa.table({"demand_id": pc.unique(pa.chunked_array(ids, pa.string()))}))
    rows = demands.semi_join(wanted, "demand_id").select(
        "demand_id", "title", "body", "asker", "asker_kind"
    )
    words: dict[str, str] = {}
    for batch in engine.batches(rows):
        body = pc.utf8_slice_codeunits(pc.fill_null(batch["body"], ""), 0, _MASKED)
        said = pc.binary_join_element_wise(pc.fill_null(batch["title"], ""), body, "\n")
        # A bot's name is a system's, and its notices begin with it.
        people = pc.if_else(pc.equal(pc.fill_null(batch["asker_kind"], "customer"), "bot"), None,
                            batch["asker"])  # fmt: skip
        masked = pc.utf8_trim_whitespace(mask_column(said, people))
        shown = pc.utf8_slice_codeunits(masked, 0, _READ)
        words.update(zip(batch["demand_id"].to_pylist(), shown.to_pylist(), strict=True))
    return words


def _untaken(name: str, taken: Collection[str]) -> str:
    """Return a name that no other theme has: with a number behind it if need be.

    >>> _untaken("export fails", {"export fails", "export fails (2)"})
    'export fails (3)'
    """
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"
