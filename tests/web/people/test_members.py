from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.web.conftest import PASSWORD, Desk, confirmed
from tests.web.people.door import acts

if TYPE_CHECKING:
    from django.test import Client


def _number(name: str) -> int:
    from cynosure.register.people.models import Member

    return int(Member.objects.get(user__name=name).pk)


def _role(name: str) -> str:
    from cynosure.register.people.models import Member

    return str(Member.objects.get(user__name=name).role)


class TestMembers:
    def test_are_shown_to_all_and_their_addresses_to_owners(
        self, jonas: Client, olga: Client
    ) -> None:
        for_jonas = jonas.get("/w/desk/settings/members/").content.decode()
        for_olga = olga.get("/w/desk/settings/members/").content.decode()

        assert "Maria" in for_jonas
        assert "maria@example.org" not in for_jonas
        assert "maria@example.org" in for_olga
        assert "Ines" not in for_olga

    def test_get_another_role(self, olga: Client) -> None:
        confirmed(olga).post(
            f"/w/desk/settings/members/{_number('Paul')}/role/", {"role": "lead", "user": "1"}
        )

        assert _role("Paul") == "lead"
        assert acts(of="Olga") == ["member.role-changed"]

    def test_of_another_workspace_are_not_there(self, olga: Client) -> None:
        theirs = f"/w/desk/settings/members/{_number('Ines')}"

        assert confirmed(olga).post(f"{theirs}/role/", {"role": "viewer"}).status_code == 404
        assert olga.post(f"{theirs}/remove/").status_code == 404
        assert _role("Ines") == "owner"

    def test_keep_their_last_owner(self, olga: Client) -> None:
        here = f"/w/desk/settings/members/{_number('Olga')}"

        for answer in (
            confirmed(olga).post(f"{here}/role/", {"role": "viewer"}, follow=True),
            olga.post(f"{here}/remove/", follow=True),
        ):
            assert "Olga is the only owner" in answer.content.decode()
        assert _role("Olga") == "owner"

    def test_have_no_role_that_there_is_not(self, olga: Client) -> None:
        confirmed(olga).post(
            f"/w/desk/settings/members/{_number('Paul')}/role/", {"role": "superuser"}
        )

        assert _role("Paul") == "contributor"


class TestADangerousAct:
    def test_asks_for_the_password_and_goes_on_with_what_was_filled_in(self, olga: Client) -> None:
        address = f"/w/desk/settings/members/{_number('Paul')}/role/"

        asked = olga.post(address, {"role": "lead"})
        assert asked.status_code == 403
        page = asked.content.decode()
        assert "Nothing was changed yet" in page
        assert '<input type="hidden" name="role" value="lead">' in page
        assert _role("Paul") == "contributor"

        wrong = olga.post(address, {"role": "lead", "confirm_password": "not it"})
        assert "This is not your password" in wrong.content.decode()
        olga.post(address, {"role": "lead", "confirm_password": PASSWORD})
        assert _role("Paul") == "lead"

        olga.post(address, {"role": "viewer"})  # not asked again for a while
        assert _role("Paul") == "viewer"

    def test_writes_no_password_back_into_the_page(self, olga: Client) -> None:
        said = {"role": "lead", "confirm_password": "my very own secret"}

        asked = olga.post(f"/w/desk/settings/members/{_number('Paul')}/role/", said)

        assert "my very own secret" not in asked.content.decode()

    def test_shows_what_was_filled_in_as_text(self, olga: Client) -> None:
        asked = olga.post(
            f"/w/desk/settings/members/{_number('Paul')}/role/", {"role": '"><script>alert(1)'}
        )

        assert "<script>alert" not in asked.content.decode()


class TestInvitations:
    def test_show_their_link_once(self, olga: Client) -> None:
        address = "/w/desk/settings/invitations/"

        made = confirmed(olga).post(address, {"role": "viewer", "email": "", "days": "7"})

        found = re.search(r"http://[\w.:]+(/join/[\w-]{43}/)", made.content.decode())
        assert found
        assert type(olga)(SERVER_NAME="localhost").get(found[1]).status_code == 200
        assert "/join/" not in olga.get(address).content.decode()
        assert "no-store" in made["Cache-Control"]

    def test_are_withdrawn(self, olga: Client, desk: Desk) -> None:
        from cynosure.register.people.models import Invitation

        confirmed(olga).post(
            "/w/desk/settings/invitations/", {"role": "viewer", "email": "", "days": "7"}
        )
        number = Invitation.objects.get().pk

        olga.post(f"/w/desk/settings/invitations/{number}/withdraw/")

        assert Invitation.objects.get().withdrawn_at is not None
        assert acts(of="Olga") == ["invitation.made", "invitation.withdrawn"]

    def test_of_another_workspace_are_not_there(self, olga: Client, ines: Client) -> None:
        from cynosure.register.people.models import Invitation

        confirmed(ines).post(
            "/w/other/settings/invitations/", {"role": "viewer", "email": "", "days": "7"}
        )
        number = Invitation.objects.get().pk

        answer = olga.post(f"/w/desk/settings/invitations/{number}/withdraw/")

        assert answer.status_code == 404
        assert Invitation.objects.get().withdrawn_at is None
