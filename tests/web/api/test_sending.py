"""Demand sent by programs: all wrong told at once, all taken or nothing, each once."""

from __future__ import annotations

import pytest

from tests.web.api.conftest import Program, Saying, token_of
from tests.web.conftest import Desk


def kept(desk: Desk) -> list[object]:
    from cynosure.register import inbox
    from cynosure.register.scope import within

    with within(desk.number):
        return list(inbox.recent(1_000))


class TestOneDemand:
    def test_is_kept_before_it_is_answered(
        self, program: Program, full_desk: Desk, demand: Saying
    ) -> None:
        answer = program.send("/demands", demand())

        assert answer.status_code == 202
        said = answer.json()
        assert (said["seen_before"], said["state"], said["demands"]) == (False, "waiting", 1)
        assert len(kept(full_desk)) == 1

    def test_tells_all_that_is_wrong_with_it(self, program: Program, full_desk: Desk) -> None:
        answer = program.send("/demands", {"source": "desk", "titel": "Late", "cost": "x"})

        assert answer.status_code == 422
        fields = [each["field"] for each in answer.json()["errors"]]
        assert fields == ["titel", "cost", "source_id", "title"]
        assert not kept(full_desk)

    @pytest.mark.parametrize("field", ["workspace", "workspace_id", "id", "nature", "sender"])
    def test_sets_nothing_that_is_not_its_own(
        self, program: Program, demand: Saying, field: str
    ) -> None:
        assert program.send("/demands", demand(**{field: 1})).status_code == 422

    @pytest.mark.parametrize(
        "kind", ["text/plain", "application/x-ndjson", "multipart/form-data", ""]
    )
    def test_of_another_type_is_refused(self, program: Program, kind: str) -> None:
        answer = program.ask("POST", "/demands", b"{}", kind=kind)

        assert answer.status_code == 415
        assert "application/json" in answer["Accept"]

    def test_that_is_no_json_is_refused(self, program: Program) -> None:
        assert program.ask("POST", "/demands", b"{").status_code == 400

    def test_that_is_too_large_is_refused(self, program: Program) -> None:
        answer = program.ask("POST", "/demands", b" " * (26 * 1024 * 1024 + 1))

        assert answer.status_code == 413


class TestABatch:
    def test_is_kept_whole(self, program: Program, full_desk: Desk, demand: Saying) -> None:
        answer = program.batch(*(demand(number) for number in range(250)))

        assert answer.status_code == 202
        assert answer.json()["demands"] == 250

    def test_with_one_wrong_line_is_not_kept_at_all(
        self, program: Program, full_desk: Desk, demand: Saying
    ) -> None:
        answer = program.batch(demand(1), demand(2, asked_at="soon"), demand(3))

        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert (error["line"], error["field"]) == (2, "asked_at")
        assert not kept(full_desk)

    def test_under_one_key_is_kept_once(
        self, program: Program, full_desk: Desk, demand: Saying
    ) -> None:
        first = program.batch(demand(), **{"Idempotency-Key": "week-10"})
        second = program.batch(demand(), **{"Idempotency-Key": "week-10"})

        assert (first.status_code, second.status_code) == (202, 200)
        assert second.json()["seen_before"] is True
        assert first.json()["delivery"] == second.json()["delivery"]
        assert len(kept(full_desk)) == 1

    def test_under_a_used_key_with_another_body_is_refused(
        self, program: Program, demand: Saying
    ) -> None:
        program.batch(demand(), **{"Idempotency-Key": "week-10"})

        answer = program.batch(demand(8), **{"Idempotency-Key": "week-10"})

        assert answer.status_code == 409
        assert "week-10" in answer.json()["detail"]

    def test_of_another_token_may_have_the_same_key(
        self, program: Program, full_desk: Desk, demand: Saying
    ) -> None:
        program.batch(demand(), **{"Idempotency-Key": "week-10"})

        other = Program(token_of("maria"))

        assert other.batch(demand(8), **{"Idempotency-Key": "week-10"}).status_code == 202

    @pytest.mark.parametrize("key", ["", "a b", "x" * 201, "schl\u00fcssel"])
    def test_under_a_key_that_is_none_is_refused(
        self, program: Program, demand: Saying, key: str
    ) -> None:
        assert program.batch(demand(), **{"Idempotency-Key": key}).status_code == 400


class TestWhatBecameOfIt:
    def test_is_told_to_who_sent_it(self, program: Program, demand: Saying) -> None:
        number = program.send("/demands", demand()).json()["delivery"]

        said = program.get(f"/deliveries/{number}").json()

        assert (said["state"], said["demands"], said["import_id"]) == ("waiting", 1, None)
        listed = program.get("/deliveries").json()["deliveries"]
        assert [each["delivery"] for each in listed] == [number]

    def test_is_told_to_nobody_else(
        self, program: Program, stranger: Program, demand: Saying
    ) -> None:
        number = program.send("/demands", demand()).json()["delivery"]

        for other in (stranger, Program(token_of("maria"))):
            assert other.get(f"/deliveries/{number}").status_code == 404
            assert other.get("/deliveries").json()["deliveries"] == []

    def test_ends_in_the_store_and_on_pages(
        self, program: Program, full_desk: Desk, demand: Saying
    ) -> None:
        from threading import Event

        from cynosure.wiring.working import work
        from tests.web.conftest import now

        number = program.send("/demands", demand(4711, title="The export stays at 99 %")).json()
        work(full_desk.root, now=now, stop=Event(), drain=True)

        told = program.get(f"/deliveries/{number['delivery']}").json()
        assert told["state"] == "moved"
        assert program.get("/demands/desk:4711").json()["title"] == "The export stays at 99 %"
        receipt = program.get(f"/imports/{told['import_id']}").json()
        assert (receipt["read"], receipt["new"]) == (1, 1)
