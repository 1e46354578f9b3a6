"""What somebody tries who means ill: forged forms, headers that are missing, the trail by page."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import Desk, signed_in

if TYPE_CHECKING:
    from django.test import Client

_FORGED = (
    "/accounts/logout/",
    "/account/",
    "/account/sessions/end/",
    "/appearance/",
    "/w/desk/settings/about/",
    "/w/desk/settings/erasure/",
    "/w/desk/settings/invitations/",
    "/w/desk/settings/tokens/",
    "/w/desk/settings/weights/",
    "/w/desk/settings/members/1/role/",
    "/w/desk/settings/webhooks/github/secret/",
)


class TestAFormFromElsewhere:
    @pytest.mark.parametrize("address", _FORGED)
    def test_is_refused(self, desk: Desk, address: str) -> None:
        olga = signed_in("olga")
        olga.handler.enforce_csrf_checks = True

        answered = olga.post(address, {"name": "Taken over"})

        assert answered.status_code == 403
        assert "Confirm that it is you" not in answered.content.decode()

    @pytest.mark.parametrize("address", ["/accounts/login/", "/join/guess/"])
    def test_is_refused_at_the_door_too(self, desk: Desk, nobody: Client, address: str) -> None:
        nobody.handler.enforce_csrf_checks = True

        assert nobody.post(address, {"login": "jonas@example.org"}).status_code == 403


class TestEveryPage:
    @pytest.mark.parametrize(
        "address", ["/accounts/login/", "/account/", "/w/desk/settings/", "/w/nowhere/", "/join/x/"]
    )
    def test_tells_the_browser_what_it_may(self, olga: Client, address: str) -> None:
        headers = olga.get(address).headers

        policy = headers["Content-Security-Policy"]
        for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'",
                     "base-uri 'none'", "form-action 'self'"):  # fmt: skip
            assert part in policy
        assert "unsafe" not in policy
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"

    def test_keeps_its_cookies_from_scripts_and_other_sites(self, olga: Client) -> None:
        given = olga.get("/accounts/login/").cookies | olga.get("/account/").cookies

        for name, cookie in given.items():
            assert name.startswith("cynosure_"), name
            assert cookie["httponly"], name
            assert cookie["samesite"] == "Lax", name

    def test_of_a_secret_is_kept_by_no_cache(self, olga: Client) -> None:
        for address in ("tokens/", "invitations/", "webhooks/", "erasure/"):
            assert "no-store" in olga.get(f"/w/desk/settings/{address}")["Cache-Control"]


class TestBehindTls:
    def test_cookies_are_secure_and_browsers_are_told_to_stay(self) -> None:
        """Asked in a process of its own: settings are read once."""
        program = (
            "import os; os.environ['CYNOSURE_URL'] = 'https://demand.example.org';"
            "from cynosure.web import settings as s;"
            "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
            " s.SECURE_HSTS_SECONDS >= 31536000, s.DEBUG, s.ALLOWED_HOSTS[0])"
        )

        said = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True
        )

        assert said.stdout.split() == ["True"] * 4 + ["False", "demand.example.org"]


class TestTheTrailsPage:
    def test_tells_acts_in_words_and_narrows_them(self, olga: Client, desk: Desk) -> None:
        from cynosure.register.people import trail
        from tests.web.conftest import now

        for did, of in (("mapping.deleted", "0123"), ("person.erased", "erased-1")):
            trail.note(did, at=now(), by="Olga", workspace=desk.number, of=of)

        everything = olga.get("/w/desk/settings/trail/").content.decode()
        narrowed = olga.get("/w/desk/settings/trail/?acts=person").content.decode()

        assert "deleted the mapping <strong>0123</strong>" in everything
        assert "erased a person" in narrowed
        assert "deleted the mapping" not in narrowed

    @pytest.mark.parametrize("asked", ["after=x", "after=" + "9" * 40, "by=0x1", "since=never"])
    def test_bears_nonsense_in_its_address(self, olga: Client, asked: str) -> None:
        assert olga.get(f"/w/desk/settings/trail/?{asked}").status_code == 200

    def test_shows_names_as_text(self, olga: Client, desk: Desk) -> None:
        from cynosure.register.people import trail
        from tests.web.conftest import now

        trail.note(
            "weight.set", at=now(), by="<script>alert(1)</script>", workspace=desk.number,
            of="<img src=x>", details={"<b>": "<i>"},
        )  # fmt: skip

        page = olga.get("/w/desk/settings/trail/").content.decode()

        assert "<script>alert" not in page
        assert "<img src=x>" not in page
        assert "<i>" not in page
