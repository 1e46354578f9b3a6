from __future__ import annotations

from datetime import timedelta

import pytest

from cynosure.register.people import tokens
from tests.register.people.conftest import AT, LATER, People


def _made(people: People, *scopes: str) -> str:
    return tokens.make(
        people.desk,
        people.paul,
        name="nightly load",
        scopes=scopes or ("demands:write",),
        at=AT,
        until=LATER,
    )


class TestAToken:
    def test_opens_the_workspace_that_it_was_made_in(self, people: People) -> None:
        token = tokens.token_of(_made(people), at=AT)

        assert token is not None
        assert (token.workspace.slug, token.made_by.name) == ("desk", "Paul")
        assert token.scopes == ["demands:write"]

    def test_is_kept_as_a_hash_alone(self, people: People) -> None:
        from django.forms.models import model_to_dict

        from cynosure.register.people.models import ApiToken

        key = _made(people)

        kept = model_to_dict(ApiToken.objects.get())
        assert key not in str(kept)
        assert key.startswith(kept["begins_with"])

    def test_says_when_it_was_last_used_to_the_minute(self, people: People) -> None:
        from cynosure.register.people.models import ApiToken

        key = _made(people)

        for second in (0, 20, 40):
            tokens.token_of(key, at=AT + timedelta(seconds=second))

        assert ApiToken.objects.get().last_used_at == AT.replace(minute=30, second=0)

    def test_is_over_when_it_is_over_or_ended(self, people: People) -> None:
        from cynosure.register.people.models import ApiToken

        key = _made(people)

        assert tokens.token_of(key, at=LATER) is None
        number = ApiToken.objects.get().pk
        assert tokens.end(people.desk.pk, number, by=people.olga, at=AT)
        assert tokens.token_of(key, at=AT) is None
        assert not tokens.end(people.desk.pk, number, by=people.olga, at=AT)

    def test_is_worth_no_more_than_the_person_behind_it(self, people: People) -> None:
        from cynosure.register.people import members
        from cynosure.register.people.models import Role

        writing, reading = _made(people), _made(people, "demands:read")
        paul = people.member(people.paul)

        members.change_role(people.desk.pk, paul.pk, Role.VIEWER, by=people.olga, at=AT)

        assert tokens.token_of(writing, at=AT) is None
        assert tokens.token_of(reading, at=AT) is not None

    def test_of_somebody_who_may_not_sign_in_opens_nothing(self, people: People) -> None:
        key = _made(people)
        people.paul.is_active = False
        people.paul.save()

        assert tokens.token_of(key, at=AT) is None

    @pytest.mark.parametrize("key", ["", "cyn_", "cyn_guessed", "guessed", "cyn_" + "x" * 43])
    def test_is_not_guessed(self, people: People, key: str) -> None:
        _made(people)

        assert tokens.token_of(key, at=AT) is None

    def test_of_another_workspace_cannot_be_ended(self, people: People) -> None:
        from cynosure.register.people.models import ApiToken

        _made(people)

        assert not tokens.end(people.other.pk, ApiToken.objects.get().pk, by=people.ines, at=AT)


class TestMakingAToken:
    @pytest.mark.parametrize(
        ("scopes", "days", "says"),
        [
            ((), 7, "it may do nothing"),
            (("everything",), 7, "is none of"),
            (("demands:read",), 400, "within a year"),
            (("demands:read",), 0, "within a year"),
        ],
    )
    def test_is_refused_in_words(
        self, people: People, scopes: tuple[str, ...], days: int, says: str
    ) -> None:
        with pytest.raises(tokens.UnusableToken, match=says):
            tokens.make(
                people.desk,
                people.paul,
                name="x",
                scopes=scopes,
                at=AT,
                until=AT + timedelta(days=days),
            )

    def test_is_refused_to_whose_role_is_too_low_or_who_is_no_member(self, people: People) -> None:
        from cynosure.register.people.models import Member

        Member.objects.filter(user=people.paul).update(role="viewer")

        for user in (people.paul, people.ines):
            with pytest.raises(tokens.UnusableToken, match="needs the role of contributor"):
                tokens.make(
                    people.desk, user, name="x", scopes=["demands:write"], at=AT, until=LATER
                )
