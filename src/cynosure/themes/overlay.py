"""What people did, laid over the themes as they were found: the last word on each demand.

Acts are folded in their order, and those taken back left out; since only the last one that
stands is ever taken back, what is left is always a history that could have been. So the
same acts give the same themes, whatever was regrouped beneath.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import ibis.expr.types as ir
import pyarrow as pa

from cynosure.themes.acts import Act, Done

# What each theme counts as, and what people said of single demands: small tables of an engine.
COUNTED = pa.schema(
    [("theme_id", pa.string()), ("theme", pa.string()), ("noise", pa.bool_())],
)
SAID = pa.schema(
    [("demand_id", pa.string()), ("theme", pa.string()), ("noise", pa.bool_())],
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlaidTheme:
    """A theme as it is told: found, or split off by people, with all that was said of it."""

    theme_id: str
    name: str
    founded_at: datetime | None
    named_by_people: bool = False
    pinned: bool = False
    noise: bool = False
    merged_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where one demand counts: in a theme, in none (not recurring), or as noise."""

    theme: str | None
    noise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Themes as people left them. Every failure demand counts in exactly one place."""

    themes: Mapping[str, OverlaidTheme]  # those that are told, by their id
    counts_as: Mapping[str, str]  # each theme's id, merged ones too, to that of a told one
    moved: Mapping[str, str | None]  # single demands that people put somewhere
    noise: frozenset[str]  # single demands that people called noise

    def place_of(self, demand_id: str, placed: str | None) -> Place:
        """Return where a demand counts that was placed in a theme, or in none.

        What a person said of the demand goes before what the machine found.
        """
        if demand_id in self.noise:
            return Place(None, True)
        theme = self.moved.get(demand_id, placed)
        told = None if theme is None else self.counts_as.get(theme)
        return Place(told, told is not None and self.themes[told].noise)

    def counted(self) -> pa.Table:
        """Return what each theme counts as, with the schema COUNTED."""
        rows = [
            {"theme_id": theme, "theme": told, "noise": self.themes[told].noise}
            for theme, told in self.counts_as.items()
        ]
        return pa.Table.from_pylist(rows, schema=COUNTED)

    def said(self) -> pa.Table:
        """Return where people put single demands, with the schema SAID."""
        places = {one: self.place_of(one, None) for one in sorted({*self.moved, *self.noise})}
        rows = [
            {"demand_id": one, "theme": place.theme, "noise": place.noise}
            for one, place in places.items()
        ]
        return pa.Table.from_pylist(rows, schema=SAID)


def overlay(themes: pa.Table, acts: Sequence[Done]) -> Overlay:
    """Return the themes that were found with all that people did laid over them.

    `themes` has the schema THEMES; `acts` are all that were ever done, oldest first,
    also those taken back: a split that was taken back is a theme in the table all the
    same, and counts as the one that it was split off.

    >>> from cynosure.demand import THEMES
    >>> found = [{"theme_id": "t-1", "name": "export fails"}, {"theme_id": "t-2", "name": "csv"}]
    >>> merge = Act(kind="merge", theme="t-2", into="t-1")
    >>> done = Done(merge, "Maria", datetime(2026, 3, 2))
    >>> told = overlay(pa.Table.from_pylist(found, schema=THEMES), [done])
    >>> told.counts_as["t-2"], told.themes["t-1"].merged_from
    ('t-1', ('t-2',))
    """
    fold = _Fold()
    for row in themes.select(["theme_id", "name", "founded_at"]).to_pylist():
        fold.add(row["theme_id"], row["name"] or row["theme_id"], row["founded_at"])
    standing = {done.act.into for done in acts if done.act.kind == "split" and not done.taken_back}
    for done in acts:
        if done.act.kind == "split" and done.act.into not in standing:
            fold.join(done.act.into, done.act.theme)
    for done in acts:
        if not done.taken_back:
            fold.apply(done.act, done.at)
    return fold.told()


def laid_over(members: ir.Table, *, counted: ir.Table, said: ir.Table) -> ir.Table:
    """Return (demand_id, theme, noise): where each member counts, people's word before the rest.

    The same as `Overlay.place_of`, for all members at once and by any engine; `counted`
    and `said` are the overlay's tables. A demand that is no member but was put somewhere
    is there, too.
    """
    found = members.left_join(counted, "theme_id")
    found = found.select("demand_id", "theme", noise=found.noise.fill_null(False))
    return found.anti_join(said, "demand_id").union(said)


@dataclass(slots=True)
class _Fold:
    themes: dict[str, OverlaidTheme] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str | None] = field(default_factory=dict)
    noise: set[str] = field(default_factory=set)

    def add(self, theme: str, name: str, founded_at: datetime | None) -> None:
        self.themes.setdefault(
            theme, OverlaidTheme(theme_id=theme, name=name, founded_at=founded_at)
        )

    def whole(self, theme: str) -> str:
        while theme in self.parents:
            theme = self.parents[theme]
        return theme

    def join(self, theme: str | None, into: str | None) -> None:
        if theme not in self.themes or into not in self.themes:
            return
        part, whole = self.whole(theme), self.whole(into)
        if part != whole:
            self.parents[part] = whole

    def apply(self, act: Act, at: datetime) -> None:
        match act.kind:
            case "merge":
                self.join(act.theme, act.into)
            case "split":
                if act.into is not None:
                    self.add(act.into, f"split off {act.theme}", at)
                    # Said of these very demands, whatever the machine makes of the others.
                    self.moved |= dict.fromkeys(act.demands, act.into)
                    self.noise -= set(act.demands)
            case "move":
                if act.theme is None or act.theme in self.themes:
                    self.moved |= dict.fromkeys(act.demands, act.theme)
                    self.noise -= set(act.demands)
            case "noise" | "not_noise" if act.demands:
                if act.kind == "noise":
                    self.noise |= set(act.demands)
                else:
                    self.noise -= set(act.demands)
            case _:
                self._say(act)

    def _say(self, act: Act) -> None:
        """Change what is said of one theme."""
        if act.theme not in self.themes:
            return
        whole = self.whole(act.theme)
        theme = self.themes[whole]
        match act.kind:
            case "name" if act.name:
                theme = replace(theme, name=act.name, named_by_people=True)
            case "pin" | "unpin":
                theme = replace(theme, pinned=act.kind == "pin")
            case "noise" | "not_noise":
                theme = replace(theme, noise=act.kind == "noise")
        self.themes[whole] = theme

    def told(self) -> Overlay:
        counts_as = {theme: self.whole(theme) for theme in self.themes}
        parts: dict[str, list[str]] = {}
        for theme, whole in counts_as.items():
            if theme != whole:
                parts.setdefault(whole, []).append(theme)
        return Overlay(
            themes={
                theme: replace(self.themes[theme], merged_from=tuple(sorted(parts.get(theme, ()))))
                for theme in counts_as
                if counts_as[theme] == theme
            },
            counts_as=counts_as,
            moved=dict(self.moved),
            noise=frozenset(self.noise),
        )
