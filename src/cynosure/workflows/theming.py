"""Bringing themes up to date: new demand joins one, and what then recurs founds another.

A theme keeps its id, its name and its members: what was placed stays where it is, and a
demand is read once. Changing themes is for people (`themes/acts.py`), who are shown
what a regrouping would do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cynosure.demand import DEMANDS, LABELS, MEMBERS, THEMES
from cynosure.errors import StoreError
from cynosure.texts.arrays import F64, I8, I64
from cynosure.texts.meaning import DIMENSIONS, READ_BY
from cynosure.themes.acts import Done
from cynosure.themes.centring import centre_of, likeness_to, reach_of
from cynosure.themes.finding import find
from cynosure.themes.identity import theme_id
from cynosure.themes.placing import place
from cynosure.workflows.deciding import decided_over
from cynosure.workflows.engine import Engine
from cynosure.workflows.keeping import Snapshot, ThemeStore
from cynosure.workflows.meanings import Read, read_meanings
from cynosure.workflows.naming_themes import named
from cynosure.workflows.splitting import pending_splits, split_off
from cynosure.workflows.take_in import Progress, unwatched
from cynosure.workflows.themed import failure_demands, kept_themes

_ATTEMPTS = 5
_NOWHERE = 2.0  # a reach that no likeness comes up to


class ThemesKeptChanging(StoreError):
    """Others wrote themes each time that this process wanted to."""

    def __init__(self) -> None:
        super().__init__(
            "Other processes kept changing the themes of this workspace. "
            "Nothing was lost; try again when they have ended."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept at one moment, as themes need it: tables of an engine."""

    snapshot: Snapshot
    themes: pa.Table  # THEMES, in the order of their ids
    demands: ir.Table
    labels: ir.Table  # those that hold
    failure: ir.Table  # the ids of customers' failure demands
    members: ir.Table


def kept_now(
    snapshot: Snapshot, engine: Engine, *, labeller: str, decisions: pa.Table | None = None
) -> Kept:
    """Return what is kept, with failure demand as the labeller and people's decisions say it."""
    demands = engine.parquet(snapshot.files("demands"), DEMANDS)
    labels = engine.parquet(snapshot.files("labels"), LABELS)
    labels = labels.filter(labels.labeller == labeller)
    labels = decided_over(engine, labels, decisions, demands=demands)
    return Kept(
        snapshot=snapshot,
        themes=kept_themes(snapshot, engine),
        demands=demands,
        labels=labels,
        failure=failure_demands(demands, labels),
        members=engine.parquet(snapshot.files("members"), MEMBERS),
    )


def theme_new(
    *,
    store: ThemeStore,
    engine: Engine,
    labeller: str,
    as_of: datetime,
    decisions: pa.Table | None = None,
    acts: Sequence[Done] = (),
    progress: Progress = unwatched,
) -> bool:
    """Place every failure demand that was not read yet, and found the themes that it shows.

    Returns whether there was something to do; where there was not, nothing is written.
    What fits no theme is looked at again together with what fitted none before; what is
    found there founds a theme, as of `as_of`. Where the reading of texts is a new one,
    all is read anew: themes keep ids, names and members, and get new centres.
    A split of which the store does not know yet is carried out, too.

    Raises
    ------
    ThemesKeptChanging
        If other processes write themes again and again meanwhile.
    """
    done = False
    for _ in range(_ATTEMPTS):
        kept = kept_now(store.snapshot(), engine, labeller=labeller, decisions=decisions)
        step = _next_step(kept, engine, acts, as_of=as_of, progress=progress)
        if step is None:
            return done
        themes, members = step
        done |= store.write_themes(themes, members, since=kept.snapshot) is not None
    if done:
        return done
    raise ThemesKeptChanging


def _next_step(
    kept: Kept, engine: Engine, acts: Sequence[Done], *, as_of: datetime, progress: Progress
) -> tuple[pa.Table, Iterator[pa.RecordBatch]] | None:
    """Return the themes and members to write next, None where all is up to date."""
    waiting = _waiting(kept)
    if engine.result(waiting.limit(1)).num_rows:
        return _placed(kept, engine, waiting, as_of=as_of, progress=progress)
    # After the placing: what is split is then placed as it is read now.
    done = next(pending_splits(kept.themes, acts), None)
    if done is not None:
        return split_off(
            done, engine, themes=kept.themes, members=kept.members, demands=kept.demands, acts=acts
        )
    return None


def _waiting(kept: Kept) -> ir.Table:
    """Return failure demands that were not read, or not as they are read now."""
    read = kept.members.filter(kept.members.read_by == READ_BY)
    waiting = kept.failure.anti_join(read, "demand_id")
    old = kept.members.select("demand_id", "theme_id", "likeness")
    return waiting.left_join(old, "demand_id").drop("demand_id_right")


def _placed(
    kept: Kept, engine: Engine, waiting: ir.Table, *, as_of: datetime, progress: Progress
) -> tuple[pa.Table, Iterator[pa.RecordBatch]]:
    read = read_meanings(engine, waiting, kept.demands, progress=progress)
    themes = _renewed(kept.themes, read)
    ids = themes["theme_id"].to_pylist()
    centres = centres_of(themes)
    progress("Placing in themes", 0)
    theme, likeness = place(
        read.meanings, centres=centres, reach=themes["reach"].to_numpy().astype(np.float64)
    )
    theme, likeness = _stayed(read, ids, theme, likeness, centres)
    settled = members_of(read.only(theme >= 0), ids, theme[theme >= 0], likeness[theme >= 0])
    loose = replace(read.only(theme < 0), likeness=likeness[theme < 0])
    founded, recurring = _found_among(loose, kept, engine, as_of=as_of, progress=progress)
    changed = themes if themes is not kept.themes else THEMES.empty_table()
    written = pa.concat_tables([changed, pa.Table.from_pylist(founded, schema=THEMES)])
    return written, iter([*settled.to_batches(), *recurring.to_batches()])


def _found_among(
    loose: Read, kept: Kept, engine: Engine, *, as_of: datetime, progress: Progress
) -> tuple[list[dict[str, object]], pa.Table]:
    """Return the themes that new loose demands found together with earlier ones, and their rows."""
    nowhere = np.full(len(loose), -1, np.int64)
    if not loose.meanings.any():
        return [], members_of(loose, [], nowhere, loose.likeness)
    earlier = kept.members.filter(
        (kept.members.read_by == READ_BY) & kept.members.theme_id.isnull()
    ).semi_join(kept.failure, "demand_id")
    both = loose.beside(read_meanings(engine, earlier, kept.demands, progress=progress))
    progress("Finding themes", len(both))
    found = find(both.meanings, by_root=True)
    founded = founding(
        kept, engine, both, theme_of=found.theme_of, centres=found.centres, reach=found.reach,
        as_of=as_of,
    )  # fmt: skip
    ids = [row["theme_id"] for row in founded]
    fits = found.theme_of >= 0
    likeness = np.where(fits, found.likeness, np.maximum(found.likeness, both.likeness))
    # What fitted nothing before and fits nothing now need not be written again.
    new = pc.is_in(both.ids, value_set=loose.ids).to_numpy(zero_copy_only=False)
    told = fits | np.asarray(new, bool)
    return founded, members_of(both.only(told), ids, found.theme_of[told], likeness[told])


def _renewed(themes: pa.Table, read: Read) -> pa.Table:
    """Return themes with centres of the present reading, made from their members' texts."""
    old = [place for place, by in enumerate(themes["read_by"].to_pylist()) if by != READ_BY]
    if not old:
        return themes
    rows = themes.to_pylist()
    was = places_among(read.was, themes["theme_id"].to_pylist())
    for place_of_row in old:
        members = read.meanings[was == place_of_row]
        members = members[members.any(axis=1)]
        centre = centre_of(members.reshape(-1, DIMENSIONS))
        reach = reach_of(likeness_to(members, centre)) if len(members) else _NOWHERE
        rows[place_of_row] |= {"centre": centre.tobytes(), "reach": reach, "read_by": READ_BY}
    return pa.Table.from_pylist(rows, schema=THEMES)


def centres_of(themes: pa.Table) -> I8:
    """Return the centres of themes of the present reading, a row each."""
    joined = b"".join(themes["centre"].to_pylist())
    return np.frombuffer(joined, np.int8).reshape(themes.num_rows, DIMENSIONS)


def _stayed(
    read: Read, ids: Sequence[str], theme: I64, likeness: F64, centres: I8
) -> tuple[I64, F64]:
    """Leave demands that were in a theme where they were, read anew or not."""
    was = places_among(read.was, ids)
    for place_of_row in np.unique(was[was >= 0]):
        members = was == place_of_row
        theme[members] = place_of_row
        likeness[members] = likeness_to(read.meanings[members], centres[place_of_row])
    return theme, likeness


def places_among(themes: pa.Array, ids: Sequence[str]) -> I64:
    """Return the place of each theme among `ids`, -1 for none of them."""
    known = pa.array(ids, pa.string())
    found = pc.index_in(themes, value_set=known)
    places: I64 = pc.fill_null(found, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    return places


def founding(
    kept: Kept,
    engine: Engine,
    read: Read,
    *,
    theme_of: I64,
    centres: I8,
    reach: F64,
    as_of: datetime,
) -> list[dict[str, object]]:
    """Return rows of THEMES for what was found among these demands, each with its id and name."""
    groups = [read.ids.take(pa.array(np.flatnonzero(theme_of == n))) for n in range(len(centres))]
    names = named(engine, kept.demands, groups, others=read.ids,
                  taken=kept.themes["name"].to_pylist())  # fmt: skip
    known = kept.themes["theme_id"].to_pylist()
    rows = []
    for centre, least, name, group in zip(centres, reach, names, groups, strict=True):
        known.append(theme_id(centre.tobytes(), taken=known))
        rows.append(
            {
                "theme_id": known[-1],
                "name": name,
                "founded_at": as_of,
                "founders": len(group),
                "centre": centre.tobytes(),
                "reach": float(least),
                "read_by": READ_BY,
            }
        )
    return rows


def members_of(read: Read, ids: Sequence[object], theme: I64, likeness: F64) -> pa.Table:
    """Return rows of MEMBERS."""
    names = pa.array(ids, pa.string())
    return pa.Table.from_arrays(
        [
            read.ids,
            names.take(pa.array(theme, mask=theme < 0)),
            pa.array(np.round(likeness, 6), pa.float64()),
            pa.repeat(pa.scalar(READ_BY, pa.string()), len(read)),
        ],
        schema=MEMBERS,
    )
