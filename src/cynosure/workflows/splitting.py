"""Splitting a theme as people said: what is nearer to their examples goes with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.demand import MEMBERS, THEMES
from cynosure.texts.meaning import DIMENSIONS, READ_BY
from cynosure.themes.acts import Done
from cynosure.themes.centring import centre_of, likeness_to
from cynosure.themes.overlay import overlay
from cynosure.workflows.engine import Engine
from cynosure.workflows.meanings import read_meanings
from cynosure.workflows.naming_themes import named


def pending_splits(themes: pa.Table, acts: Sequence[Done]) -> Iterator[Done]:
    """Yield the splits that people made and the store does not know yet, the oldest first."""
    known = set(themes["theme_id"].to_pylist())
    for done in acts:
        if done.act.kind == "split" and not done.taken_back and done.act.into not in known:
            yield done


def split_off(
    done: Done,
    engine: Engine,
    *,
    themes: pa.Table,
    members: ir.Table,
    demands: ir.Table,
    acts: Sequence[Done],
) -> tuple[pa.Table, Iterator[pa.RecordBatch]]:
    """Return the new theme and the members that go with it, to be written.

    A member goes if it is more like the examples than like the theme that it is in, and
    where their likeness is equal it stays. The new theme reaches as far as the old one:
    how far a theme reaches is learnt from many, and examples are few.
    """
    act = done.act
    told = overlay(themes, acts)
    whole = told.counts_as.get(str(act.theme), str(act.theme))
    parts = [theme for theme, counts in told.counts_as.items() if counts == whole]
    of_it = members.filter(members.theme_id.isin(parts) | members.demand_id.isin(act.demands))
    read = read_meanings(engine, of_it.select("demand_id", "theme_id", "likeness"), demands)
    example = pc.is_in(read.ids, value_set=pa.array(act.demands, pa.string()))
    like_which = np.asarray(example.to_numpy(zero_copy_only=False), bool)
    centre = centre_of(read.meanings[like_which].reshape(-1, DIMENSIONS))
    likeness = likeness_to(read.meanings, centre)
    goes = like_which | (likeness > read.likeness)
    going = read.only(goes)
    (name,) = named(engine, demands, [going.ids], others=read.only(~goes).ids,
                    taken=themes["name"].to_pylist())  # fmt: skip
    reaches = dict(zip(themes["theme_id"].to_pylist(), themes["reach"].to_pylist(), strict=True))
    row = {
        "theme_id": act.into,
        "name": name,
        "founded_at": done.at,
        "founders": len(going),
        "centre": centre.tobytes(),
        "reach": reaches.get(whole, 1.0),
        "read_by": READ_BY,
    }
    moved = pa.Table.from_arrays(
        [
            going.ids,
            pa.repeat(pa.scalar(act.into, pa.string()), len(going)),
            pa.array(np.round(likeness[goes], 6), pa.float64()),
            pa.repeat(pa.scalar(READ_BY, pa.string()), len(going)),
        ],
        schema=MEMBERS,
    )
    return pa.Table.from_pylist([row], schema=THEMES), iter(moved.to_batches())
