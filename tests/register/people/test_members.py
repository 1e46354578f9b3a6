from __future__ import annotations

import pytest

from cynosure.register.people import members, tokens, trail
from tests.register.people.conftest import AT, LATER, People


def _acts(people: People) -> list[str]:
    return [entry.did for entry in trail.entries(people.desk.pk)]


class TestAMember:
    def test_gets_another_role_and_the_trail_tells(self, people: People) -> None:
        from cynosure.register.people.models import Role

        paul = people.member(people.paul)

        assert members.change_role(people.desk.pk, paul.pk, Role.LEAD, by=people.olga, at=AT)

        assert people.member(people.paul).role == "lead"
        entry = trail.entries(people.desk.pk)[0]
        assert (entry.did, entry.by, entry.of) == ("member.role-changed", "Olga", "Paul")
        assert entry.details == {"from": "contributor", "to": "lead"}

    def test_who_is_removed_takes_their_tokens_with_them(self, people: People) -> None:
        key = tokens.make(
            people.desk, people.paul, name="load", scopes=["demands:read"], at=AT, until=LATER
        )

        assert members.remove(people.desk.pk, people.member(people.paul).pk, by=people.olga, at=AT)

        assert tokens.token_of(key, at=AT) is None
        assert [each.user.name for each in members.members_of(people.desk.pk)] == ["Olga"]
        assert _acts(people)[0] == "member.removed"

    def test_of_another_workspace_is_none(self, people: People) -> None:
        from cynosure.register.people.models import Role

        theirs = people.member(people.ines).pk

        assert not members.change_role(people.desk.pk, theirs, Role.VIEWER, by=people.olga, at=AT)
        assert not members.remove(people.desk.pk, theirs, by=people.olga, at=AT)
        assert people.member(people.ines).role == "owner"

    def test_does_not_raise_themselves(self, people: People) -> None:
        from cynosure.register.people.models import Role

        paul = people.member(people.paul)

        with pytest.raises(members.RaisedThemselves, match="Nobody makes themselves owner"):
            members.change_role(people.desk.pk, paul.pk, Role.OWNER, by=people.paul, at=AT)
        assert people.member(people.paul).role == "contributor"


class TestTheLastOwner:
    def test_is_neither_lowered_nor_removed(self, people: People) -> None:
        from cynosure.register.people.models import Role

        olga = people.member(people.olga)

        with pytest.raises(members.LastOwner, match="Make somebody else an owner"):
            members.change_role(people.desk.pk, olga.pk, Role.LEAD, by=people.olga, at=AT)
        with pytest.raises(members.LastOwner, match="Olga is the only owner"):
            members.remove(people.desk.pk, olga.pk, by=people.olga, at=AT)
        assert people.member(people.olga).role == "owner"
        assert _acts(people) == []

    def test_may_go_once_there_is_another(self, people: People) -> None:
        from cynosure.register.people.models import Role

        paul, olga = people.member(people.paul), people.member(people.olga)
        members.change_role(people.desk.pk, paul.pk, Role.OWNER, by=people.olga, at=AT)

        assert members.remove(people.desk.pk, olga.pk, by=people.olga, at=AT)
        with pytest.raises(members.LastOwner):
            members.remove(people.desk.pk, paul.pk, by=people.paul, at=AT)
