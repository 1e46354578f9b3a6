"""What people do to the themes of a workspace: looked at first, then kept, then carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

import pyarrow as pa

from cynosure.errors import ClassificationError
from cynosure.themes.acts import Act, ActKind, Done, NoSuchTheme, NothingWouldChange, NotOfTheTheme
from cynosure.themes.allowed import check_act, told
from cynosure.themes.identity import split_id
from cynosure.themes.overlay import Overlay
from cynosure.wiring.decisions import labels_decided
from cynosure.wiring.demands import known
from cynosure.wiring.own_model import bring_up_to_date
from cynosure.wiring.place import Place
from cynosure.wiring.themes import acts_in, bring_themes_up_to_date, open_acts, tell_themes
from cynosure.workflows.themed import Themed, themed
from cynosure.workflows.theming import Kept, kept_now

NONE = "none"  # where a demand goes that is taken out of its theme


class NoSuchDemand(ClassificationError):
    """Ids of demands that are not in the workspace, or not in any theme's reach."""

    exit_status = 64

    def __init__(self, ids: Sequence[str], near: Sequence[str], *, kept: bool) -> None:
        self.ids = tuple(ids)
        named = ", ".join(map(repr, ids[:5]))
        hint = f" Did you mean {near[0]!r}?" if near else ""
        super().__init__(
            f"{named}: no failure demand of a customer, and only those have themes. "
            "`cynosure label` says that a demand is one."
            if kept
            else f"There is no demand {named}.{hint} `cynosure export demands` lists the ids."
        )


class NothingDone(ClassificationError):
    """There is no act that could be taken back."""

    exit_status = 64

    def __init__(self) -> None:
        super().__init__(
            "Nobody did anything to the themes of this workspace that still stands, "
            "so there is nothing to take back."
        )


@dataclass(frozen=True, slots=True)
class ThemesNow:
    """The themes of a workspace as they are now, with all that was done to them."""

    kept: Kept
    acts: tuple[Done, ...]
    themed: Themed

    @property
    def overlay(self) -> Overlay:
        """What people did, laid over what was found."""
        return self.themed.overlay


def themes_now(place: Place) -> ThemesNow:
    """Return the themes of a workspace, brought up to date."""
    bring_up_to_date(place)
    bring_themes_up_to_date(place)
    acts = acts_in(place)
    kept = kept_now(
        place.store.snapshot(),
        place.engine,
        labeller=place.labeller.name,
        decisions=labels_decided(place),
    )
    places = themed(
        kept.snapshot, place.engine, demands=kept.demands, labels=kept.labels, acts=acts
    )
    return ThemesNow(kept, tuple(acts), places)


def theme_called(place: Place, now: ThemesNow, word: str) -> str:
    """Return the id of a theme by what a person called it: its id, its number or its name.

    A number is its place in `cynosure themes list`.

    Raises
    ------
    NoSuchTheme
        If nothing is called so; the message names the nearest.
    """
    if word in now.overlay.counts_as:
        return word
    if word.isdecimal():
        themes = tell_themes(place).themes
        if 1 <= int(word) <= len(themes):
            return themes[int(word) - 1].theme_id
    called = [one.theme_id for one in now.overlay.themes.values() if one.name == word]
    if len(called) == 1:
        return called[0]
    raise NoSuchTheme(word, list(now.overlay.themes))


def do(place: Place, now: ThemesNow, act: Act, *, by: str, at: datetime) -> str:
    """Keep an act and carry it out; return in words what was done.

    Raises
    ------
    ClassificationError
        If it cannot be done, or would change nothing; then nothing is kept.
    """
    members = _members(place, now, act.theme) if act.kind == "split" else ()
    check_act(act, now.overlay, members=members)
    with open_acts(place) as kept:
        kept.keep(Done(act, by, at))
    if act.kind == "split":
        # What goes along is placed at once; should that be cut short, the next use does it.
        bring_themes_up_to_date(place)
    return in_words(act, now.overlay)


def split_by(place: Place, now: ThemesNow, demands: Sequence[str]) -> Act:
    """Return the act that founds a theme by demands like these, out of the one that they are in.

    Raises
    ------
    NoSuchDemand
        If they are not kept, or no failure demands.
    NotOfTheTheme
        If they are not all in one theme.
    """
    check_demands(place, now, demands)
    wanted = place.engine.take(pa.table({"demand_id": pa.array(demands, pa.string())}))
    found = place.engine.result(now.themed.places.semi_join(wanted, "demand_id"))
    where = dict(zip(found["demand_id"].to_pylist(), found["theme"].to_pylist(), strict=True))
    themes = [where.get(one) for one in demands]
    theme = next((one for one in themes if one), None)
    others = [one for one, there in zip(demands, themes, strict=True) if there != theme]
    if theme is None:
        raise NothingWouldChange(f"{', '.join(demands)}: in no theme that could be split.")
    if others:
        raise NotOfTheTheme(theme, others)
    into = split_id(theme, demands, taken=now.overlay.counts_as)
    return Act(kind="split", theme=theme, into=into, demands=tuple(demands))


def check_demands(place: Place, now: ThemesNow, demands: Sequence[str]) -> None:
    """Make sure that these are failure demands of customers, which alone have themes.

    Raises
    ------
    NoSuchDemand
        If some are not.
    """
    there = known(place, demands)
    if unknown := [one for one in demands if one not in there]:
        some = place.engine.result(now.kept.demands.select("demand_id").limit(20_000))
        near = get_close_matches(unknown[0], some["demand_id"].to_pylist(), n=1)
        raise NoSuchDemand(unknown, near, kept=False)
    wanted = place.engine.take(pa.table({"demand_id": pa.array(demands, pa.string())}))
    failure = place.engine.result(now.kept.failure.semi_join(wanted, "demand_id"))
    if others := sorted(set(demands) - set(failure["demand_id"].to_pylist())):
        raise NoSuchDemand(others, (), kept=True)


def undo(place: Place, *, by: str, at: datetime) -> str:
    """Take back the last act that stands, whoever did it; return in words what it was.

    Raises
    ------
    NothingDone
        If there is none.
    """
    before = themes_now(place).overlay
    if not acts_in(place):
        raise NothingDone
    with open_acts(place) as kept:
        taken: Done | None = kept.take_back(by=by, at=at)
    if taken is None:
        raise NothingDone
    return f"Taken back: {in_words(taken.act, before)} It was done by {taken.by}."


def in_words(act: Act, overlay: Overlay) -> str:
    """Return what was done, as a sentence with the names of themes."""

    def called(theme: str | None) -> str:
        one = overlay.themes.get(overlay.counts_as.get(theme or "", ""))
        return f"{theme} ({one.name})" if one else str(theme)

    demands = ", ".join(act.demands)
    what = called(act.theme) if act.theme else demands
    words: Mapping[ActKind, str] = {
        "name": f"{act.theme} is now called {act.name!r}.",
        "merge": f"{act.theme} is now part of {called(act.into)}.",
        "split": f"{act.into} was split off {called(act.theme)}, by demands like {demands}.",
        "pin": f"{what} is pinned: no regrouping proposes to change it.",
        "unpin": f"{what} is no longer pinned.",
        "move": f"{demands}: now in {called(act.theme) if act.theme else 'no theme'}.",
        "noise": f"{what}: marked as noise, and not ranked.",
        "not_noise": f"{what}: no longer noise.",
    }
    return words[act.kind]


def _members(place: Place, now: ThemesNow, theme: str | None) -> list[str]:
    told(str(theme), now.overlay)
    places = now.themed.places.filter(now.themed.places.theme == theme)
    return list(place.engine.result(places.select("demand_id"))["demand_id"].to_pylist())
