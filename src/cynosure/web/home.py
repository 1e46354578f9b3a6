"""The first page: the workspace of who signs in, or a choice of several."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cynosure.register.people.models import Member


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the only workspace, or show those that there are."""
    rows = Member.objects.filter(user=request.user.pk).select_related("workspace")
    memberships = list(rows.order_by("workspace__name"))
    if len(memberships) == 1:
        return redirect("focus", slug=memberships[0].workspace.slug)
    return render(request, "design/home.html", {"memberships": memberships})
