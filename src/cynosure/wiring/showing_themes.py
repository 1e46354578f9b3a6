"""Themes of a workspace in lines for a terminal: all of them, one, and what a regrouping proposes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from cynosure.demand import MEMBERS
from cynosure.errors import ClassificationError
from cynosure.reports.content import DemandText
from cynosure.themes.allowed import told
from cynosure.themes.regrouping import Proposal
from cynosure.wiring.changing_themes import ThemesNow, do, in_words, theme_called, themes_now
from cynosure.wiring.place import Place
from cynosure.wiring.themes import bring_themes_up_to_date, tell_themes
from cynosure.workflows.describing import describe
from cynosure.workflows.description_lines import lines_of
from cynosure.workflows.regrouping import Regrouped, found_new, regroup
from cynosure.workflows.take_in import Progress, unwatched
from cynosure.workflows.telling import Telling, instant_of
from cynosure.workflows.theme_list import listed, shown
from cynosure.workflows.themed import ToldTheme

_WIDTH = 100  # characters of a demand's words


_TRY_AGAIN = (
    "Somebody else changed the themes meanwhile, so nothing was founded. "
    "See what is proposed now: cynosure themes regroup"
)


class NoSuchProposal(ClassificationError):
    """A number that no proposal has."""

    exit_status = 64

    def __init__(self, number: int, proposals: int) -> None:
        there = f"They go from 1 to {proposals}." if proposals else "There is none now."
        super().__init__(
            f"There is no proposal {number}. {there} `cynosure themes regroup` lists them."
        )


def list_lines(place: Place) -> Iterator[str]:
    """Yield the themes, the largest first, and how many demands are in none of them."""
    themes_now(place)
    telling = tell_themes(place)
    parts = telling.recurring
    if parts is None:
        yield (
            "No theme was found yet: too few failure demands of customers say the same. "
            "What recurs shows once more are taken in."
        )
        return
    for number, one in enumerate(listed(telling, place.engine), 1):
        since = f", since {one.first_seen:%Y-%m-%d}" if one.first_seen else ""
        yield (
            f"{number:>3}  {one.theme.theme_id}  {one.theme.size:>7,}  {one.share or 0:>4.0%}  "
            f"{one.theme.name}{_marks(one.theme)}"
        )
        yield f"{'':>31}{one.trend or 'nothing in it'}{since}"
    yield ""
    yield (
        f"Of {parts.failure:,} failure demands of customers {parts.in_themes:,} are in these "
        f"themes, {parts.not_recurring:,} are not recurring, {parts.noise:,} are marked as noise."
    )


def show_lines(place: Place, word: str) -> Iterator[str]:
    """Yield one theme: its name and history, typical demands, one at the edge, and its months."""
    now = themes_now(place)
    theme = told(theme_called(place, now, word), now.overlay)
    telling = tell_themes(place)
    (one,) = (each for each in telling.themes if each.theme_id == theme.theme_id)
    yield f"{one.theme_id}  {one.name}{_marks(one)}"
    founded = f", found as of {one.founded_at:%Y-%m-%d}" if one.founded_at else ""
    parts = f", with {', '.join(one.merged_from)} merged into it" if one.merged_from else ""
    yield f"{one.size:,} failure demands of customers{founded}{parts}."
    yield from _history(now, one)
    if one.size and not one.noise:
        yield from _described(place, telling, one)
    page = shown(telling, place.engine, now.kept.snapshot, one, acts=now.acts)
    if page.typical:
        yield "\nTypical:"
        yield from map(_line, page.typical)
    if page.edge:
        yield "\nAt its edge:"
        yield _line(page.edge)
    if page.months:
        yield "\nAsked in:"
        yield from (f"  {month:%Y-%m}  {n:,}" for month, n in page.months)


def _described(place: Place, telling: Telling, theme: ToldTheme) -> Iterator[str]:
    """Yield what is known of a theme as people left it: trend, waiting, what it concentrates in."""
    placed = place.engine.parquet(place.store.snapshot().files("members"), MEMBERS)
    facts = telling.facts.demands
    members = (
        facts.filter(facts.theme.notnull())
        .select("demand_id", theme_id="theme")
        .left_join(placed.select("demand_id", "likeness"), "demand_id")
        .drop("demand_id_right")
    )
    known = describe(telling, place.engine, theme.theme_id, members=members, name=theme.name)
    # Its demands stand below with their words.
    yield from lines_of(replace(known, typical=(), edge=None))[1:]


def regroup_lines(
    place: Place,
    *,
    accept: int | None,
    by: str,
    at: datetime,
    progress: Progress = unwatched,
) -> Iterator[str]:
    """Yield what finding themes anew would change, and how to do it; or do the one accepted."""
    now = themes_now(place)
    regrouped = regroup(now.kept, place.engine, acts=now.acts, progress=progress)
    if accept is not None:
        yield _accepted(place, now, regrouped, accept, by=by, at=at)
        return
    for number, proposal in enumerate(regrouped.proposals, 1):
        yield f"{number:>3}  {_proposed(proposal, now)}"
        yield f"     {_command(place, regrouped, proposal, number)}"
    if not regrouped.proposals:
        yield "Found anew, the themes would be as they are."


def _accepted(
    place: Place, now: ThemesNow, regrouped: Regrouped, number: int, *, by: str, at: datetime
) -> str:
    if not 1 <= number <= len(regrouped.proposals):
        raise NoSuchProposal(number, len(regrouped.proposals))
    proposal = regrouped.proposals[number - 1]
    act = regrouped.act(proposal)
    if act is not None:
        return do(place, now, act, by=by, at=at)
    instant, _ = instant_of(
        sorted(place.imports(), key=lambda row: row["exported_at"] or row["imported_at"]), None
    )
    new = found_new(regrouped, proposal, store=place.store, engine=place.engine, as_of=instant)
    bring_themes_up_to_date(place)
    return f"{new} was founded with {proposal.demands:,} demands." if new else _TRY_AGAIN


def _proposed(proposal: Proposal, now: ThemesNow) -> str:
    def called(theme: str | None) -> str:
        return f"{theme} ({now.overlay.themes[str(theme)].name})"

    n, of = proposal.demands, proposal.of
    match proposal.kind:
        case "merge":
            return (
                f"merge {called(proposal.theme)} into {called(proposal.into)}: "
                f"{n:,} of its {of:,} demands are found in one group with it"
            )
        case "split":
            return f"split {called(proposal.theme)}: {n:,} of its {of:,} demands are a group apart"
        case "gone":
            return f"let {called(proposal.theme)} go: {n:,} of its {of:,} demands recur no more"
        case "new":
            return f"a new theme of {n:,} demands that were in none"


def _command(place: Place, regrouped: Regrouped, proposal: Proposal, number: int) -> str:
    where = f"--workspace {place.folder}"
    match proposal.kind:
        case "merge":
            return f"cynosure themes merge {proposal.theme} {proposal.into} {where}"
        case "split":
            return f"cynosure themes split {' '.join(regrouped.examples(proposal))} {where}"
        case "gone":
            return f"cynosure themes noise {proposal.theme} {where}"
        case "new":
            return f"cynosure themes regroup --accept {number} {where}"


def _history(now: ThemesNow, theme: ToldTheme) -> Iterator[str]:
    ours = {theme.theme_id, *theme.merged_from}
    for done in now.acts:
        if ours & {done.act.theme, done.act.into}:
            back = " (taken back since)" if done.taken_back else ""
            words = in_words(done.act, now.overlay)
            yield f"  {done.at:%Y-%m-%d %H:%M} UTC, by {done.by}: {words}{back}"


def _marks(theme: ToldTheme) -> str:
    marks = [word for word, holds in (("pinned", theme.pinned), ("noise", theme.noise)) if holds]
    return f"  [{', '.join(marks)}]" if marks else ""


def _line(one: DemandText) -> str:
    words = " ".join(f"{one.title}. {one.text}".split())
    return f"  {one.demand_id}  {words[:_WIDTH]}{'…' if len(words) > _WIDTH else ''}"
