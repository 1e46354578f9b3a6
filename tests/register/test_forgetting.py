"""What names a person leaves the inbox and the jobs; what names nobody stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from cynosure.register import inbox, jobs
from cynosure.register.models import Delivery

AT = datetime(2026, 3, 9, 9, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("register")


def naming(texts: Sequence[str]) -> list[int]:
    return [place for place, text in enumerate(texts) if "zelda" in text.lower()]


def given_up(identity: str, body: bytes, *, why: str = "") -> int:
    number = inbox.accept("github", identity, body, at=AT).number
    for _ in range(inbox.MOST_ATTEMPTS):
        inbox.begin(1, named=lambda waiting: "import-x")
        inbox.failed("import-x", why=why, at=AT)
    return number


def worded() -> set[int]:
    return set(Delivery.objects.exclude(body=None).values_list("pk", flat=True))


class TestTheInbox:
    def test_lets_go_of_the_words_of_what_was_given_up_and_names_them(self) -> None:
        given_up("a", b'{"by": "Zelda"}')
        kept = given_up("b", b'{"by": "Bob"}')
        waiting = inbox.accept("github", "c", b'{"by": "Zelda"}', at=AT).number

        assert inbox.forget(naming) == 1

        assert worded() == {kept, waiting}

    def test_replaces_an_identity_and_a_reason_that_name_them(self) -> None:
        number = given_up("zelda-1", b"{}", why="Zelda is no number.")

        inbox.forget(naming)

        row = inbox.delivery(number)
        assert row is not None
        assert (row.identity, row.why) == (f"erased-{number}", "(erased)")


class TestJobs:
    def test_keep_nothing_that_names_them(self) -> None:
        job = jobs.enqueue("try", {"files": ["of Zelda.csv", "b.csv"], "n": 7}, by="Maria", at=AT)
        held = jobs.claim("w", at=AT, kinds=["try"])
        assert held is not None
        jobs.done(held, at=AT, result={"zelda": {"said": ["Zelda", "Bob"]}})

        assert jobs.forget_names(naming, but=[]) == 1

        job.refresh_from_db()
        assert job.arguments == {"files": ["(erased)", "b.csv"], "n": 7}
        assert job.result == {"(erased)": {"said": ["(erased)", "Bob"]}}
        assert jobs.forget_names(naming, but=[]) == 0

    def test_of_a_kind_that_is_left_out_stay(self) -> None:
        job = jobs.enqueue("erase", {"asker": "zelda"}, by="Olga", at=AT)

        assert jobs.forget_names(naming, but=["erase"]) == 0
        assert jobs.forget("erase", {"asker": " Zelda"}, {"asker": "erased-1"}) == 1

        job.refresh_from_db()
        assert job.arguments == {"asker": "erased-1"}

    def test_that_are_not_done_are_not_dropped(self) -> None:
        jobs.enqueue("regroup", by="Maria", at=AT)

        assert jobs.drop("regroup") == 0
