"""The themes as a list, and one theme."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cynosure.reports import wording
from cynosure.reports.content import Dissatisfier
from cynosure.reports.pictures import Picture
from cynosure.reports.tables import Table
from cynosure.web.dissatisfiers.opening import around, nothing, opened, theme_or_404
from cynosure.web.visit import Visit, demands_address, leading_to
from cynosure.wiring.told.answering import kept
from cynosure.wiring.told.theme_files import ThemeNow, ThemesNow, demands_in
from cynosure.workflows.concentrating import HOW, Concentration
from cynosure.workflows.told.drawn import course
from cynosure.workflows.told.filters import Filters
from cynosure.workflows.told.theme_pages import ThemePage

SHOWN = {"all": "All", "pinned": "Pinned", "noise": "Noise"}


@require_safe
def index(request: Visit) -> HttpResponse:
    """List the themes, the largest first, and what is in none of them."""
    now = opened(request)
    if now is None:
        return nothing(request)
    show = request.GET.get("show", "all")
    show = show if show in SHOWN else "all"
    chosen = {
        "all": now.themes,
        "pinned": tuple(one for one in now.themes if one.theme.pinned),
        "noise": tuple(one for one in now.themes if one.theme.noise),
    }
    return render(
        request,
        "dissatisfiers/themes.html",
        around(request, now, "themes")
        | {
            "themes": chosen[show],
            "show": show,
            "shown": [(key, title, len(chosen[key])) for key, title in SHOWN.items()],
            "parts": now.told.summary.recurring,
        },
    )


@require_safe
def theme(request: Visit, theme: str) -> HttpResponse:
    """Show one theme; under the id of a part, lead to the whole."""
    now, one = theme_or_404(request, theme)
    slug = request.workspace.slug
    if one.theme_id != theme:
        return redirect("theme", slug=slug, theme=one.theme_id)
    page = now.page(theme)
    ranked = {
        each.theme: each for each in (*now.all.dissatisfiers.first, *now.all.dissatisfiers.silent)
    }
    return render(
        request,
        "dissatisfiers/theme.html",
        around(request, now, "")
        | {
            "crumbs": [
                ("Dissatisfiers", reverse("dissatisfiers", args=[slug])),
                ("Themes", reverse("themes", args=[slug])),
            ],
            "one": one,
            "page": page,
            "told": page.description if page else None,
            "hurts": ranked.get(theme),
            "figures": _figures(page, ranked.get(theme)),
            "chart": _course(now, one, page),
            "months": _months(page),
            "concentrates": _concentrations(page.description.concentrations)
            if page and page.description.concentrations
            else None,
            "how_concentrated": HOW,
            "demands": demands_address(slug, Filters(theme=demands_in(now, one.theme))),
            "reads": [
                (each, leading_to("demand", slug, each.demand_id))
                for each in (page.typical if page else ())
            ],
            "edge": (page.edge, leading_to("demand", slug, page.edge.demand_id))
            if page and page.edge
            else None,
            "remedies": [
                each
                for each in now.all.remedies
                if now.overlay.counts_as.get(each.theme_id) == theme
            ],
            "history": now.history(one.theme),
            "parts": [
                (part, now.told.theme_names.get(part, part)) for part in one.theme.merged_from
            ],
        },
    )


def _figures(page: ThemePage | None, hurts: Dissatisfier | None) -> list[dict[str, object]]:
    """Return how long they wait, and where it is ranked the harm and who had to ask again."""
    if page is None:
        return []
    wait: dict[str, object] = {"answer": page.description.wait, "label": "Half wait longer than"}
    ranked = (hurts.harm, hurts.repeats) if hurts else ()
    further: list[dict[str, object]] = [{"answer": each} for each in ranked]
    return [wait, *further]


def _course(now: ThemesNow, one: ThemeNow, page: ThemePage | None) -> Picture | None:
    if page is None:
        return None
    arrivals = page.description.arrivals
    return kept(
        now.told,
        ("theme course", one.theme_id),
        lambda: course(replace(arrivals, title="How often it was asked")),
    )


def _months(page: ThemePage | None) -> Table | None:
    if page is None or not page.months:
        return None
    rows = tuple(
        (wording.period_name(month, "month"), wording.count(n)) for month, n in page.months
    )
    return Table("Asked in", ("month", "demands"), rows[::-1])


def _concentrations(found: tuple[Concentration, ...]) -> Table:
    return Table(
        "What it concentrates in",
        ("", "is", "here", "elsewhere", "times as often"),
        tuple(
            (
                wording.dimension(each.dimension),
                wording.group(each.value, each.dimension),
                wording.share(each.share_here),
                wording.share(each.share_elsewhere),
                "nowhere else"
                if each.ratio is None
                else wording.value(each.ratio, "times").removesuffix(" times"),
            )
            for each in found
        ),
        words=(0, 1),
    )
