"""The catalogue, one measure, and a source's own figure beside ours item by item."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cynosure.demand.periods import Every
from cynosure.measures import MEASURES
from cynosure.web.measures.asking import Asking, groups_shown, listed_measure
from cynosure.web.measures.forms import QuestionForm
from cynosure.web.measures.mixing import mix_shown
from cynosure.web.not_told import not_told
from cynosure.web.visit import Visit, demands_address, leading_to
from cynosure.wiring.told import Told, beside_source, items_of, open_told

PARTS = {
    "Failure demand": ("failure-share", "failure-share-of-effort", "capacity-regained", "harm"),
    "Waiting": (
        *("request-to-resolution", "first-response", "response-after-reopening"),
        *("age-of-open", "waiting-on", "hand-offs"),
    ),
    "Whether it lasts": ("first-time-fix", "reopening", "value-served"),
    "What comes and goes": ("arrivals", "endings", "stock", "problems"),
}

FILES = {
    "answer": ("csv", "json", "sql"),
    "told": ("csv", "json"),
    "drawn": ("svg", "png"),
    "charted": ("csv", "json", "svg", "png"),
}


@require_safe
def index(request: Visit) -> HttpResponse:
    """Show every measure of the catalogue with its figure of all time."""
    told = open_told(request.folder)
    if told is None:
        return _nothing(request)

    slug = request.workspace.slug
    parts = [
        (title, [listed_measure(told, name, slug) for name in names])
        for title, names in PARTS.items()
    ]
    return render(
        request,
        "measures/index.html",
        {"parts": parts, "as_of": told.as_of, "told_at": told.told_at, "room": "measures"},
    )


@require_safe
def measure(request: Visit, measure: str) -> HttpResponse:
    """Show one measure: figure, course, curves, groups, mix and what the source says."""
    told = open_told(request.folder)
    if measure not in MEASURES:
        raise Http404
    if told is None:
        return _nothing(request)

    form, asking = understood(request, told, measure)
    context = {
        "form": form,
        "measure": MEASURES[measure],
        "as_of": told.as_of,
        "told_at": told.told_at,
        "room": "measures",
        "crumbs": [("Measures", reverse("measures", args=[request.workspace.slug]))],
    }
    if asking is None:
        return render(request, "measures/measure.html", context, status=422)

    slug = request.workspace.slug
    return render(
        request,
        "measures/measure.html",
        context
        | {
            "asking": asking,
            "answer": asking.answer,
            "href": demands_address(slug, asking.question.filters()),
            "groups": list(groups_shown(asking, slug)),
            "mix": mix_shown(asking),
            "beside": beside_source(told, measure),
            "files": FILES,
        },
    )


@require_safe
def items(request: Visit, measure: str) -> HttpResponse:
    """Show a source's own figure beside ours, demand by demand."""
    told = open_told(request.folder)
    if told is None or measure not in MEASURES:
        raise Http404
    title = request.GET.get("figure", "")
    difference = next((each for each in beside_source(told, measure) if each.title == title), None)
    if difference is None:
        raise Http404

    slug = request.workspace.slug
    found = items_of(told, title)
    return render(
        request,
        "measures/items.html",
        {
            "measure": MEASURES[measure],
            "difference": difference,
            "items": [(one, leading_to("demand", slug, one.demand_id)) for one in found],
            "unit": "seconds" if difference.unit == "seconds" else "demands",
            "as_of": told.as_of,
            "told_at": told.told_at,
            "room": "measures",
            "crumbs": [
                ("Measures", reverse("measures", args=[slug])),
                (MEASURES[measure].title, reverse("measure", args=[slug, measure])),
            ],
        },
    )


def understood(request: Visit, told: Told, measure: str) -> tuple[QuestionForm, Asking | None]:
    """Return the form as it was filled in, and the question; None where it makes no sense."""
    dimensions = told.summary.dimensions
    form = QuestionForm(request.GET, measure=measure, dimensions=dimensions)
    if not form.is_valid():
        return form, None
    said = form.cleaned_data
    by = said.get("by") or (dimensions[0] if dimensions else None)
    every: Every = "week" if said.get("every") == "week" else "month"
    return form, Asking(told, form.question(), every, by)


def _nothing(request: Visit) -> HttpResponse:
    return not_told(
        request,
        room="measures",
        heading="Measures",
        words="Each measure stands here once an export was taken in.",
    )
