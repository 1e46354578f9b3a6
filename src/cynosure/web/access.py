"""The one access rule: who may ask what. Every address is in one table; what is not, is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import ResolverMatch

from cynosure.register.folders import folder_of
from cynosure.register.people.models import Member, Role, User
from cynosure.register.scope import within
from cynosure.web.around import said_to, workspaces_of
from cynosure.web.people.confirming import asked_to_confirm
from cynosure.web.rules import RULES, Rule
from cynosure.web.visit import Visit
from cynosure.wiring.troubles import WorkspaceAway, troubles

Answering = Callable[[HttpRequest], HttpResponseBase]


class AccessMiddleware:
    """Looks every request up in the table and opens the workspace that it is about."""

    def __init__(self, answer: Answering) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer it inside its workspace; the view decides nothing about access."""
        return self._answer(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],  # none: our addresses name their parts
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Refuse, or answer within the workspace that the address names."""
        del args
        rule = rule_of(request.resolver_match)
        if rule is None:
            return refused(request, "This address is in no table of who may open it.")
        # The API knows its tokens: `web/api` asks the same table for their scopes.
        if rule.who in {"anybody", "token"}:
            return None
        user = request.user
        if not isinstance(user, User):
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if rule.who == "signed in":
            return None
        return _within_its_workspace(request, rule, user, view, kwargs)


def _within_its_workspace(
    request: HttpRequest,
    rule: Rule,
    user: User,
    view: Callable[..., HttpResponseBase],
    named: dict[str, Any],
) -> HttpResponseBase:
    """Answer a member inside the workspace that the address names, or refuse."""
    found = membership(user, str(named.pop("slug", "")))
    if found is None:
        raise Http404
    needed = rule.needed(request.method or "GET")
    if needed is None or not Role(found.role).may(needed):
        return refused(
            request,
            f"This needs the role of {needed or 'nobody'}; yours is {found.role}. "
            "An owner of the workspace can change it under Settings, Members.",
        )
    if found.workspace.second_factor_required and not is_mfa_enabled(user):
        return _led_to_a_second_factor(request, found.workspace.name)
    visit = cast("Visit", request)
    visit.member, visit.workspace = found, found.workspace
    visit.role = Role(found.role)
    visit.folder = folder_of(found.workspace.folder, settings.FOLDER)
    visit.workspaces = workspaces_of(user.pk)
    with within(found.workspace_id):
        if not visit.folder.is_dir():
            raise WorkspaceAway(visit.folder)
        wrong = troubles(visit.folder, settings.FOLDER or visit.folder, at=datetime.now(UTC))
        visit.troubles = said_to(visit.role, wrong)
        if rule.fresh and not rule.is_reading(request.method or "GET"):
            asked = asked_to_confirm(request)
            if asked is not None:
                return asked
        answered = view(request, **named)
    if isinstance(answered, StreamingHttpResponse) and not isinstance(answered, FileResponse):
        # It is read after the view is done, and asks the register then.
        pieces = cast("Iterable[bytes]", answered.streaming_content)
        answered.streaming_content = _streamed_within(found.workspace_id, pieces)
    return answered


def _led_to_a_second_factor(request: HttpRequest, workspace: str) -> HttpResponse:
    messages.warning(
        request, f"{workspace} asks its members for a second factor. Set yours up, then go on."
    )
    return redirect("mfa_activate_totp")


def _streamed_within(workspace: int, pieces: Iterable[bytes]) -> Iterator[bytes]:
    with within(workspace):
        yield from pieces


def membership(user: User, slug: str) -> Member | None:
    """Return what a person is in the workspace of this name; None where they are nothing."""
    rows = Member.objects.select_related("workspace").filter(user=user, workspace__slug=slug)
    return rows.first()


def rule_of(match: ResolverMatch | None) -> Rule | None:
    """Return the rule of an address; None where nobody wrote one."""
    if match is None or match.view_name is None:
        return None
    return RULES.get(match.view_name)


def refused(request: HttpRequest, why: str) -> HttpResponse:
    """Return the page that says no, and why."""
    said = {"title": "This is not open to your role", "text": why}
    return render(request, "design/error.html", said, status=403)
