"""The dissatisfiers: themes ranked by the harm they do, with how certain each place is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from statistics import median

import ibis.expr.types as ir

from cynosure.answers import Series
from cynosure.demand.periods import Every
from cynosure.measures import Facts, series, waits
from cynosure.reports.certainty import certainty
from cynosure.reports.content import (
    Dissatisfier,
    Dissatisfiers,
    EmergingTheme,
    RankedPlace,
    Rising,
)
from cynosure.statistics import Emergence, Place, emerging, ranked
from cynosure.workflows.engine import Engine
from cynosure.workflows.telling import Telling
from cynosure.workflows.theme_counts import Asks, weeks
from cynosure.workflows.theme_figures import ThemeFigures, Wanted

RECENT_WEEKS = 4
PAST_WEEKS = 52
FALSE_ALARMS = 0.05  # of all looks
# A theme is silent with no more demands than half of the themes have, and waits so many times
# as long as in the middle theme; of fewer demands than these the wait is one person's luck.
SILENT_TIMES, SILENT_LEAST = 3.0, 5
_MONTHLY_FROM = 270  # days; below, a chart by month has too few points
_LOOKED_AT = (
    *("demand_id", "request_id", "theme", "code", "role", "standing", "nature", "asker_kind"),
    *("start", "ended_at", "state", "follows", "tells_endings", "begins", "ends"),
)


def find_dissatisfiers(telling: Telling, engine: Engine, wanted: Wanted) -> Dissatisfiers:
    """Return the themes of customers' failure demand that hurt most, and what stands beside them.

    Ranked by harm: each customer's weight times the days that they waited
    inside the period. Where fewer than half of the demands in themes come from
    a source that tells when a demand ended, nobody knows that, and they are
    ranked by the weighed number of demands asked in the period instead. No
    figure is by person: askers are looked at only to tell who had to ask again.
    """
    rows = _failure(telling.facts, engine)
    facts = Facts(demands=rows, requests=telling.facts.requests, as_of=telling.as_of)
    told = ThemeFigures.of(facts, telling, engine, wanted)
    if not told.themes:
        return Dissatisfiers(
            failure_demands=told.failure_demands,
            harm=told.harm,
            not_recurring=told.apart([None]),
            weights=wanted.weights.said(),
            how=_how(told),
            instead=_why_none(told),
        )
    rising = _rising(engine, rows, end=_end(telling, wanted), themes=told.themes)
    places = ranked(told.amounts(), first=wanted.first)
    silent = _silent(told)
    found = [
        _dissatisfier(told, place, rising=rising, silent=place.name in silent) for place in places
    ]
    every = _every(facts, wanted, engine)
    shown = tuple(
        replace(
            one,
            trend=_trend(facts, engine, told, one.theme, every=every),
            typical=typical,
            edge=edge,
        )
        for one in found[: wanted.first]
        for typical, edge in [wanted.texts_of(one.theme)]
    )
    return Dissatisfiers(
        first=shown,
        silent=tuple(one for one in found[wanted.first :] if one.silent),
        emerging=tuple(
            EmergingTheme(theme=theme, name=told.name(theme), rising=each)
            for theme, one in rising.items()
            if (each := _as_rising(one)) is not None
        ),
        emergence=_emergence(rising.values()),
        by=told.by,
        themes=len(found),
        failure_demands=told.failure_demands,
        harm=told.harm,
        not_recurring=told.apart([None]),
        noise=told.apart(wanted.noise) if told.noise else None,
        weights=wanted.weights.said(),
        remedies=wanted.remedies,
        how=_how(told),
    )


def _failure(facts: Facts, engine: Engine) -> ir.Table:
    """Return customers' failure demand with the wait of each: computed once, asked often."""
    rows = waits(facts.demands, as_of=facts.as_of)
    mine = (rows.nature == "failure") & (rows.asker_kind.fill_null("customer") == "customer")
    return engine.materialise(rows.filter(mine).select(*_LOOKED_AT))


def _end(telling: Telling, wanted: Wanted) -> datetime:
    return min(wanted.period.until or telling.as_of, telling.as_of)


def _dissatisfier(
    told: ThemeFigures, place: Place, *, rising: Mapping[str, Emergence], silent: bool
) -> Dissatisfier:
    theme, often = place.name, told.asks.get(place.name, Asks())
    whole = sum(each.n for each in told.asks.values())
    harm = told.by_theme.get(theme)
    return Dissatisfier(
        theme=theme,
        name=told.name(theme),
        code=often.cause,
        ranked=RankedPlace(
            place=place.place,
            certainty=certainty(best=place.best, worst=place.worst, above_next=place.above_next)
            if len(told.themes) > 1
            else "the only theme",
            above_next=place.above_next,
            among_first=place.among_first,
            best=place.best,
            worst=place.worst,
        ),
        harm=replace(told.harm, value=0.0, n=0, interval=None, parts={})
        if harm is None
        else harm.answer,
        share=told.share_of("Share of failure demand", often.n, whole, of="failure demands"),
        repeats=told.share_of("Asked again", often.repeats, often.n, of="demands of the theme"),
        silent=silent,
        rising=_as_rising(rising.get(theme)),
    )


def _silent(told: ThemeFigures) -> frozenset[str]:
    """Return the themes that few complain of and that wait long."""
    known = {
        theme: (harm.answer.n, float(wait))
        for theme, harm in told.by_theme.items()
        if theme in told.themes and (wait := harm.answer.parts.get("median_days")) is not None
    }
    if len(known) < 4 or told.by != "harm":
        return frozenset()  # "few" and "long" are against the others
    few = median(n for n, _ in known.values())
    usual = median(wait for _, wait in known.values())
    return frozenset(
        theme
        for theme, (n, wait) in known.items()
        if theme is not None
        and SILENT_LEAST <= n <= few
        and wait >= SILENT_TIMES * usual
        and wait > 0
    )


def _rising(
    engine: Engine, rows: ir.Table, *, end: datetime, themes: Collection[str]
) -> dict[str, Emergence]:
    counts, whole = weeks(engine, rows, end=end, at_most=RECENT_WEEKS + PAST_WEEKS)
    told = {theme: counts.get(theme, [0] * len(whole)) for theme in themes}
    found = emerging(told, whole, recent=RECENT_WEEKS, rate=FALSE_ALARMS)
    return {each.name: each for each in found}


def _as_rising(one: Emergence | None) -> Rising | None:
    if one is None or not one.emerging or one.expected is None:
        return None
    return Rising(recent=one.recent, expected=one.expected, weeks=RECENT_WEEKS, new=one.new)


def _emergence(found: Collection[Emergence]) -> str:
    if any(each.emerging is None for each in found):
        return (
            "Whether a theme is emerging cannot be told yet: it takes 24 weeks of failure demand "
            "to know how much the themes come and go by themselves."
        )
    return (
        f"A theme is emerging if in the last {RECENT_WEEKS} weeks it came up more often than its "
        f"own past, the scatter of its weeks and all other failure demand explain. Where nothing "
        f"changed, at most one report in {round(1 / FALSE_ALARMS)} names any."
    )


def _every(facts: Facts, wanted: Wanted, engine: Engine) -> Every:
    rows = facts.demands
    first = engine.result(rows.agg(first=rows.start.min()))["first"][0].as_py()
    since = wanted.period.since or first
    until = min(wanted.period.until or facts.as_of, facts.as_of)
    if since is None:
        return "month"
    span = until.replace(tzinfo=None) - since.replace(tzinfo=None)
    return "month" if span.days >= _MONTHLY_FROM else "week"


def _trend(
    facts: Facts, engine: Engine, told: ThemeFigures, theme: str, *, every: Every
) -> Series | None:
    rows = facts.demands
    own = replace(facts, demands=rows.filter(rows.theme == theme))
    measure = "harm" if told.by == "harm" else "arrivals"
    charted = series(measure, own, every=every, result=engine.result, **told.asked)
    return charted if len(charted.answers) > 1 else None


def _how(told: ThemeFigures) -> str:
    if told.by == "demands":
        return (
            "Ranked by how many demands were asked, because most of their sources do not tell "
            f"when a demand ended, so nobody knows how long they waited; {told.wanted.weights.said()}."
        )
    return (
        "Ranked by the days that customers waited in the period, open demands included; "
        f"{told.wanted.weights.said()}. How certain a place is, is told by drawing the demands "
        "again and again, as chance might have sent them."
    )


def _why_none(told: ThemeFigures) -> str:
    if not told.failure_demands:
        return "None of these demands is known to be failure demand."
    if told.noise:
        return "All themes were called noise."
    return "No failure demand recurs: none of it fits a theme."
