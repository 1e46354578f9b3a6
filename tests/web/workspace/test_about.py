"""Settings, Workspace: its name, what it asks of its members, and another one beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.conftest import PASSWORD, Desk, confirmed, signed_in
from tests.web.people.door import acts

if TYPE_CHECKING:
    from django.test import Client

    from cynosure.register.people.models import Workspace

ROOM, ANOTHER = "settings/about/", "settings/about/another/"


def workspace(slug: str = "desk") -> Workspace:
    from cynosure.register.people.models import Workspace

    return Workspace.objects.get(slug=slug)


class TestAWorkspace:
    def test_is_renamed_and_keeps_its_address(self, desk: Desk, olga: Client) -> None:
        after = confirmed(olga).post(desk.address(ROOM), {"name": " Help & Co "}, follow=True)

        assert after.redirect_chain == [(desk.address(ROOM), 302)]
        assert "Help &amp; Co" in after.content.decode()
        assert workspace().name == "Help & Co"
        assert acts(of="Olga") == ["workspace.renamed"]

    def test_kept_as_it_is_leaves_no_trace(self, desk: Desk, olga: Client) -> None:
        confirmed(olga).post(desk.address(ROOM), {"name": "Desk"})

        assert acts(of="Olga") == []

    @pytest.mark.parametrize("name", ["", "   ", "x" * 101])
    def test_is_not_called_by_what_is_no_name(self, desk: Desk, olga: Client, name: str) -> None:
        answer = confirmed(olga).post(desk.address(ROOM), {"name": name, "second_factor": "on"})

        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["name"]
        assert 'id="id_name_error"' in answer.content.decode()
        assert (workspace().name, workspace().second_factor_required) == ("Desk", False)

    def test_is_an_owners_to_change_and_asks_who_it_is(
        self, desk: Desk, maria: Client, olga: Client
    ) -> None:
        assert maria.get(desk.address(ROOM)).status_code == 403
        assert confirmed(maria).post(desk.address(ROOM), {"name": "Mine"}).status_code == 403

        asked = olga.post(desk.address(ROOM), {"name": "Ours"})
        assert asked.status_code == 403
        assert "Nothing was changed yet" in asked.content.decode()
        assert workspace().name == "Desk"

        olga.post(desk.address(ROOM), {"name": "Ours", "confirm_password": PASSWORD})
        assert workspace().name == "Ours"


class TestASecondFactor:
    def test_that_is_required_leads_members_without_one_to_set_it_up(
        self, desk: Desk, olga: Client, jonas: Client
    ) -> None:
        confirmed(olga).post(desk.address(ROOM), {"name": "Desk", "second_factor": "on"})

        assert workspace().second_factor_required
        assert acts(of="Olga") == ["second-factor.required"]
        for client in (jonas, olga):
            led = client.get(desk.address("settings/"))
            assert led.status_code == 302
            assert led["Location"].startswith("/accounts/second-factor/set-up/")

    def test_is_not_asked_for_in_another_workspace(
        self, desk: Desk, olga: Client, ines: Client
    ) -> None:
        confirmed(olga).post(desk.address(ROOM), {"name": "Desk", "second_factor": "on"})

        assert ines.get("/w/other/settings/").status_code == 200


class TestAnotherWorkspace:
    def test_is_founded_with_who_asks_as_its_owner_and_nobody_else(
        self, desk: Desk, olga: Client, maria: Client
    ) -> None:
        after = confirmed(olga).post(desk.address(ANOTHER), {"name": "Billing"}, follow=True)

        assert after.status_code == 200
        assert "Billing is founded, and you are its owner." in after.content.decode()
        assert (desk.root / "workspaces" / "billing" / "store.json").is_file()
        assert olga.get("/w/billing/settings/about/").status_code == 200
        assert maria.get("/w/billing/").status_code == 404
        assert acts(of="Olga") == ["workspace.founded"]

    def test_of_a_name_that_is_taken_gets_another_address(self, desk: Desk, olga: Client) -> None:
        after = confirmed(olga).post(desk.address(ANOTHER), {"name": "Desk"})

        assert after["Location"] == "/w/desk-2/settings/"
        assert workspace("desk-2").name == "Desk"

    def test_has_nothing_of_the_first_one(self, desk: Desk, olga: Client) -> None:
        confirmed(olga).post(
            desk.address("settings/weights/"), {"of": "role", "name": "pays", "weight": "3"}
        )
        olga.post(desk.address(ANOTHER), {"name": "Billing"})

        assert olga.get("/w/billing/settings/weights/").context["weights"] == []

    def test_without_a_name_is_not_founded(self, desk: Desk, olga: Client) -> None:
        answer = confirmed(olga).post(desk.address(ANOTHER), {"name": "  "})

        assert answer.status_code == 422
        said = answer.content.decode()
        assert 'id="another_name_error"' in said
        assert said.count('role="alert"') == 1
        assert not (desk.root / "workspaces").exists()

    def test_whose_folder_cannot_be_made_is_said_and_not_listed(
        self, desk: Desk, olga: Client
    ) -> None:
        from cynosure.register.people.models import Workspace

        (desk.root / "workspaces").write_text("in the way", "utf-8")

        answer = confirmed(olga).post(desk.address(ANOTHER), {"name": "Billing"})

        assert answer.status_code == 422
        assert "cannot" in answer.context["another"].non_field_errors()[0]
        assert not Workspace.objects.filter(slug="billing").exists()
        assert acts(of="Olga") == []

    def test_is_founded_by_owners_alone(self, desk: Desk) -> None:
        for name in ("jonas", "paul", "maria"):
            asked = confirmed(signed_in(name)).post(desk.address(ANOTHER), {"name": "Mine"})
            assert asked.status_code == 403
