"""Who may ask what: every address with every member of the cast, against a table of its own.

The table is written by hand, from what roles are for, and knows nothing of
`web/rules.py`: it is the second opinion. An address that is not in it fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.web.conftest import Desk, confirmed, signed_in

if TYPE_CHECKING:
    from django.test import Client

# N nobody, I Ines, who owns another workspace, and of this one: V viewer, C contributor,
# L lead, O owner. First who may GET, then who may POST.
EVERYBODY, SIGNED_IN, MEMBERS = "NIVCLO", "IVCLO", "VCLO"
WORKERS, LEADS, OWNERS, NO_ONE = "CLO", "LO", "O", ""

TABLE: Mapping[str, tuple[str, str]] = {
    # the door
    "": (SIGNED_IN, SIGNED_IN),
    "accounts/login/": (EVERYBODY, EVERYBODY),
    "accounts/login/code/": (EVERYBODY, EVERYBODY),
    "accounts/logout/": (EVERYBODY, EVERYBODY),
    "accounts/confirm/": (SIGNED_IN, SIGNED_IN),
    "accounts/confirm/code/": (SIGNED_IN, SIGNED_IN),
    "accounts/password/": (SIGNED_IN, SIGNED_IN),
    "accounts/second-factor/": (SIGNED_IN, SIGNED_IN),
    "accounts/second-factor/set-up/": (SIGNED_IN, SIGNED_IN),
    "accounts/second-factor/remove/": (SIGNED_IN, SIGNED_IN),
    "accounts/second-factor/codes/": (SIGNED_IN, SIGNED_IN),
    "accounts/second-factor/codes/new/": (SIGNED_IN, SIGNED_IN),
    "account/": (SIGNED_IN, SIGNED_IN),
    "account/sessions/end/": (SIGNED_IN, SIGNED_IN),
    "account/sessions/<int:number>/end/": (SIGNED_IN, SIGNED_IN),
    "join/<str:key>/": (EVERYBODY, EVERYBODY),
    "appearance/": (EVERYBODY, EVERYBODY),
    # who watches the server, and who sends with a signature
    "-/healthy": (EVERYBODY, EVERYBODY),
    "-/ready": (EVERYBODY, EVERYBODY),
    "-/metrics": (EVERYBODY, EVERYBODY),
    "in/<slug:slug>/<slug:sender>/": (EVERYBODY, EVERYBODY),
    # reading
    "w/<slug:slug>/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/welcome/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/demands/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/demands/<demand:demand_id>/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/demands-export/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/similar/<demand:demand_id>/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/views/": (NO_ONE, MEMBERS),
    "w/<slug:slug>/views/<int:number>/": (NO_ONE, MEMBERS),
    "w/<slug:slug>/measures/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/measures/<slug:measure>/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/measures/<slug:measure>/beside/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/measures/<slug:measure>/download/<slug:part>.<str:form>": (MEMBERS, NO_ONE),
    "w/<slug:slug>/dissatisfiers/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/dissatisfiers/themes/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/dissatisfiers/themes/<slug:theme>/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/dissatisfiers/remedies/": (MEMBERS, NO_ONE),
    # labelling, deciding, taking in
    "w/<slug:slug>/tell-again/": (NO_ONE, WORKERS),
    "w/<slug:slug>/decide/<demand:demand_id>/": (NO_ONE, WORKERS),
    "w/<slug:slug>/undo/<demand:demand_id>/": (NO_ONE, WORKERS),
    "w/<slug:slug>/labels/": (MEMBERS, WORKERS),
    "w/<slug:slug>/labels/learn/": (NO_ONE, WORKERS),
    "w/<slug:slug>/audit/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/audit/draw/": (NO_ONE, WORKERS),
    "w/<slug:slug>/audit/draw/<int:number>/": (WORKERS, NO_ONE),
    "w/<slug:slug>/audit/narrowing/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/audit/<round:role>/": (WORKERS, WORKERS),
    "w/<slug:slug>/take-in/": (MEMBERS, WORKERS),
    "w/<slug:slug>/take-in/sent/<slug:token>/": (WORKERS, WORKERS),
    "w/<slug:slug>/take-in/jobs/<int:number>/": (MEMBERS, WORKERS),
    "w/<slug:slug>/take-in/imports/<str:import_id>/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/take-in/imports/<str:import_id>/quarantine.csv": (WORKERS, NO_ONE),
    "w/<slug:slug>/take-in/imports/<str:import_id>/quarantine-unmasked.csv": (LEADS, NO_ONE),
    "w/<slug:slug>/take-in/imports/<str:import_id>/undo/": (LEADS, LEADS),
    # themes, remedies, weights, mappings, and words as they were written
    "w/<slug:slug>/unmask/<demand:demand_id>/": (NO_ONE, LEADS),
    "w/<slug:slug>/move/<demand:demand_id>/": (NO_ONE, LEADS),
    "w/<slug:slug>/dissatisfiers/themes/undo/": (NO_ONE, LEADS),
    "w/<slug:slug>/dissatisfiers/themes/proposed/": (MEMBERS, LEADS),
    "w/<slug:slug>/dissatisfiers/themes/<slug:theme>/name/": (LEADS, LEADS),
    "w/<slug:slug>/dissatisfiers/themes/<slug:theme>/merge/": (LEADS, LEADS),
    "w/<slug:slug>/dissatisfiers/themes/<slug:theme>/split/": (LEADS, LEADS),
    "w/<slug:slug>/dissatisfiers/themes/<slug:theme>/mark/": (NO_ONE, LEADS),
    "w/<slug:slug>/dissatisfiers/themes/<slug:theme>/remedy/": (LEADS, LEADS),
    "w/<slug:slug>/dissatisfiers/remedies/<int:number>/": (NO_ONE, LEADS),
    # settings
    "w/<slug:slug>/settings/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/settings/mappings/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/settings/mappings/<slug:name>/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/settings/mappings/<slug:name>/delete/": (NO_ONE, LEADS),
    "w/<slug:slug>/settings/labellers/": (MEMBERS, WORKERS),
    "w/<slug:slug>/settings/weights/": (MEMBERS, LEADS),
    "w/<slug:slug>/settings/weights/undo/": (NO_ONE, LEADS),
    "w/<slug:slug>/settings/webhooks/": (LEADS, NO_ONE),
    "w/<slug:slug>/settings/webhooks/<slug:sender>/secret/": (NO_ONE, OWNERS),
    "w/<slug:slug>/settings/webhooks/secrets/<int:number>/end/": (NO_ONE, OWNERS),
    "w/<slug:slug>/settings/webhooks/deliveries/<int:number>/again/": (NO_ONE, LEADS),
    "w/<slug:slug>/settings/webhooks/deliveries/<int:number>/let-go/": (NO_ONE, LEADS),
    "w/<slug:slug>/settings/erasure/": (OWNERS, OWNERS),
    "w/<slug:slug>/settings/erasure/<int:number>/": (OWNERS, NO_ONE),
    "w/<slug:slug>/settings/erasure/<int:number>/again/": (NO_ONE, OWNERS),
    "w/<slug:slug>/settings/about/": (OWNERS, OWNERS),
    "w/<slug:slug>/settings/about/another/": (NO_ONE, OWNERS),
    "w/<slug:slug>/settings/members/": (MEMBERS, NO_ONE),
    "w/<slug:slug>/settings/members/<int:number>/role/": (NO_ONE, OWNERS),
    "w/<slug:slug>/settings/members/<int:number>/remove/": (NO_ONE, OWNERS),
    "w/<slug:slug>/settings/invitations/": (OWNERS, OWNERS),
    "w/<slug:slug>/settings/invitations/<int:number>/withdraw/": (NO_ONE, OWNERS),
    "w/<slug:slug>/settings/tokens/": (MEMBERS, MEMBERS),
    "w/<slug:slug>/settings/tokens/<int:number>/end/": (NO_ONE, MEMBERS),
    "w/<slug:slug>/settings/tokens/all/": (OWNERS, NO_ONE),
    "w/<slug:slug>/settings/tokens/all/<int:number>/end/": (NO_ONE, OWNERS),
    "w/<slug:slug>/settings/trail/": (OWNERS, NO_ONE),
}

# What a token needs, operation by operation; None: anybody may ask.
API: Mapping[tuple[str, str], str | None] = {
    ("GET", "demands"): "demands:read",
    ("POST", "demands"): "demands:write",
    ("POST", "demands/batch"): "demands:write",
    ("GET", "demands/{demand_id}"): "demands:read",
    ("GET", "deliveries"): "demands:write",
    ("GET", "deliveries/{number}"): "demands:write",
    ("GET", "decisions"): "demands:read",
    ("POST", "decisions"): "decisions:write",
    ("GET", "decisions/{demand_id}"): "demands:read",
    ("DELETE", "decisions/{demand_id}"): "decisions:write",
    ("GET", "measures"): "measures:read",
    ("GET", "measures/{name}"): "measures:read",
    ("GET", "measures/{name}/series"): "measures:read",
    ("GET", "measures/{name}/by/{dimension}"): "measures:read",
    ("GET", "themes"): "measures:read",
    ("GET", "themes/{theme_id}"): "measures:read",
    ("GET", "imports"): "demands:read",
    ("GET", "imports/{import_id}"): "demands:read",
    ("GET", "exports/{table}"): "exports:read",
}

_PARTS = {
    "slug:slug": "desk",
    "int:number": "999999",
    "str:key": "x" * 43,
    "slug:sender": "github",
    "slug:measure": "failure-share",
    "slug:part": "series",
    "str:form": "csv",
    "slug:theme": "theme-1",
    "slug:token": "abc",
    "slug:name": "0123456789abcdef",
    "str:import_id": "abc",
    "demand:demand_id": "desk:1",
    "round:role": "first",
}
_CAST = {"I": "ines", "V": "jonas", "C": "paul", "L": "maria", "O": "olga"}


def _addresses(patterns: object = None, before: str = "") -> Iterator[str]:
    """Yield the route of every address that is no operation of the API."""
    for each in get_resolver().url_patterns if patterns is None else patterns:  # type: ignore[attr-defined]
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _addresses(each.url_patterns, route)
        elif isinstance(each, URLPattern) and not route.startswith("api/v1/"):
            yield route


def _filled(route: str) -> str:
    return "/" + re.sub(r"<([^>]+)>", lambda part: _PARTS[part[1]], route)


def _client(letter: str) -> Client:
    """Return somebody who has just shown that it is they."""
    from django.test import Client

    if letter == "N":
        return Client(raise_request_exception=False)
    client = confirmed(signed_in(_CAST[letter]))
    client.raise_request_exception = False
    return client


def _became(client: Client, method: str, route: str) -> str:
    """Return what became of a request: in, no, hidden, sign in, or broke."""
    answer = client.generic(
        method, _filled(route), content_type="application/x-www-form-urlencoded"
    )
    if answer.status_code >= 500:
        return f"broke with {answer.status_code}"
    if answer.status_code == 403:
        return "no"
    if answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next="):
        return "sign in"
    # A member whom the rule lets in may still ask for a thing that is not there.
    return "hidden" if answer.status_code == 404 else "in"


def _expected(letter: str, method: str, route: str) -> set[str]:
    allowed = letter in TABLE[route][method == "POST"]
    if not route.startswith("w/"):
        return {"in", "hidden"} if allowed else {"sign in"}
    if letter == "N":
        return {"sign in"}
    if letter == "I":
        return {"hidden"}
    return {"in", "hidden"} if allowed else {"no"}


class TestTheTable:
    def test_has_every_address_and_no_other(self, desk: Desk) -> None:
        there = set(_addresses())

        assert there - set(TABLE) == set(), "write down who may ask these"
        # What watches the server may be served elsewhere.
        assert {one for one in set(TABLE) - there if not one.startswith("-/")} == set()

    def test_has_every_operation_of_the_api(self, desk: Desk) -> None:
        assert set(_operations()) == set(API)


class TestEachAddress:
    @pytest.mark.parametrize("letter", ["N", *_CAST])
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_lets_in_whom_the_table_lets_in(self, desk: Desk, letter: str, method: str) -> None:
        wrong = []

        for route in sorted(set(_addresses())):
            became = _became(_client(letter), method, route)
            if became not in _expected(letter, method, route):
                wrong.append((method, route, became))

        assert wrong == []

    @pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
    def test_takes_no_other_method_for_reading(self, desk: Desk, method: str) -> None:
        """What does not only ask needs the role for changing something."""
        for route in (one for one, (_, post) in TABLE.items() if post == OWNERS):
            assert _became(_client("L"), method, route) == "no", route

    def test_hides_a_workspace_that_is_not_there_like_that_of_others(self, desk: Desk) -> None:
        theirs = [_client("O").get(f"/w/{slug}/settings/") for slug in ("other", "nowhere")]

        assert [one.status_code for one in theirs] == [404, 404]
        assert theirs[0].content == theirs[1].content

    def test_that_nobody_wrote_a_rule_for_is_refused(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from cynosure.web import access
        from cynosure.web.rules import RULES

        monkeypatch.setattr(
            access,
            "RULES",
            {name: rule for name, rule in RULES.items() if name != "members"},
        )

        assert _became(_client("O"), "GET", "w/<slug:slug>/settings/members/") == "no"


def _operations() -> Iterator[tuple[str, str]]:
    from cynosure.web.api.urls import api

    for path, operations in api.get_openapi_schema()["paths"].items():
        for method in operations:
            yield method.upper(), path.removeprefix("/api/v1/")


def _ask(method: str, path: str, key: str | None) -> int:
    from django.test import Client

    address = re.sub(r"\{(\w+)\}", lambda part: {"number": "999999"}.get(part[1], "desk:1"), path)
    headers = {} if key is None else {"Authorization": f"Bearer {key}"}
    answer = Client(raise_request_exception=False).generic(
        method, f"/api/v1/{address}", b"{}", content_type="application/json", headers=headers
    )
    return answer.status_code


class TestEachOperationOfTheApi:
    def test_asks_for_a_token_of_its_own_scope(self, desk: Desk) -> None:
        from tests.web.api.conftest import token_of

        scopes = sorted({scope for scope in API.values() if scope is not None})
        keys = {scope: token_of("olga", scope) for scope in scopes}
        wrong = []

        for (method, path), needed in API.items():
            for scope in scopes:
                status = _ask(method, path, keys[scope])
                # 503: let in, and nothing was told yet that it could read.
                broke = status >= 500 and status != 503
                if (status == 403) == (scope == needed) or status == 401 or broke:
                    wrong.append((method, path, scope, status))

        assert wrong == []

    def test_answers_nobody_and_no_session(self, desk: Desk) -> None:
        olga = _client("O")

        for method, path in API:
            assert _ask(method, path, None) == 401, path
            assert _ask(method, path, "cyn_" + "x" * 43) == 401, path
            by_session = olga.generic(method, f"/api/v1/{path.split('{')[0]}", b"{}")
            assert by_session.status_code in {401, 404, 405}, path
