"""Settings, Weights: what customers weigh, set and taken back by leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cynosure.register import jobs, weights
from cynosure.register.scope import within
from cynosure.wiring.kinds import RETELL
from tests.web.conftest import Desk
from tests.web.people.door import acts

if TYPE_CHECKING:
    from django.test import Client

ROOM = "settings/weights/"


def weigh(client: Client, desk: Desk, of: str, name: str, weight: str) -> Any:
    """Return what came of filling in the form."""
    said = {"of": of, "name": name, "weight": weight}
    return client.post(desk.address(ROOM), said, follow=True)


def take_back(client: Client, desk: Desk, of: str, name: str) -> Any:
    return client.post(desk.address(f"{ROOM}undo/"), {"of": of, "name": name}, follow=True)


def counting(desk: Desk) -> list[tuple[str, str, float, str]]:
    with within(desk.number):
        return [(one.of, one.name, one.weight, one.by) for one in weights.counting()]


class TestAWeight:
    def test_that_nobody_set_is_said_to_be_the_same_for_all(
        self, desk: Desk, jonas: Client
    ) -> None:
        said = jonas.get(desk.address(ROOM)).content.decode()

        assert "None: every customer&#x27;s waiting weighs the same." in said.replace("'", "&#x27;")
        assert "Set a weight" not in said

    def test_is_kept_shown_and_told_anew(self, desk: Desk, maria: Client, jonas: Client) -> None:
        after = weigh(maria, desk, "standing", " end_user ", "2.5")

        assert after.redirect_chain == [(desk.address(ROOM), 302)]
        assert "The weight is kept. Rankings follow in a moment." in after.content.decode()
        assert counting(desk) == [("standing", "end_user", 2.5, "Maria")]
        assert ">2.5</td>" in jonas.get(desk.address(ROOM)).content.decode()
        assert acts(of="Maria") == ["weight.set"]
        with within(desk.number):
            assert [job.kind for job in jobs.recent()] == [RETELL]

    def test_is_a_leads_to_set_and_to_take_back(
        self, desk: Desk, maria: Client, paul: Client
    ) -> None:
        weigh(maria, desk, "role", "pays", "3")

        assert weigh(paul, desk, "role", "pays", "9").status_code == 403
        assert take_back(paul, desk, "role", "pays").status_code == 403
        assert "Take back" not in paul.get(desk.address(ROOM)).content.decode()
        assert counting(desk) == [("role", "pays", 3.0, "Maria")]

    def test_of_one_workspace_counts_in_no_other(
        self, desk: Desk, maria: Client, ines: Client
    ) -> None:
        weigh(maria, desk, "role", "pays", "3")

        assert ines.get(f"/w/other/{ROOM}").context["weights"] == []
        other = ines.post(f"/w/other/{ROOM}undo/", {"of": "role", "name": "pays"}, follow=True)
        assert "there is nothing to take back" in other.content.decode()
        assert counting(desk) == [("role", "pays", 3.0, "Maria")]

    def test_taken_back_lets_the_one_before_it_count(self, desk: Desk, maria: Client) -> None:
        weigh(maria, desk, "role", "pays", "3")
        weigh(maria, desk, "role", "pays", "0")
        assert counting(desk) == [("role", "pays", 0.0, "Maria")]

        said = take_back(maria, desk, "role", "pays").content.decode()
        assert "The weight is taken back." in said
        assert counting(desk) == [("role", "pays", 3.0, "Maria")]

        take_back(maria, desk, "role", "pays")
        assert counting(desk) == []

        said = take_back(maria, desk, "role", "pays").content.decode()
        assert "there is nothing to take back" in said
        assert acts(of="Maria").count("weight.taken-back") == 2


class TestWhatCannotBeAWeight:
    @pytest.mark.parametrize(
        ("of", "name", "weight", "field", "says"),
        [
            ("role", "pays", "-1", "weight", "greater than or equal to 0"),
            ("role", "pays", "1001", "weight", "less than or equal to 1000"),
            ("role", "pays", "nan", "weight", "Enter a number"),
            ("role", "pays", "inf", "weight", "Enter a number"),
            ("role", "pays", "much", "weight", "Enter a number"),
            ("role", "pays", "", "weight", "required"),
            ("role", "  ", "2", "name", "required"),
            ("role", "x" * 201, "2", "name", "at most 200"),
            ("role", "payz", "2", "name", "Did you mean 'pays'?"),
            ("standing", "<b>boss</b>", "2", "name", "No customer here has the standing"),
            ("planet", "pays", "2", "of", "planet is not one of the available choices"),
        ],
    )
    def test_is_said_beside_its_field_and_nothing_is_changed(
        self, desk: Desk, maria: Client, of: str, name: str, weight: str, field: str, says: str
    ) -> None:
        answer = weigh(maria, desk, of, name, weight)

        assert answer.status_code == 422
        form = answer.context["form"]
        assert list(form.errors) == [field]
        assert says in form.errors[field][0]
        said = answer.content.decode()
        assert f'id="id_{field}_error"' in said
        assert 'aria-invalid="true"' in said
        assert "<b>boss" not in said
        assert counting(desk) == []
        assert acts(of="Maria") == []

    @pytest.mark.parametrize("given", [{}, {"of": "planet", "name": "x"}, {"of": "role"}])
    def test_cannot_be_taken_back(self, desk: Desk, maria: Client, given: dict[str, str]) -> None:
        after = maria.post(desk.address(f"{ROOM}undo/"), given, follow=True)

        assert "There is no such weight." in after.content.decode()
        assert acts(of="Maria") == []
