"""Members and invitations of a workspace."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cynosure.errors import CynosureError
from cynosure.register.people import invitations, members
from cynosure.register.people.models import Role
from cynosure.web.people.forms import InviteForm, RoleForm
from cynosure.web.people.tabs import settings_tabs
from cynosure.web.visit import Visit, now


@require_safe
def show(request: Visit) -> HttpResponse:
    """Show who is a member, and as what."""
    said = {
        "members": members.members_of(request.workspace.pk),
        "roles": Role.choices,
        "tabs": settings_tabs(request, "members"),
    }
    return render(request, "people/members.html", said)


@require_POST
def change_role(request: Visit, number: int) -> HttpResponse:
    """Let a member have another role."""
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, "There is no such role.")
        return _back(request)
    role = Role(form.cleaned_data["role"])
    try:
        if not members.change_role(request.workspace.pk, number, role, by=request.user, at=now()):
            raise Http404
    except CynosureError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "The role is changed.")
    return _back(request)


@require_POST
def remove(request: Visit, number: int) -> HttpResponse:
    """Let somebody be no member any more."""
    try:
        if not members.remove(request.workspace.pk, number, by=request.user, at=now()):
            raise Http404
    except CynosureError as error:
        messages.error(request, str(error))
        return _back(request)
    messages.success(request, "They are no member any more, and their tokens here are ended.")
    if number == request.member.pk:
        return redirect("home")
    return _back(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: Visit) -> HttpResponse:
    """Show the invitations that open, and make another: its link is shown this once."""
    form = InviteForm(request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        at = now()
        key = invitations.invite(
            request.workspace,
            role=Role(form.cleaned_data["role"]),
            by=request.user,
            at=at,
            until=form.until(at),
            email=form.cleaned_data["email"],
        )
        link = request.build_absolute_uri(reverse("invitation", args=[key]))
        form = InviteForm()
    said = {
        "form": form,
        "link": link,
        "invitations": invitations.open_in(request.workspace.pk, at=now()),
        "tabs": settings_tabs(request, "members"),
    }
    status = 422 if form.errors else 200
    return render(request, "people/invitations.html", said, status=status)


@require_POST
def withdraw(request: Visit, number: int) -> HttpResponse:
    """Let an invitation open no longer."""
    if not invitations.withdraw(request.workspace.pk, number, by=request.user, at=now()):
        raise Http404
    messages.success(request, "The invitation is withdrawn: its link opens no longer.")
    return redirect("invitations", slug=request.workspace.slug)


def _back(request: Visit) -> HttpResponse:
    return redirect("members", slug=request.workspace.slug)
