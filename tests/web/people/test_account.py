from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.conftest import PASSWORD, Desk
from tests.web.people.door import acts, sign_in

if TYPE_CHECKING:
    from django.test import Client


class TestTheAccount:
    def test_keeps_another_name_and_nothing_else_of_the_form(self, jonas: Client) -> None:
        from cynosure.register.people.models import User

        jonas.post("/account/", {"name": "Jonas K.", "email": "evil@example.org", "is_active": ""})

        kept = User.objects.get(email="jonas@example.org")
        assert (kept.name, kept.is_active) == ("Jonas K.", True)

    def test_keeps_light_or_dark_for_all_devices(self, desk: Desk, nobody: Client) -> None:
        sign_in(nobody, "jonas")
        nobody.post("/appearance/", {"appearance": "dark", "back": "/account/"})

        elsewhere = type(nobody)()
        sign_in(elsewhere, "jonas")

        assert 'data-appearance="dark"' in elsewhere.get("/account/").content.decode()

    def test_changes_the_password_and_ends_other_sessions(self, desk: Desk, nobody: Client) -> None:
        elsewhere = type(nobody)()
        for client in (nobody, elsewhere):
            sign_in(client, "jonas")
        new = "another few words here"

        answered = nobody.post(
            "/accounts/password/",
            {"oldpassword": PASSWORD, "password1": new, "password2": new},
        )

        assert answered["Location"] == "/account/"
        assert nobody.get("/account/").status_code == 200
        assert elsewhere.get("/account/").status_code == 302
        assert "password.changed" in acts(of="Jonas")


class TestSessions:
    def test_are_listed_and_ended_one_by_one(self, desk: Desk, nobody: Client) -> None:
        from allauth.usersessions.models import UserSession

        elsewhere = type(nobody)()
        for client in (nobody, elsewhere):
            sign_in(client, "jonas")
        other = UserSession.objects.get(session_key=elsewhere.session.session_key)

        nobody.post(f"/account/sessions/{other.pk}/end/")

        assert elsewhere.get("/account/").status_code == 302
        assert nobody.get("/account/").status_code == 200

    def test_end_all_but_this_one(self, desk: Desk, nobody: Client) -> None:
        others = [type(nobody)() for _ in range(2)]
        for client in (nobody, *others):
            sign_in(client, "jonas")

        nobody.post("/account/sessions/end/")

        assert [client.get("/account/").status_code for client in (nobody, *others)] == [
            200, 302, 302,
        ]  # fmt: skip

    def test_of_somebody_else_are_not_there(self, desk: Desk, nobody: Client) -> None:
        from allauth.usersessions.models import UserSession

        theirs = type(nobody)()
        sign_in(theirs, "olga")
        sign_in(nobody, "jonas")
        number = UserSession.objects.get(user__name="Olga").pk

        assert nobody.post(f"/account/sessions/{number}/end/").status_code == 404
        assert theirs.get("/account/").status_code == 200
