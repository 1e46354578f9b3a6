"""Remedies: what was done against themes, and what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cynosure.register import remedies as register
from cynosure.reports.tables import Table
from cynosure.web.dissatisfiers.acts import noted_and_retold
from cynosure.web.dissatisfiers.forms import RemedyForm
from cynosure.web.dissatisfiers.opening import around, nothing, opened, theme_or_404
from cynosure.web.visit import Visit
from cynosure.wiring.remedies import in_words, remedy_against
from cynosure.workflows.told.theme_pages import ToldRemedy


@require_safe
def index(request: Visit) -> HttpResponse:
    """Show every remedy with its verdict, and those that nobody could judge yet."""
    now = opened(request)
    if now is None:
        return nothing(request)
    told = {each.number: each for each in now.all.remedies}
    counting = register.counting()
    rows = [
        {
            "remedy": each,
            "name": now.names.get(each.theme_id, each.theme_id),
            "theme": now.overlay.counts_as.get(each.theme_id),
            "told": told.get(each.number),
            "picture": _picture(told[each.number]) if each.number in told else None,
        }
        for each in reversed(counting)
    ]
    return render(
        request, "dissatisfiers/remedies.html", around(request, now, "remedies") | {"rows": rows}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: Visit, theme: str) -> HttpResponse:
    """Mark what was done against a theme."""
    _, one = theme_or_404(request, theme)
    slug, at = request.workspace.slug, timezone.now()
    form = RemedyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        remedy = remedy_against(
            one.theme_id, at=form.cleaned_data["at"], what=form.said(), by=request.user.name, now=at
        )
        marked = register.keep(remedy)
        noted_and_retold(request, "remedy.marked", one.theme_id, number=marked.number)
        messages.success(
            request, f"{in_words(marked, one.theme.name)} Its verdict comes with the next telling."
        )
        return redirect("theme", slug=slug, theme=one.theme_id)
    crumbs = [
        ("Dissatisfiers", reverse("dissatisfiers", args=[slug])),
        (one.theme.name, reverse("theme", args=[slug, one.theme_id])),
    ]
    context = {"room": "dissatisfiers", "crumbs": crumbs, "one": one, "form": form}
    status = 400 if request.method == "POST" else 200
    return render(request, "dissatisfiers/remedy.html", context, status=status)


@require_POST
def take_back(request: Visit, number: int) -> HttpResponse:
    """Let a remedy count no more."""
    taken = register.take_back(number, by=request.user.name, at=timezone.now())
    if taken is None:
        raise Http404
    noted_and_retold(request, "remedy.taken_back", taken.theme_id, number=number)
    messages.success(request, f"Taken back: remedy {number}.")
    return redirect("remedies", slug=request.workspace.slug)


def _picture(told: ToldRemedy) -> dict[str, object] | None:
    if not told.wide:
        return None
    return {
        "wide": mark_safe(told.wide),  # noqa: S308 - the painter escapes every text that it is given
        "narrow": mark_safe(told.narrow),  # noqa: S308
        "table": Table(
            f"Remedy {told.number}, week by week", told.columns, told.rows, words=(0, 3)
        ),
    }
