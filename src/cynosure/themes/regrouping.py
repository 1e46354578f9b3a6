"""What finding themes anew would change in those that are there: proposals, for people to take."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cynosure.texts.arrays import F64, I64

# A theme belongs to the group that holds most of it, and at least this part.
_MOSTLY = 0.5
# What would be split off is at least this part of its theme, and so many demands.
_WORTH = 0.2
_FEWEST = 5
EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One change: merge a theme, split one, found one, or let one go."""

    kind: Literal["merge", "split", "new", "gone"]
    theme: str | None = None  # the one that would change; None for a new one
    into: str | None = None  # of a merge
    demands: int  # how many it is about
    of: int  # of so many: those of the theme, or of the group that was found
    group: int = -1  # of a split or a new one: which of the groups that were found
    rows: tuple[int, ...] = ()  # of a split: the demands most like what would go


def propose(
    was: I64, found: I64, likeness: F64, *, themes: Sequence[str], pinned: Collection[str] = ()
) -> list[Proposal]:
    """Return what a regrouping would change: merges first, then splits, new themes, and gone ones.

    `was` is the place of each demand's theme among `themes` and `found` the group that
    it is in when themes are found anew, both -1 for none; `likeness` is to that group.
    Two themes are one if the same group holds most of each; a theme is two if another group
    holds a fifth of it and little else; a group is new if most of it recurred in no theme;
    a theme is gone if most of it recurs no more. Pinned themes are left alone.

    >>> was, found = np.repeat([0, 1, -1], [9, 8, 7]), np.repeat([0, 0, 1], [9, 8, 7])
    >>> [(one.kind, one.theme, one.into, one.demands)
    ...  for one in propose(was, found, np.ones(24), themes=["t-1", "t-2"])]
    [('merge', 't-2', 't-1', 8), ('new', None, None, 7)]
    """
    table = _Overlap.of(was, found, len(themes))
    free = [place for place, name in enumerate(themes) if name not in set(pinned)]
    return [
        *_merges(table, themes, free),
        *_splits(table, themes, free, (was, found, likeness)),
        *_new(table),
        *_gone(table, themes, free),
    ]


@dataclass(frozen=True, slots=True)
class _Overlap:
    """How many demands each theme (the last row: none) shares with each group (last: none)."""

    counts: I64

    @classmethod
    def of(cls, was: I64, found: I64, themes: int) -> _Overlap:
        groups = int(found.max(initial=-1)) + 1
        counts = np.zeros((themes + 1, groups + 1), np.int64)
        # -1 is the last row, and the last column.
        np.add.at(counts, (was, found), 1)
        return cls(counts)

    @property
    def grouped(self) -> I64:
        part: I64 = self.counts[:, :-1]
        return part

    def size(self, theme: int) -> int:
        return int(self.counts[theme].sum())

    def home(self, theme: int) -> int:
        """Return the group that holds most of a theme, -1 where none holds half of it."""
        if not self.grouped.shape[1] or not self.size(theme):
            return -1
        best = int(self.grouped[theme].argmax())
        return best if self.grouped[theme, best] >= _MOSTLY * self.size(theme) else -1


def _merges(table: _Overlap, themes: Sequence[str], free: Sequence[int]) -> Iterator[Proposal]:
    homes: dict[int, list[int]] = {}
    for theme in free:
        if (home := table.home(theme)) >= 0:
            homes.setdefault(home, []).append(theme)
    for home in sorted(homes):
        largest, *others = sorted(homes[home], key=lambda one: (-table.size(one), themes[one]))
        for other in others:
            yield Proposal(
                kind="merge",
                theme=themes[other],
                into=themes[largest],
                demands=int(table.counts[other, home]),
                of=table.size(other),
                group=home,
            )


def _splits(
    table: _Overlap,
    themes: Sequence[str],
    free: Sequence[int],
    placed: tuple[I64, I64, F64],
) -> Iterator[Proposal]:
    was, found, likeness = placed
    for theme in free:
        home = int(table.grouped[theme].argmax()) if table.grouped.shape[1] else -1
        for group in np.flatnonzero(table.grouped[theme] >= _WORTH * table.size(theme)).tolist():
            n = int(table.counts[theme, group])
            if group == home or n < _FEWEST or n < _MOSTLY * table.counts[:, group].sum():
                continue
            rows = np.flatnonzero((was == theme) & (found == group))
            best = rows[np.argsort(-likeness[rows], kind="stable")][:EXAMPLES]
            yield Proposal(
                kind="split",
                theme=themes[theme],
                demands=n,
                of=table.size(theme),
                group=group,
                rows=tuple(best.tolist()),
            )


def _new(table: _Overlap) -> Iterator[Proposal]:
    sizes = table.grouped.sum(axis=0)
    for group in np.flatnonzero(table.grouped[-1] >= np.maximum(_MOSTLY * sizes, _FEWEST)).tolist():
        yield Proposal(
            kind="new", demands=int(table.counts[-1, group]), of=int(sizes[group]), group=group
        )


def _gone(table: _Overlap, themes: Sequence[str], free: Sequence[int]) -> Iterator[Proposal]:
    for theme in free:
        lost, size = int(table.counts[theme, -1]), table.size(theme)
        if size and lost > _MOSTLY * size:
            yield Proposal(kind="gone", theme=themes[theme], demands=lost, of=size)
