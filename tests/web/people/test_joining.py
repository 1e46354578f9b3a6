from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.web.conftest import Desk, now
from tests.web.people.door import acts

if TYPE_CHECKING:
    from django.test import Client

NEW = {"name": "Nora", "email": "nora@example.org", "password": "three words nobody joins"}


def _link(desk: Desk, role: str = "viewer", email: str = "") -> str:
    from cynosure.register.people import invitations
    from cynosure.register.people.models import Role, User, Workspace

    key = invitations.invite(
        Workspace.objects.get(pk=desk.number),
        role=Role(role),
        by=User.objects.get(name="Olga"),
        at=now(),
        until=now() + timedelta(days=7),
        email=email,
    )
    return f"/join/{key}/"


def _role_of(name: str) -> str | None:
    from cynosure.register.people.models import Member

    rows = Member.objects.filter(user__name=name, workspace__slug="desk")
    return rows.values_list("role", flat=True).first()


class TestJoiningWithANewAccount:
    def test_makes_account_and_member_and_offers_a_second_factor(
        self, desk: Desk, nobody: Client
    ) -> None:
        link = _link(desk, "contributor")
        page = nobody.get(link).content.decode()
        assert "Join Desk" in page
        assert "Olga invites you as <strong>contributor</strong>" in page

        answered = nobody.post(link, NEW)

        assert answered["Location"] == "/w/desk/welcome/"
        assert nobody.get(answered["Location"]).status_code == 200
        assert _role_of("Nora") == "contributor"
        assert nobody.get("/accounts/second-factor/set-up/").status_code == 200
        assert acts(of="Nora") == ["member.joined", "sign-in.done"]

    def test_opens_once(self, desk: Desk, nobody: Client) -> None:
        link = _link(desk)
        nobody.post(link, NEW)

        again = type(nobody)().post(link, NEW | {"email": "other@example.org"})

        assert again.status_code == 404
        assert "does not open" in again.content.decode()

    def test_starts_a_session_of_its_own(self, desk: Desk, nobody: Client) -> None:
        session = nobody.session
        session["planted"] = "by somebody else"
        session.save()
        nobody.cookies["cynosure_session"] = planted = str(session.session_key)

        nobody.post(_link(desk), NEW)

        assert nobody.cookies["cynosure_session"].value != planted

    def test_takes_no_role_and_no_workspace_from_the_form(self, desk: Desk, nobody: Client) -> None:
        more = {
            "role": "owner",
            "workspace": desk.other_number,
            "is_active": "on",
            "is_staff": "on",
        }

        nobody.post(_link(desk), NEW | more)

        assert _role_of("Nora") == "viewer"

    def test_refuses_weak_passwords_in_words(self, desk: Desk, nobody: Client) -> None:
        from cynosure.register.people.models import User

        for password, says in (
            ("short", "at least 12 characters"),
            ("nora@example.org", "too similar"),
            ("passwordpassword", ""),
        ):
            answered = nobody.post(_link(desk), NEW | {"password": password})
            if says:
                assert answered.status_code == 422
                assert says in answered.content.decode()
                assert not User.objects.filter(email=NEW["email"]).exists()

    def test_does_not_take_over_an_account_that_there_is(self, desk: Desk, nobody: Client) -> None:
        answered = nobody.post(_link(desk, "owner"), NEW | {"email": "JONAS@example.org"})

        assert answered.status_code == 422
        assert "sign in first" in answered.content.decode()
        assert _role_of("Jonas") == "viewer"

    def test_is_for_the_address_that_it_names(self, desk: Desk, nobody: Client) -> None:
        link = _link(desk, email="nora@example.org")

        assert nobody.post(link, NEW | {"email": "else@example.org"}).status_code == 422
        assert nobody.post(link, NEW).status_code == 302

    def test_is_bounded(self, desk: Desk, nobody: Client) -> None:
        answers = [nobody.post(f"/join/guess{n}/", NEW).status_code for n in range(21)]

        assert answers == [404] * 20 + [429]


class TestJoiningWithOnesOwnAccount:
    def test_makes_a_member_and_changes_the_key_of_the_session(
        self, desk: Desk, ines: Client
    ) -> None:
        before = ines.cookies["cynosure_session"].value

        answered = ines.post(_link(desk, "lead"))

        assert answered.status_code == 302
        assert _role_of("Ines") == "lead"
        assert ines.cookies["cynosure_session"].value != before
        assert ines.get("/w/desk/settings/").status_code == 200

    def test_refuses_who_it_is_not_for(self, desk: Desk, ines: Client) -> None:
        link = _link(desk, email="nora@example.org")

        assert ines.post(link).status_code == 403
        assert _role_of("Ines") is None

    def test_takes_no_get_for_it(self, desk: Desk, ines: Client) -> None:
        assert ines.get(_link(desk)).status_code == 200
        assert _role_of("Ines") is None
