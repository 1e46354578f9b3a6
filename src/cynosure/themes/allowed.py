"""Whether an act can be done to the themes as they are: said before it is kept."""

from __future__ import annotations

from collections.abc import Collection

from cynosure.themes.acts import (
    LONGEST_NAME,
    Act,
    NoSuchTheme,
    NothingWouldChange,
    NotOfTheTheme,
    PartOfAnother,
    WouldGoInCircles,
)
from cynosure.themes.overlay import OverlaidTheme, Overlay


def check_act(act: Act, overlay: Overlay, *, members: Collection[str] = ()) -> None:
    """Make sure that an act can be done, and would change something.

    `members` are the demands of the theme that is to be split.

    Raises
    ------
    NoSuchTheme, PartOfAnother
        If it names a theme that is not told.
    WouldGoInCircles
        If a theme would become part of itself.
    NotOfTheTheme
        If a theme is to be split by demands that are not in it.
    NothingWouldChange
        If it says what holds already.
    """
    if act.kind == "merge":
        _check_merge(act, overlay)
        return
    theme = None if act.theme is None else told(act.theme, overlay)
    match act.kind:
        case "name":
            _check_name(act, theme)
        case "split":
            _check_split(act, members)
        case "pin" | "unpin" if theme and theme.pinned == (act.kind == "pin"):
            pinned = "already" if theme.pinned else "not"
            raise NothingWouldChange(f"{theme.theme_id} is {pinned} pinned.")
        case "noise" | "not_noise" if theme and theme.noise == (act.kind == "noise"):
            noise = "already" if theme.noise else "not"
            raise NothingWouldChange(f"{theme.theme_id} is {noise} marked as noise.")
        case "noise" | "not_noise" if act.demands:
            marked = set(act.demands) <= overlay.noise
            if marked == (act.kind == "noise") or (
                act.kind == "not_noise" and not overlay.noise & set(act.demands)
            ):
                word = "already" if act.kind == "noise" else "not"
                raise NothingWouldChange(f"{', '.join(act.demands)}: {word} marked as noise.")


def told(theme: str, overlay: Overlay) -> OverlaidTheme:
    """Return a theme by its id.

    Raises
    ------
    NoSuchTheme, PartOfAnother
        If there is none, or it was merged into another.
    """
    whole = overlay.counts_as.get(theme)
    if whole is None:
        raise NoSuchTheme(theme, list(overlay.themes))
    if whole != theme:
        raise PartOfAnother(theme, whole)
    return overlay.themes[theme]


def _check_merge(act: Act, overlay: Overlay) -> None:
    theme, into = str(act.theme), str(act.into)
    for named in (theme, into):
        if named not in overlay.counts_as:
            raise NoSuchTheme(named, list(overlay.themes))
    told(theme, overlay)
    if overlay.counts_as[into] == theme:
        raise WouldGoInCircles(theme, into)
    told(into, overlay)


def _check_name(act: Act, theme: OverlaidTheme | None) -> None:
    name = (act.name or "").strip()
    if not name:
        raise NothingWouldChange("A name needs at least one word.")
    if len(name) > LONGEST_NAME:
        raise NothingWouldChange(
            f"The name has {len(name)} characters; at most {LONGEST_NAME} are kept."
        )
    if theme and theme.named_by_people and theme.name == name:
        raise NothingWouldChange(f"{theme.theme_id} is called {name!r} already.")


def _check_split(act: Act, members: Collection[str]) -> None:
    others = [one for one in act.demands if one not in members]
    if others:
        raise NotOfTheTheme(str(act.theme), others)
    if not act.demands:
        raise NothingWouldChange("A split needs demands that are alike: name some with --like.")
    if len(set(act.demands)) == len(members):
        raise NothingWouldChange(f"{act.theme} holds no other demands than these.")
