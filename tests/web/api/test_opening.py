"""Who may ask the API: a token that holds, with the scope, in its own workspace, not too often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings

from tests.web.api.conftest import API, Program, anybody, token_of

PROBLEM = "application/problem+json"


class TestATokenThatDoesNotHold:
    @pytest.mark.parametrize(
        "said", ["", "Bearer", "Bearer cyn_guessed", "Basic cyn_x", "bearer x y", "Bearer \u00fc"]
    )
    def test_opens_nothing(self, full_desk: object, said: str) -> None:
        answer = anybody().get(f"{API}/measures", headers={"Authorization": said})

        assert answer.status_code == 401
        assert answer["Content-Type"] == PROBLEM
        assert "Bearer" in answer["WWW-Authenticate"]

    def test_since_it_was_ended_opens_nothing(self, program: Program) -> None:
        from cynosure.register.people.models import ApiToken

        assert program.get("/measures").status_code == 200
        ApiToken.objects.update(ended_at=datetime.now(UTC))

        assert program.get("/measures").status_code == 401

    def test_since_its_time_is_over_opens_nothing(self, program: Program) -> None:
        from cynosure.register.people.models import ApiToken

        ApiToken.objects.update(expires_at=datetime.now(UTC))

        assert program.get("/measures").status_code == 401

    def test_since_its_maker_left_opens_nothing(self, program: Program) -> None:
        from cynosure.register.people.models import Member

        Member.objects.filter(user__email="paul@example.org").delete()

        assert program.get("/measures").status_code == 401

    def test_is_never_repeated(self, full_desk: object) -> None:
        answer = Program("cyn_a-secret-of-somebody").get("/measures")

        assert b"a-secret" not in answer.content


class TestAScope:
    def test_that_a_token_lacks_is_named(self, full_desk: object) -> None:
        answer = Program(token_of("paul", "measures:read")).get("/demands")

        assert answer.status_code == 403
        assert "demands:read" in answer.json()["detail"]

    def test_goes_no_further_than_its_maker_may(self, program: Program) -> None:
        from cynosure.register.people.models import Member

        Member.objects.filter(user__email="paul@example.org").update(role="viewer")

        assert program.get("/demands").status_code == 200
        assert program.send("/demands", {}).status_code == 403
        assert program.send("/decisions", {}).status_code == 403


class TestRates:
    def test_are_kept_and_say_when_to_come_again(self, program: Program) -> None:
        with override_settings(API_REQUESTS_A_MINUTE=3):
            answers = [program.get("/measures") for _ in range(5)]

        assert [answer.status_code for answer in answers][:3] == [200, 200, 200]
        last = answers[-1]
        # A minute may have begun anew in between.
        assert last.status_code in (429, 200)
        if last.status_code == 429:
            assert 1 <= int(last["Retry-After"]) <= 60
            assert last["Content-Type"] == PROBLEM

    def test_bound_guessing(self, full_desk: object) -> None:
        with override_settings(API_REFUSALS_A_MINUTE=2):
            statuses = [Program("cyn_guess").get("/measures").status_code for _ in range(8)]

        assert statuses[0] == 401
        assert 429 in statuses


class TestANo:
    @pytest.mark.parametrize(
        ("method", "address", "status"),
        [
            ("GET", "/nothing", 404),
            ("GET", "/", 404),
            ("GET", "/measures/", 404),
            ("POST", "/measures", 405),
            ("DELETE", "/demands", 405),
            ("PATCH", "/decisions/desk:1", 405),
            ("GET", "/demands/batch", 405),
            ("GET", "/measures/failure-shares", 404),
            ("GET", "/measures/failure-share/by/colour", 404),
            ("GET", "/exports/members", 422),
            ("GET", "/demands?limit=0", 422),
            ("GET", "/demands?workspace_id=2", 422),
            ("GET", "/demands?since=yesterday", 422),
            ("GET", "/demands?after=zzz", 422),
            ("GET", "/measures/failure-share?since=9999-12-31T23:00:00-05:00", 422),
            ("GET", "/decisions?after=%00", 422),
        ],
    )
    def test_is_a_problem_that_says_what_to_do(
        self, program: Program, method: str, address: str, status: int
    ) -> None:
        answer = program.ask(method, address)

        assert answer.status_code == status
        assert answer["Content-Type"] == PROBLEM
        said = answer.json()
        assert said["status"] == status
        assert said["detail"]
        assert said["type"].startswith("urn:cynosure:problem:")

    def test_names_the_methods_that_are_answered(self, program: Program) -> None:
        assert set(program.ask("PUT", "/demands")["Allow"].split(", ")) == {"GET", "POST"}

    def test_of_a_mistake_of_ours_shows_nothing_of_it(
        self, program: Program, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object) -> None:
            raise RuntimeError("secret of the inside")

        monkeypatch.setattr("cynosure.web.api.figures.answer_of", broken)

        answer = program.get("/measures/failure-share")

        assert answer.status_code == 500
        assert b"secret" not in answer.content


class TestTheDescription:
    def test_is_there_for_everybody(self, full_desk: object) -> None:
        said = anybody().get(f"{API}/openapi.json").json()

        assert said["openapi"].startswith("3.1")
        answers = said["paths"]["/api/v1/demands"]["post"]["responses"]
        assert PROBLEM in answers["422"]["content"]

    def test_has_a_page_that_asks_nobody_outside(self, full_desk: object) -> None:
        page = anybody().get(f"{API}/docs").content.decode()

        assert "swagger-ui" in page
        assert "http://" not in page
        assert "https://" not in page


def test_last_use_is_noted_to_the_minute(program: Program) -> None:
    from cynosure.register.people.models import ApiToken

    program.get("/measures")

    used = ApiToken.objects.get().last_used_at
    assert used is not None
    assert datetime.now(UTC) - used < timedelta(minutes=1)
