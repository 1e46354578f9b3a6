from __future__ import annotations

from datetime import timedelta

from cynosure.register.people import invitations, trail
from tests.register.people.conftest import AT, LATER, People


def _invited(people: People, role: str = "viewer", email: str = "") -> str:
    from cynosure.register.people.models import Role

    return invitations.invite(
        people.desk, role=Role(role), by=people.olga, at=AT, until=LATER, email=email
    )


class TestAnInvitation:
    def test_makes_a_member_once(self, people: People) -> None:
        key = _invited(people)

        joined = invitations.accept(key, people.ines, at=AT)

        assert joined is not None
        assert (joined.role, joined.workspace.slug) == ("viewer", "desk")
        assert invitations.accept(key, people.ines, at=AT) is None
        acts = [entry.did for entry in trail.entries(people.desk.pk)]
        assert acts == ["member.joined", "invitation.made"]

    def test_is_over_in_time(self, people: People) -> None:
        key = _invited(people)

        assert invitations.accept(key, people.ines, at=LATER) is None
        assert invitations.open_in(people.desk.pk, at=LATER) == []

    def test_that_is_withdrawn_opens_nothing(self, people: People) -> None:
        key = _invited(people)
        number = invitations.open_in(people.desk.pk, at=AT)[0].pk

        assert not invitations.withdraw(people.other.pk, number, by=people.ines, at=AT)
        assert invitations.withdraw(people.desk.pk, number, by=people.olga, at=AT)
        assert invitations.accept(key, people.ines, at=AT) is None

    def test_for_an_address_opens_to_that_alone(self, people: People) -> None:
        key = _invited(people, email="Paul@Example.org ")

        assert invitations.accept(key, people.ines, at=AT) is None
        assert invitations.accept(key, people.paul, at=AT + timedelta(hours=1)) is not None

    def test_lowers_nobody(self, people: People) -> None:
        invitations.accept(_invited(people, "viewer"), people.paul, at=AT)
        assert people.member(people.paul).role == "contributor"

        invitations.accept(_invited(people, "lead"), people.paul, at=AT)
        assert people.member(people.paul).role == "lead"
