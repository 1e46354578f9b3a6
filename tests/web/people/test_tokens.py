from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.web.conftest import confirmed, now
from tests.web.people.door import acts

if TYPE_CHECKING:
    from django.test import Client

OWN = "/w/desk/settings/tokens/"
READING = {"name": "Board", "scopes": ["demands:read", "measures:read"], "days": "90"}


def _made(client: Client, workspace: str = "desk") -> int:
    from cynosure.register.people.models import ApiToken

    confirmed(client).post(f"/w/{workspace}/settings/tokens/", READING)
    return int(ApiToken.objects.first().pk)  # type: ignore[union-attr]


class TestATokenOfOnesOwn:
    def test_is_shown_once(self, jonas: Client) -> None:
        from cynosure.register.people.tokens import token_of

        made = confirmed(jonas).post(OWN, READING)

        found = re.search(r"cyn_[\w-]{43}", made.content.decode())
        assert found
        assert token_of(found.group(), at=now()) is not None
        assert found.group() not in jonas.get(OWN).content.decode()
        assert "no-store" in made["Cache-Control"]
        assert acts(of="Jonas") == ["token.made"]

    def test_offers_no_more_than_the_role_may(self, jonas: Client, paul: Client) -> None:
        assert "demands:write" not in jonas.get(OWN).content.decode()
        assert "demands:write" in paul.get(OWN).content.decode()

        refused = confirmed(jonas).post(OWN, READING | {"scopes": ["demands:write"]})

        assert refused.status_code == 422

    def test_is_ended_by_who_made_it_and_by_no_other_viewer(
        self, jonas: Client, paul: Client
    ) -> None:
        number = _made(jonas)

        assert paul.post(f"{OWN}{number}/end/").status_code == 404
        assert jonas.post(f"{OWN}{number}/end/").status_code == 302
        assert jonas.post(f"{OWN}{number}/end/").status_code == 404


class TestTokensOfAll:
    def test_are_seen_and_ended_by_owners(self, jonas: Client, olga: Client) -> None:
        number = _made(jonas)

        assert "Board" in olga.get(f"{OWN}all/").content.decode()
        assert olga.post(f"{OWN}all/{number}/end/").status_code == 302
        assert acts(of="Olga") == ["token.ended"]

    def test_of_another_workspace_are_not_there(self, olga: Client, ines: Client) -> None:
        number = _made(ines, "other")

        assert "Board" not in olga.get(f"{OWN}all/").content.decode()
        assert olga.post(f"{OWN}all/{number}/end/").status_code == 404
