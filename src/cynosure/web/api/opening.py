"""A request to the API opened: whose token, what it may, in which workspace; and every no as a problem."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from cynosure.register.folders import folder_of
from cynosure.register.people import tokens
from cynosure.register.people.models import ApiToken, Workspace
from cynosure.register.scope import within
from cynosure.web.access import rule_of
from cynosure.web.api import rates
from cynosure.web.api.problems import Problem, problem_of

View = Callable[..., HttpResponseBase]
_ASK = {"WWW-Authenticate": 'Bearer realm="Cynosure"'}


class Asking(HttpRequest):
    """A request with what its token opened."""

    token: ApiToken
    workspace: Workspace
    folder: Path
    at: datetime


def answering(view: View) -> View:
    """Return a view that asks the table of rules first, and says every no as problem details."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponseBase:
        try:
            with _opened(request):
                answered = view(request, *args, **named)
        except Exception as error:  # noqa: BLE001 - whatever it is, a program gets a problem
            return problem_of(request, error).response()
        if answered.status_code == 405:
            allowed = answered.get("Allow", "")
            why = f"{request.method} is not answered here; {allowed} is."
            return Problem(405, why, headers={"Allow": allowed}).response()
        return answered

    return answer


@contextmanager
def _opened(request: HttpRequest) -> Iterator[None]:
    rule = rule_of(request.resolver_match)
    if rule is None:
        raise Problem(403, "This address is in no table of who may ask it.")
    if rule.who != "token":
        yield
        return
    at = datetime.now(UTC)
    held = _held(request, at)
    rates.count(f"token:{held.token.pk}", most=rates.of_a_token(), at=at)
    if dict(rule.scopes) and (method := request.method or "GET") not in {"OPTIONS", "TRACE"}:
        scope = rule.scope(method)
        # A method that nothing answers is told so by the view.
        if scope is not None and not held.may(scope):
            why = f"This needs a token with the scope {scope}, whose maker may so in the workspace."
            raise Problem(403, why)
    asking = cast("Asking", request)
    asking.token, asking.workspace, asking.at = held.token, held.token.workspace, at
    asking.folder = folder_of(held.token.workspace.folder, settings.FOLDER)
    with within(held.token.workspace_id):
        yield


def _held(request: HttpRequest, at: datetime) -> tokens.Held:
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    found = tokens.held(key.strip(), at=at) if scheme.lower() == "bearer" else None
    if found is None:
        address = request.META.get("REMOTE_ADDR", "")
        rates.count(f"refused:{address}", most=rates.of_a_stranger(), at=at)
        why = "Send a token that holds, as: Authorization: Bearer cyn_… (Settings, Tokens)."
        raise Problem(401, why, headers=_ASK)
    return found
