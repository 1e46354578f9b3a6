from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from cynosure.nature.deciding.decisions import Decided, Decision
from cynosure.register import Register, decisions, models, open_register

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def said(
    demand_id: str, nature: str | None = "failure", code: str | None = None, by: str = "Maria"
) -> Decided:
    return Decided(Decision(demand_id, nature, code), by, MONDAY)  # type: ignore[arg-type]  # a test may name a nature that is none


class TestDecisions:
    def test_come_back_as_they_were_made_with_who_and_when(self, register: Register) -> None:
        told = [said("desk:1", "failure", "slow"), said("desk:2", None, by="Jonas")]

        decisions.keep(told)

        assert list(decisions.counting().values()) == told

    def test_the_newest_of_a_demand_counts_and_the_older_stays_beneath(
        self, register: Register
    ) -> None:
        decisions.keep([said("desk:1", "value")])
        decisions.keep([said("desk:1", "failure", "broken")])

        assert decisions.counting()["desk:1"].decision.nature == "failure"
        assert models.Decision.objects.count() == 2

    def test_taken_back_let_the_one_before_count_again(self, register: Register) -> None:
        decisions.keep([said("desk:1", "value"), said("desk:1", "failure", "broken")])

        taken = decisions.take_back("desk:1", by="Jonas", at=MONDAY)

        assert taken == said("desk:1", "failure", "broken")
        assert decisions.counting() == {"desk:1": said("desk:1", "value")}
        assert decisions.take_back("desk:1", by="Jonas", at=MONDAY) == said("desk:1", "value")
        assert decisions.counting() == {}
        assert decisions.take_back("desk:1", by="Jonas", at=MONDAY) is None
        assert models.Decision.objects.count() == 4  # nothing is deleted

    def test_may_be_made_again_after_one_was_taken_back(self, register: Register) -> None:
        decisions.keep([said("desk:1", "value")])
        decisions.take_back("desk:1", by="Maria", at=MONDAY)

        decisions.keep([said("desk:1", "none")])

        assert decisions.counting()["desk:1"].decision.nature == "none"

    def test_are_kept_all_or_none(self, register: Register) -> None:
        with pytest.raises(IntegrityError):
            decisions.keep([said("desk:1", "value"), said("desk:2", "value", "slow")])

        assert decisions.counting() == {}

    def test_survive_closing(self, tmp_path: Path) -> None:
        with open_register(tmp_path):
            decisions.keep([said("desk:1", "none")])

        with open_register(tmp_path):
            assert decisions.counting() == {"desk:1": said("desk:1", "none")}

    @pytest.mark.parametrize(
        ("nature", "code"),
        [("bad", None), ("", None), ("failure", "advice"), ("none", "slow"), (None, "slow")],
    )
    def test_are_refused_by_the_database_where_the_codebook_has_no_such_thing(
        self, register: Register, nature: str | None, code: str | None
    ) -> None:
        with pytest.raises(IntegrityError, match="decision_"), transaction.atomic():
            decisions.keep([said("desk:1", nature, code)])

    def test_cannot_be_taken_back_twice_in_the_database_itself(self, register: Register) -> None:
        decisions.keep([said("desk:1", "value")])
        decisions.take_back("desk:1", by="Maria", at=MONDAY)
        first = models.Decision.objects.order_by("pk").first()

        with pytest.raises(IntegrityError), transaction.atomic():
            models.Decision.objects.create(
                demand_id="desk:1", decided_by="Maria", decided_at=MONDAY, takes_back=first
            )

    def test_tell_what_they_are(self, register: Register) -> None:
        decisions.keep([said("desk:1", None)])
        decisions.take_back("desk:1", by="Maria", at=MONDAY)

        one, other = models.Decision.objects.order_by("pk")
        assert str(one) == f"desk:1 is unknown (decision {one.pk})"
        assert str(other) == f"desk:1: decision {one.pk} taken back ({other.pk})"

    def test_explain_every_column(self, register: Register) -> None:
        assert models.Decision._meta.db_table_comment
        for field in models.Decision._meta.concrete_fields:
            assert field.primary_key or field.db_comment, field


class TestForget:
    def test_leaves_what_was_decided_under_a_token(self, register: Register) -> None:
        decisions.keep([said("desk:planted-person", "failure", "slow", by="planted"), said("d:2")])
        decisions.take_back("d:2", by="planted", at=MONDAY)
        assert decisions.deciders() == ["Maria", "planted"]
        assert decisions.ids() == ["d:2", "desk:planted-person"]

        changed = decisions.forget({"desk:planted-person": "erased:1"}, {"planted": "erased"})

        assert changed == 3
        assert decisions.counting() == {
            "erased:1": said("erased:1", "failure", "slow", by="erased")
        }

    def test_leaves_no_byte_of_a_name_in_the_folder(self, tmp_path: Path) -> None:
        with open_register(tmp_path):
            decisions.keep([said(f"desk:planted-{i}", by="planted") for i in range(300)])

            tokens = {f"desk:planted-{i}": f"erased:{i}" for i in range(300)}
            decisions.forget(tokens, {"planted": "erased"})

            found = [p for p in tmp_path.rglob("*") if p.is_file() and b"planted" in p.read_bytes()]
        assert found == []
