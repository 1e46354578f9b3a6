from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import PASSWORD, Desk, confirmed
from tests.web.people.door import LOGIN, acts, code_of, set_up_second_factor, sign_in

if TYPE_CHECKING:
    from django.test import Client


class TestSigningIn:
    def test_leads_to_the_page_that_was_wanted(self, desk: Desk, nobody: Client) -> None:
        wanted = "/w/desk/settings/members/"

        asked = nobody.get(wanted)
        assert asked["Location"] == f"{LOGIN}?next={wanted}"
        answered = sign_in(nobody, "jonas", after=wanted)

        assert answered["Location"] == wanted
        assert nobody.get(wanted).status_code == 200
        assert acts() == ["sign-in.done"]

    @pytest.mark.parametrize(
        "address",
        ["https://evil.example/", "//evil.example/", r"/\evil.example", "javascript:alert(1)",
         "https:evil.example", "/\t/evil.example", "http://127.0.0.1/elsewhere"],
    )  # fmt: skip
    def test_leads_to_no_place_but_ours(self, desk: Desk, nobody: Client, address: str) -> None:
        assert sign_in(nobody, "jonas", after=address)["Location"] == "/"
        out = nobody.post("/accounts/logout/", {"next": address})
        assert out["Location"] == "/"

    def test_changes_the_key_of_the_session(self, desk: Desk, nobody: Client) -> None:
        nobody.get(LOGIN)
        session = nobody.session
        session["planted"] = "by somebody else"
        session.save()
        nobody.cookies["cynosure_session"] = planted = str(session.session_key)

        sign_in(nobody, "jonas")

        assert nobody.cookies["cynosure_session"].value != planted
        again = type(nobody)()
        again.cookies["cynosure_session"] = planted
        assert again.get("/w/desk/settings/").status_code == 302

    def test_says_the_same_of_a_wrong_password_and_of_an_address_that_nobody_has(
        self, desk: Desk, nobody: Client
    ) -> None:
        wrong = sign_in(nobody, "jonas", "not the password")
        unknown = sign_in(nobody, "who-is-this", "not the password")

        said = "This address and this password do not go together."
        for answer in (wrong, unknown):
            assert answer.status_code == 200
            assert said in answer.content.decode()

    def test_hashes_for_an_unknown_address_too(
        self, desk: Desk, nobody: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Else the time that the answer takes says who has an account."""
        from cynosure.register.people.models import User

        hashed: list[str] = []
        real = User.set_password

        def noted(user: User, said: str | None) -> None:
            hashed.append(said or "")
            real(user, said)

        monkeypatch.setattr(User, "set_password", noted)

        sign_in(nobody, "who-is-this", "not the password")

        assert hashed == ["not the password"]

    def test_of_a_closed_account_leads_nowhere(self, desk: Desk, nobody: Client) -> None:
        from cynosure.register.people.models import User

        User.objects.filter(email="jonas@example.org").update(is_active=False)

        assert sign_in(nobody, "jonas")["Location"] == LOGIN
        assert nobody.get("/w/desk/settings/").status_code == 302

    def test_out_ends_the_session(self, desk: Desk, nobody: Client) -> None:
        sign_in(nobody, "jonas")

        nobody.post("/accounts/logout/")

        assert nobody.get("/w/desk/settings/").status_code == 302
        assert acts(of="Jonas") == ["sign-in.done", "sign-out.done"]


class TestTooManyTries:
    def test_are_answered_by_429_in_words_at_the_sixth(self, desk: Desk, nobody: Client) -> None:
        answers = [sign_in(nobody, "jonas", "not the password") for _ in range(6)]

        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        assert "Too many tries that failed" in answers[-1].content.decode()
        assert sign_in(nobody, "jonas").status_code == 429  # also with the right one

    def test_of_codes_are_bounded_too(self, desk: Desk, nobody: Client) -> None:
        sign_in(nobody, "jonas")
        secret, _ = set_up_second_factor(confirmed(nobody))
        nobody.post("/accounts/logout/")
        sign_in(nobody, "jonas")

        codes = [nobody.post("/accounts/login/code/", {"code": "000000"}) for _ in range(6)]

        assert [answer.status_code for answer in codes] == [200] * 5 + [429]
        assert nobody.post("/accounts/login/code/", {"code": code_of(secret)}).status_code == 429

    def test_are_written_down_without_what_was_typed(self, desk: Desk, nobody: Client) -> None:
        from cynosure.register.people.models import TrailEntry

        sign_in(nobody, "jonas", "a secret typed wrong")
        nobody.post(LOGIN, {"login": "a-secret@typed.wrong", "password": "x"})

        told = list(TrailEntry.objects.order_by("pk").values_list("did", "by", "of", "details"))
        assert told == [
            ("sign-in.failed", "Jonas", "", {}),
            ("sign-in.failed", "somebody", "", {}),
        ]


class TestASecondFactor:
    def test_is_asked_for_after_the_password(self, desk: Desk, nobody: Client) -> None:
        sign_in(nobody, "jonas")
        secret, _ = set_up_second_factor(confirmed(nobody))
        nobody.post("/accounts/logout/")

        first = sign_in(nobody, "jonas", after="/w/desk/settings/")
        assert first["Location"].startswith("/accounts/login/code/")
        assert nobody.get("/w/desk/settings/").status_code == 302
        second = nobody.post("/accounts/login/code/", {"code": code_of(secret)})

        assert second["Location"] == "/w/desk/settings/"
        assert nobody.get("/w/desk/settings/").status_code == 200

    def test_may_be_replaced_by_each_recovery_code_once(self, desk: Desk, nobody: Client) -> None:
        sign_in(nobody, "jonas")
        _, codes = set_up_second_factor(confirmed(nobody))
        assert len(codes) == 10

        became = []
        for _ in range(2):
            nobody.post("/accounts/logout/")
            sign_in(nobody, "jonas")
            became.append(nobody.post("/accounts/login/code/", {"code": codes[0]}).status_code)

        assert became == [302, 200]

    def test_shows_its_recovery_codes_once(self, desk: Desk, nobody: Client) -> None:
        sign_in(nobody, "jonas")
        _, codes = set_up_second_factor(confirmed(nobody))

        again = nobody.get("/accounts/second-factor/codes/").content.decode()

        assert "10 codes left" in again
        assert not [code for code in codes if code in again]

    def test_lies_encrypted_in_the_register(self, desk: Desk, nobody: Client) -> None:
        from allauth.mfa.models import Authenticator

        sign_in(nobody, "jonas")
        secret, codes = set_up_second_factor(confirmed(nobody))

        kept = str(list(Authenticator.objects.values_list("data", flat=True)))
        assert secret not in kept
        assert not [code for code in codes if code in kept]

    def test_is_set_up_only_after_the_password_was_given_again(
        self, desk: Desk, nobody: Client
    ) -> None:
        sign_in(nobody, "jonas")

        answered = nobody.get("/accounts/second-factor/set-up/")

        assert answered["Location"].startswith("/accounts/confirm/")
        on = nobody.post(answered["Location"], {"password": PASSWORD})
        assert on["Location"] == "/accounts/second-factor/set-up/"

    def test_can_be_asked_of_all_members(self, olga: Client, desk: Desk) -> None:
        from cynosure.register.people.models import Workspace

        Workspace.objects.filter(slug="desk").update(second_factor_required=True)

        for answer in (olga.get("/w/desk/settings/"), olga.post("/w/desk/settings/weights/")):
            assert answer["Location"] == "/accounts/second-factor/set-up/"
        set_up_second_factor(confirmed(olga))
        assert olga.get("/w/desk/settings/").status_code == 200
