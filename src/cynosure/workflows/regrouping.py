"""Regrouping: themes found anew over all failure demand, as proposals and never as changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa

from cynosure.demand import THEMES
from cynosure.texts.arrays import I64
from cynosure.themes.acts import Act, Done
from cynosure.themes.finding import Found, find
from cynosure.themes.identity import split_id
from cynosure.themes.overlay import Overlay
from cynosure.themes.regrouping import Proposal, propose
from cynosure.workflows.engine import Engine
from cynosure.workflows.keeping import ThemeStore
from cynosure.workflows.meanings import Read, read_meanings
from cynosure.workflows.take_in import Progress, unwatched
from cynosure.workflows.themed import themed
from cynosure.workflows.theming import Kept, founding, members_of, places_among


@dataclass(frozen=True, slots=True, kw_only=True)
class Regrouped:
    """What finding themes anew came to, beside the themes that are there."""

    kept: Kept
    overlay: Overlay
    read: Read
    was: I64  # place of each demand's theme in the order of their ids, -1: none
    found: Found
    proposals: tuple[Proposal, ...]

    def examples(self, proposal: Proposal) -> tuple[str, ...]:
        """Return the demands by which a theme would be split."""
        return tuple(self.read.ids.take(pa.array(proposal.rows, pa.int64())).to_pylist())

    def act(self, proposal: Proposal) -> Act | None:
        """Return the act that would do a proposal; None for a new theme, which is founded."""
        match proposal.kind:
            case "merge":
                return Act(kind="merge", theme=proposal.theme, into=proposal.into)
            case "split":
                like = self.examples(proposal)
                known = self.overlay.counts_as
                into = split_id(str(proposal.theme), like, taken=known)
                return Act(kind="split", theme=proposal.theme, into=into, demands=like)
            case "gone":
                return Act(kind="noise", theme=proposal.theme)
            case "new":
                return None


def regroup(
    kept: Kept, engine: Engine, *, acts: Sequence[Done] = (), progress: Progress = unwatched
) -> Regrouped:
    """Find themes anew over all failure demand, and propose what would change.

    What people marked as noise or moved themselves is left out. Nothing is changed. The same demands and acts give the same proposals, so one can
    be taken by its number later.
    """
    told = themed(kept.snapshot, engine, demands=kept.demands, labels=kept.labels, acts=acts)
    noise = told.places.filter(told.places.noise)
    places = told.places.select("demand_id", theme_id="theme")
    # Where people put single demands is settled: nothing is proposed against their word.
    said = engine.take(told.overlay.said())
    free = kept.failure.anti_join(noise, "demand_id").anti_join(said, "demand_id")
    wanted = free.left_join(places, "demand_id")
    wanted = wanted.drop("demand_id_right").left_join(
        kept.members.select("demand_id", "likeness"), "demand_id"
    )
    read = read_meanings(engine, wanted.drop("demand_id_right"), kept.demands, progress=progress)
    progress("Finding themes anew", len(read))
    found = find(read.meanings, by_root=True)
    themes = sorted(one for one, theme in told.overlay.themes.items() if not theme.noise)
    was = places_among(read.was, themes)
    pinned = [one for one, theme in told.overlay.themes.items() if theme.pinned]
    return Regrouped(
        kept=kept,
        overlay=told.overlay,
        read=read,
        was=was,
        found=found,
        proposals=tuple(propose(was, found.theme_of, found.likeness, themes=themes, pinned=pinned)),
    )


def found_new(
    regrouped: Regrouped, proposal: Proposal, *, store: ThemeStore, engine: Engine, as_of: datetime
) -> str | None:
    """Found the theme that a proposal is about, of those that are in no theme; return its id.

    None where somebody else wrote themes meanwhile; nothing is changed then.
    """
    found, read = regrouped.found, regrouped.read
    goes = (found.theme_of == proposal.group) & (regrouped.was < 0)
    going = read.only(goes)
    (row,) = founding(
        regrouped.kept,
        engine,
        going,
        theme_of=np.zeros(len(going), np.int64),
        centres=found.centres[proposal.group : proposal.group + 1],
        reach=found.reach[proposal.group : proposal.group + 1],
        as_of=as_of,
    )
    members = members_of(
        going, [row["theme_id"]], np.zeros(len(going), np.int64), found.likeness[goes]
    )
    new = pa.Table.from_pylist([row], schema=THEMES)
    written = store.write_themes(new, members.to_batches(), since=regrouped.kept.snapshot)
    return None if written is None else str(row["theme_id"])
