"""What customers weigh: set, taken back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cynosure.demand.kinds import ROLES, STANDINGS
from cynosure.errors import CynosureError
from cynosure.measures import WeightOf
from cynosure.register import jobs, weights
from cynosure.web.people.tabs import settings_tabs
from cynosure.web.visit import Visit, noted, now
from cynosure.wiring import open_place
from cynosure.wiring.kinds import RETELL
from cynosure.wiring.weights import UnknownCustomers, take_weight_back, weigh

_OF: tuple[tuple[WeightOf, str], ...] = (("role", "Role"), ("standing", "Standing"))


class WeightForm(forms.Form):
    """A weight."""

    of = forms.ChoiceField(label="Customers by", choices=_OF)
    name = forms.CharField(
        label="Which",
        max_length=200,
        help_text=f"Roles: {', '.join(ROLES)}. Standings: {', '.join(STANDINGS)}. "
        "Or a word that a source of yours has for them.",
    )
    weight = forms.FloatField(
        label="Weighs",
        min_value=0,
        max_value=1_000,
        help_text="1 is what a customer weighs where nothing is said; 0 does not count.",
    )


class UndoForm(forms.Form):
    """Which weight is taken back."""

    of = forms.ChoiceField(choices=_OF)
    name = forms.CharField(max_length=200)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Visit) -> HttpResponse:
    """Show the weights that count; a POST sets one."""
    form = WeightForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _set(request, form):
        messages.success(request, "The weight is kept. Rankings follow in a moment.")
        return _back(request)
    said = {
        "form": form,
        "weights": weights.counting(),
        "tabs": settings_tabs(request, "workspace_weights"),
    }
    return render(request, "workspace/weights.html", said, status=422 if form.errors else 200)


@require_POST
def undo(request: Visit) -> HttpResponse:
    """Take a weight back: the one before it counts again."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        messages.error(request, "There is no such weight.")
        return _back(request)
    of, name = _of(form), form.cleaned_data["name"]
    try:
        with open_place(request.folder) as place:
            take_weight_back(place, of, name, by=request.user.name, at=now())
    except CynosureError as error:
        messages.error(request, str(error))
        return _back(request)
    _changed(request, "weight.taken-back", f"{of} {name}")
    messages.success(request, "The weight is taken back.")
    return _back(request)


def _set(request: Visit, form: WeightForm) -> bool:
    of, name, weight = _of(form), form.cleaned_data["name"].strip(), form.cleaned_data["weight"]
    try:
        with open_place(request.folder) as place:
            weigh(place, of, name, weight, by=request.user.name, at=now())
    except CynosureError as error:
        form.add_error("name" if isinstance(error, UnknownCustomers) else None, str(error))
        return False
    _changed(request, "weight.set", f"{of} {name}", weight=weight)
    return True


def _changed(request: Visit, did: str, of: str, **details: object) -> None:
    noted(
        request,
        did,
        at=now(),
        of=of,
        details=details,
    )
    jobs.enqueue(RETELL, by=request.user.name, at=now(), once=True)


def _of(form: forms.Form) -> WeightOf:
    return "role" if form.cleaned_data["of"] == "role" else "standing"


def _back(request: Visit) -> HttpResponse:
    return redirect("workspace_weights", slug=request.workspace.slug)
