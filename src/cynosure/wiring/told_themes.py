"""Themes of what was last told, with what people did since laid over: pages show it at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import pyarrow as pa

from cynosure.demand import THEMES
from cynosure.themes.acts import Act, Done
from cynosure.themes.allowed import check_act
from cynosure.themes.overlay import OverlaidTheme, Overlay, overlay
from cynosure.wiring.changing_themes import NothingDone, in_words
from cynosure.wiring.place import Place
from cynosure.wiring.remedies import remedies_in
from cynosure.wiring.weights import weights_in
from cynosure.workflows.take_in import Progress, unwatched
from cynosure.workflows.telling import Telling
from cynosure.workflows.told.plain import read
from cynosure.workflows.told.theme_pages import (
    ThemeLine,
    ThemePage,
    ThemesTold,
    pages_of,
    themes_told,
)

if TYPE_CHECKING:
    from cynosure.wiring.told.reading import Told

ALL = "themes.json"
_ID = re.compile(r"[A-Za-z0-9_-]{1,80}")


def theme_files(
    place: Place, telling: Telling, *, progress: Progress = unwatched
) -> Iterator[tuple[str, object]]:
    """Yield what is kept of the themes of a telling: names of files and what goes into each."""
    snapshot = place.store.snapshot()
    yield (
        ALL,
        themes_told(
            snapshot,
            telling,
            place.engine,
            weights=weights_in(place),
            remedies=remedies_in(place),
        ),
    )
    for n, (theme_id, page) in enumerate(pages_of(snapshot, telling, place.engine)):
        progress("Describing themes", n)
        yield _file(theme_id), page


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeNow:
    """A theme as people have left it by now; `size` is None while it is being counted again."""

    theme: OverlaidTheme
    size: int | None
    line: ThemeLine | None

    @property
    def theme_id(self) -> str:
        """Its id, for good."""
        return self.theme.theme_id


@dataclass(frozen=True)
class ThemesNow:
    """The themes of a telling with all acts of now; make it within the open register."""

    told: Told
    all: ThemesTold
    acts: tuple[Done, ...]

    @cached_property
    def overlay(self) -> Overlay:
        """What people did by now, laid over what was found."""
        rows = [
            {"theme_id": one.theme_id, "name": one.name, "founded_at": one.founded_at}
            for one in self.all.found
        ]
        return overlay(pa.Table.from_pylist(rows, schema=THEMES), self.acts)

    @cached_property
    def themes(self) -> tuple[ThemeNow, ...]:
        """The themes, the largest first, those marked as noise last."""
        lines = {one.theme_id: one for one in self.all.lines}
        now = [
            ThemeNow(theme=one, size=self._size(one), line=lines.get(one.theme_id))
            for one in self.overlay.themes.values()
        ]
        return tuple(sorted(now, key=lambda one: (one.theme.noise, -(one.size or 0), one.theme_id)))

    @property
    def names(self) -> Mapping[str, str]:
        """What each theme is called by now, also under ids that are part of it."""
        return {
            theme: self.overlay.themes[whole].name
            for theme, whole in self.overlay.counts_as.items()
        }

    @cached_property
    def since(self) -> tuple[Done, ...]:
        """What was done since the telling; what was taken back since is not in it."""
        return tuple(
            done for done in self.acts if done.at > self.told.told_at and not done.taken_back
        )

    def called(self, theme_id: str) -> ThemeNow | None:
        """Return a theme by its id, or by that of a part of it; None where there is none."""
        whole = self.overlay.counts_as.get(theme_id)
        return next((one for one in self.themes if one.theme_id == whole), None)

    def page(self, theme_id: str) -> ThemePage | None:
        """Return what was told of a theme; None where it was not told apart, or as noise."""
        return page_of(self.told, theme_id)

    def history(self, theme: OverlaidTheme) -> list[tuple[Done, str]]:
        """Return what was done to a theme and its parts, the newest first, each as a sentence."""
        ours = {theme.theme_id, *theme.merged_from}
        return [
            (done, in_words(done.act, self.overlay))
            for done in reversed(self.acts)
            if ours & {done.act.theme, done.act.into}
        ]

    def _size(self, theme: OverlaidTheme) -> int | None:
        """Return how many demands it has, by the sizes at the telling; None where those do not say."""
        told = {one.theme_id: one for one in self.told.themes}
        ours = {theme.theme_id, *theme.merged_from}
        parts = [told[one] for one in ours if one in told]
        covered = {one for part in parts for one in (part.theme_id, *part.merged_from)}
        if covered != ours or any(
            done.act.kind in {"split", "move"} and ours & {done.act.theme, done.act.into}
            for done in self.since
        ):
            return None
        return sum(part.size for part in parts)


def themes_of(told: Told) -> ThemesNow | None:
    """Return the themes of a telling as people have left them by now; None where none were kept."""
    from cynosure.register import themes as register
    from cynosure.wiring.told.answering import kept

    def opened() -> ThemesTold | None:
        try:
            return read(ThemesTold, (told.folder / ALL).read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            return None  # an older telling: the next one has them

    known = kept(told, "themes", opened)
    return None if known is None else ThemesNow(told, known, tuple(register.acts()))


def page_of(told: Told, theme_id: str) -> ThemePage | None:
    """Return what was told of one theme; None where nothing was."""
    from cynosure.wiring.told.answering import kept

    if not _ID.fullmatch(theme_id):
        return None

    def opened() -> ThemePage | None:
        try:
            return read(ThemePage, (told.folder / _file(theme_id)).read_bytes())
        except (OSError, ValueError, KeyError, TypeError):
            return None

    return kept(told, ("theme", theme_id), opened)


def do_now(now: ThemesNow, act: Act, *, by: str, at: datetime) -> str:
    """Keep an act on themes; return in words what was done. The next telling carries it out.

    Raises
    ------
    ClassificationError
        If it cannot be done, or would change nothing; then nothing is kept.
    """
    from cynosure.register import themes as register

    members = _members(now, act) if act.kind == "split" else ()
    check_act(act, now.overlay, members=members)
    register.keep(Done(act, by, at))
    return in_words(act, now.overlay)


def undo_now(now: ThemesNow, *, by: str, at: datetime) -> str:
    """Take back the last act that stands, whoever did it; return in words what it was.

    Raises
    ------
    NothingDone
        If there is none.
    """
    from cynosure.register import themes as register

    taken: Done | None = register.take_back(by=by, at=at)
    if taken is None:
        raise NothingDone
    return f"Taken back: {in_words(taken.act, now.overlay)} It was done by {taken.by}."


def demands_in(now: ThemesNow, theme: OverlaidTheme) -> tuple[str, ...]:
    """Return the ids of the themes of the telling that are this theme by now."""
    return tuple(
        one.theme_id
        for one in now.told.themes
        if now.overlay.counts_as.get(one.theme_id) == theme.theme_id
    )


def _members(now: ThemesNow, act: Act) -> Sequence[str]:
    """Return those of the named demands that are in the theme, and one other if there is one."""
    theme = now.called(str(act.theme))
    parts = demands_in(now, theme.theme) if theme else ()
    if not parts or not act.demands:
        return ()
    of, named = (", ".join("?" * len(each)) for each in (parts, act.demands))
    source = now.told.demands_sql

    def ids(which: str, limit: str = "") -> list[str]:
        query = (
            f"SELECT demand_id FROM {source} WHERE theme IN ({of}) "  # noqa: S608 - marks alone
            f"AND demand_id {which} ({named}) {limit}"
        )
        found: list[str] = now.told.engine.rows(query, [*parts, *act.demands])[
            "demand_id"
        ].to_pylist()
        return found

    return [*ids("IN"), *ids("NOT IN", "LIMIT 1")]


def _file(theme_id: str) -> str:
    return f"theme-{theme_id}.json"
