"""What every page of themes begins with: the telling, and what people did since."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse

from cynosure.register import jobs, remedies
from cynosure.register.people.models import Role
from cynosure.web.design.tabs import Tab
from cynosure.web.not_told import not_told
from cynosure.web.visit import Visit
from cynosure.wiring.kinds import RETELL
from cynosure.wiring.told import open_told
from cynosure.wiring.told.theme_files import ThemeNow, ThemesNow, themes_of


def opened(request: Visit) -> ThemesNow | None:
    """Return the themes as people have left them; None where nothing was told of them yet."""
    told = open_told(request.folder)
    return None if told is None else themes_of(told)


def theme_or_404(request: Visit, theme: str) -> tuple[ThemesNow, ThemeNow]:
    """Return the themes and the one that is asked for, also by the id of a part of it."""
    now = opened(request)
    one = now.called(theme) if now else None
    if now is None or one is None:
        raise Http404
    return now, one


def nothing(request: Visit) -> HttpResponse:
    """Return the page before anything was told."""
    return not_told(
        request,
        room="dissatisfiers",
        heading="Dissatisfiers",
        words="Themes are found among failure demand that was taken in.",
    )


def around(request: Visit, now: ThemesNow, here: str) -> dict[str, object]:
    """Return what stands around every page of the room."""
    slug, proposing = request.workspace.slug, Role(request.role).may(Role.LEAD)
    themes = now.themes
    tabs = [
        Tab("What hurts most", reverse("dissatisfiers", args=[slug]), here == "dissatisfiers"),
        Tab("Themes", reverse("themes", args=[slug]), here == "themes", len(themes)),
        Tab(
            "Remedies",
            reverse("remedies", args=[slug]),
            here == "remedies",
            len(remedies.counting()),
        ),
        Tab("Proposals", reverse("themes_proposed", args=[slug]), here == "themes_proposed"),
    ]
    return {
        "room": "dissatisfiers",
        "as_of": now.told.as_of,
        "told_at": now.told.told_at,
        "tabs": tabs,
        "leads": proposing,
        "counting": bool(now.since) and jobs.under_way(RETELL),
        "last_act": next((done for done in reversed(now.acts) if not done.taken_back), None),
    }
