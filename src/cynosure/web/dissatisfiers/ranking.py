"""What hurts customers most: themes by harm, with how certain each place is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from cynosure import charts
from cynosure.reports import theme_words, wording
from cynosure.reports.content import Dissatisfier, Dissatisfiers
from cynosure.web.dissatisfiers.opening import around, nothing, opened
from cynosure.web.visit import Visit, demands_address, leading_to
from cynosure.wiring.told_themes import ThemesNow
from cynosure.workflows.told.filters import Filters


@dataclass(frozen=True, slots=True)
class Ranked:
    """A theme in the ranking: what a row and the lines below it say."""

    one: Dissatisfier
    name: str
    href: str
    demands: str  # address of its demands
    figure: str
    likely: str
    bar: SafeString
    facts: tuple[tuple[str, str], ...]
    rising: str
    merged_into: str  # what takes it in since the telling


@require_safe
def ranking(request: Visit) -> HttpResponse:
    """Show the themes that made customers wait most."""
    now = opened(request)
    if now is None:
        return nothing(request)
    hurting = now.all.dissatisfiers
    slug = request.workspace.slug
    return render(
        request,
        "dissatisfiers/ranking.html",
        around(request, now, "dissatisfiers")
        | {
            "lead": theme_words.lead(hurting),
            "ranked": list(_ranked(now, hurting, slug)),
            "hurting": hurting,
            "by_harm": hurting.by == "harm",
            "emerging": [
                (
                    now.names.get(one.theme, one.name),
                    _theme(slug, one.theme),
                    theme_words.rising(one.rising),
                )
                for one in hurting.emerging
            ],
            "silent": [
                (
                    now.names.get(one.theme, one.name),
                    _theme(slug, one.theme),
                    theme_words.silent(one),
                )
                for one in (*hurting.first, *hurting.silent)
                if one.silent
            ],
            "notes": theme_words.notes(hurting),
            "settings": leading_to("workspace", slug),
        },
    )


def _ranked(now: ThemesNow, hurting: Dissatisfiers, slug: str) -> Iterator[Ranked]:
    ends = [one.harm.value or 0.0 for one in hurting.first]
    largest = 1.25 * max(ends, default=0.0)
    told = {one.theme_id: one for one in now.told.themes}
    for one in hurting.first:
        extent, whole = one.harm.interval, now.overlay.counts_as.get(one.theme, one.theme)
        asked = int(one.share.parts.get("demands") or 0)
        by_harm = hurting.by == "harm"
        drawn = charts.bar(
            one.harm.value if by_harm else asked,
            low=extent.low if extent and by_harm else None,
            high=extent.high if extent and by_harm else None,
            largest=largest
            if by_harm
            else 1.25 * max(each.share.parts.get("demands") or 0 for each in hurting.first),
        )
        yield Ranked(
            one,
            told[one.theme].name
            if whole != one.theme and one.theme in told
            else now.names.get(one.theme, one.name),
            _theme(slug, one.theme),
            demands_address(slug, Filters(theme=(one.theme,))),
            wording.figure(one.harm).removesuffix(" customer-days")
            if by_harm
            else wording.count(asked),
            wording.interval(one.harm).removesuffix(" customer-days") if by_harm else "",
            mark_safe(drawn),  # noqa: S308 - the painter escapes every text that it is given
            theme_words.facts(one),
            theme_words.rising(one.rising) if one.rising else "",
            now.names.get(whole, "") if whole != one.theme else "",
        )


def _theme(slug: str, theme: str) -> str:
    return leading_to("theme", slug, theme)
