from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from cynosure.measures.remedies import Remedy
from cynosure.register import Register, models, open_register, remedies

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def mark(*, at: datetime = MONDAY, what: str = "mended the rounding", by: str = "Maria") -> Remedy:
    return Remedy(theme_id="t-1", at=at, what=what, by=by, marked_at=MONDAY)


class TestRemedies:
    def test_come_back_as_they_were_marked_with_a_number(self, register: Register) -> None:
        kept = remedies.keep(mark())

        assert kept == replace(mark(), number=kept.number)
        assert kept.number > 0
        assert remedies.counting() == [kept]

    def test_are_told_by_the_moment_of_what_was_done(self, register: Register) -> None:
        late, early = remedies.keep(mark()), remedies.keep(mark(at=MONDAY - timedelta(days=9)))

        assert remedies.counting() == [early, late]

    def test_taken_back_count_no_more_and_stay_beneath(self, register: Register) -> None:
        kept = remedies.keep(mark())

        assert remedies.take_back(kept.number, by="Jonas", at=MONDAY) == kept

        assert remedies.counting() == []
        assert remedies.take_back(kept.number, by="Jonas", at=MONDAY) is None
        assert models.Remedy.objects.count() == 2  # nothing is deleted

    def test_of_an_unknown_number_cannot_be_taken_back(self, register: Register) -> None:
        assert remedies.take_back(41, by="Jonas", at=MONDAY) is None

    def test_survive_closing(self, tmp_path: Path) -> None:
        with open_register(tmp_path):
            kept = remedies.keep(mark())

        with open_register(tmp_path):
            assert remedies.counting() == [kept]

    def test_without_a_moment_are_refused_by_the_database(self, register: Register) -> None:
        with pytest.raises(IntegrityError, match="remedy_"), transaction.atomic():
            models.Remedy.objects.create(theme_id="t-1", marked_by="Maria", marked_at=MONDAY)

    def test_cannot_be_taken_back_twice_in_the_database_itself(self, register: Register) -> None:
        kept = remedies.keep(mark())
        remedies.take_back(kept.number, by="Jonas", at=MONDAY)

        with pytest.raises(IntegrityError):
            models.Remedy.objects.create(
                theme_id="t-1", marked_by="Jonas", marked_at=MONDAY, takes_back_id=kept.number
            )

    def test_tell_what_they_are(self, register: Register) -> None:
        kept = remedies.keep(mark())
        remedies.take_back(kept.number, by="Jonas", at=MONDAY)

        one, other = models.Remedy.objects.order_by("pk")
        assert str(one) == f"t-1: mended the rounding (remedy {one.pk})"
        assert str(other) == f"t-1: remedy {one.pk} taken back ({other.pk})"

    def test_explain_every_column(self, register: Register) -> None:
        assert models.Remedy._meta.db_table_comment
        for field in models.Remedy._meta.concrete_fields:
            assert field.primary_key or field.db_comment, field


class TestForget:
    def test_leaves_what_was_done_under_a_token(self, register: Register) -> None:
        remedies.keep(mark(by="Planted Person"))
        remedies.keep(mark(what="called planted person back", by="Maria"))

        assert remedies.forget("planted person", token="erased:1") == 2

        assert [(one.by, one.what) for one in remedies.counting()] == [
            ("erased:1", "mended the rounding"),
            ("Maria", "(erased)"),
        ]

    def test_leaves_no_byte_of_a_name_in_the_folder(self, tmp_path: Path) -> None:
        with open_register(tmp_path):
            for _ in range(100):
                remedies.keep(mark(by="planted"))
            remedies.forget("planted", token="erased:1")

            found = [p for p in tmp_path.rglob("*") if p.is_file() and b"planted" in p.read_bytes()]
        assert found == []
