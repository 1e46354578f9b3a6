"""The workspace itself: its name, what it asks of its members, and another one beside it."""

from __future__ import annotations

from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cynosure.errors import CynosureError
from cynosure.register.people import founding
from cynosure.web.people.tabs import settings_tabs
from cynosure.web.visit import Visit, now
from cynosure.wiring.founding import found_workspace


class AboutForm(forms.Form):
    """What may be said of a workspace."""

    name = forms.CharField(label="Name", max_length=100)
    second_factor = forms.BooleanField(
        label="Members need a second factor",
        required=False,
        help_text="Who has none is led to set one up before anything of this workspace is shown.",
    )


class AnotherForm(forms.Form):
    """A workspace to be."""

    name = forms.CharField(label="Its name", max_length=100)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: Visit) -> HttpResponse:
    """Show name and rules of the workspace; a POST keeps others."""
    workspace = request.workspace
    known = {"name": workspace.name, "second_factor": workspace.second_factor_required}
    form = AboutForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        founding.rename(workspace, said["name"], by=request.user, at=now())
        founding.require_second_factor(workspace, said["second_factor"], by=request.user, at=now())
        messages.success(request, "The workspace's settings are kept.")
        return redirect("workspace_about", slug=workspace.slug)
    return _page(
        request, form, AnotherForm(auto_id="another_%s"), status=422 if form.errors else 200
    )


@require_POST
def another(request: Visit) -> HttpResponse:
    """Found another workspace, with whoever asks as its owner."""
    form = AnotherForm(request.POST, auto_id="another_%s")
    if not form.is_valid():
        return _page(request, None, form, status=422)
    try:
        made = found_workspace(
            form.cleaned_data["name"], beneath=Path(str(settings.FOLDER)), by=request.user, at=now()
        )
    except CynosureError as error:
        form.add_error(None, str(error))
        return _page(request, None, form, status=422)
    messages.success(request, f"{made.name} is founded, and you are its owner.")
    return redirect("workspace", slug=made.slug)


def _page(
    request: Visit, form: AboutForm | None, another_form: AnotherForm, *, status: int
) -> HttpResponse:
    workspace = request.workspace
    known = {"name": workspace.name, "second_factor": workspace.second_factor_required}
    said = {
        "form": form or AboutForm(initial=known),
        "another": another_form,
        "tabs": settings_tabs(request, "workspace_about"),
    }
    return render(request, "workspace/about.html", said, status=status)
