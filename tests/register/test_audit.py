from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from cynosure.demand import CODES, NATURES, nature_of
from cynosure.nature.auditing.audit import Draw, Labelled
from cynosure.nature.auditing.audit_session import Decision
from cynosure.nature.auditing.strata import Stratum
from cynosure.register import Register, audit, open_register
from cynosure.register.models import (
    AuditDraw,
    AuditLabel,
    AuditStratum,
    DrawnDemand,
    ListenedContact,
)

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DRAWN = Draw(seed=-7, population=900, demand_ids=("desk:1", "desk:2"))


@pytest.fixture
def kept(register: Register) -> audit.KeptDraw:
    return audit.keep_draw(DRAWN, size=40, at=MONDAY)


def _say(kept: audit.KeptDraw, demand_id: str, nature: str | None, code: str | None = None) -> None:
    AuditLabel.record(
        draw=AuditDraw.objects.get(pk=kept.number), demand_id=demand_id, nature=nature, code=code,
        doubtful=False, labelled_by="Maria", labelled_at=MONDAY,
    )  # fmt: skip


class TestDraws:
    def test_the_newest_comes_back_as_it_was_kept(self, register: Register) -> None:
        assert audit.latest_draw() is None

        audit.keep_draw(DRAWN, size=40, at=MONDAY)
        second = audit.keep_draw(Draw(5, 1_000, ()), size=80, at=MONDAY)

        assert audit.latest_draw() == second
        assert (second.seed, second.population, second.size, second.drawn_at) == (
            5,
            1_000,
            80,
            MONDAY,
        )

    def test_tell_what_they_are(self, kept: audit.KeptDraw) -> None:
        assert str(AuditDraw.objects.get()) == f"draw {kept.number} of 40 from 900 (seed -7)"


STRATA = (
    Stratum(below=0.8, population=300, to_draw=2),
    Stratum(below=None, population=600, to_draw=1),
)
IN_STRATA = Draw(5, 900, ("desk:1", "desk:9", "desk:2"), STRATA, (0, 1, 0))


class TestDrawsInStrata:
    def test_come_back_whole_because_the_classifier_may_change(self, register: Register) -> None:
        audit.keep_draw(IN_STRATA, size=3, at=MONDAY, labeller="shipped:1")

        newest = audit.latest_draw()

        assert newest is not None
        assert newest.as_drawn == IN_STRATA
        assert newest.labeller == "shipped:1"

    def test_are_kept_whole_or_not_at_all(self, register: Register) -> None:
        impossible = Draw(5, 900, (), (Stratum(below=None, population=1, to_draw=2),), ())

        with pytest.raises(IntegrityError, match="audit_stratum_draws_what_is_there"):
            audit.keep_draw(impossible, size=3, at=MONDAY, labeller="shipped:1")

        assert audit.latest_draw() is None

    def test_tell_what_they_are(self, register: Register) -> None:
        audit.keep_draw(IN_STRATA, size=3, at=MONDAY, labeller="shipped:1")

        assert str(AuditStratum.objects.first()).endswith("2 of 300")
        assert str(DrawnDemand.objects.first()).startswith("desk:1 at 0 of draw")

    def test_forget_ids_too(self, register: Register) -> None:
        audit.keep_draw(IN_STRATA, size=3, at=MONDAY, labeller="shipped:1")

        audit.forget({"desk:9": "erased:1"})

        assert audit.drawn_ids() == {"desk:1", "desk:2", "erased:1"}


class TestRoles:
    def decide(self, kept: audit.KeptDraw, code: str, role: audit.Role, by: str) -> None:
        audit.keep_label(
            Decision("desk:1", nature_of(code), code, False),
            draw=kept,
            by=by,
            at=MONDAY,
            role=role,
        )

    def test_a_second_persons_word_counts_in_no_share(self, kept: audit.KeptDraw) -> None:
        self.decide(kept, "slow", "first", "Maria")
        self.decide(kept, "advice", "second", "Jonas")

        assert audit.labels()["desk:1"].code == "slow"
        assert audit.said("second")["desk:1"].code == "advice"
        assert audit.labelled_by("first") == {"desk:1": "Maria"}

    def test_what_was_settled_counts_before_all_else(self, kept: audit.KeptDraw) -> None:
        self.decide(kept, "broken", "settled", "Ines")
        self.decide(kept, "slow", "first", "Maria")

        assert audit.labels()["desk:1"].code == "broken"

    def test_a_role_that_is_none_is_refused_by_the_database(self, kept: audit.KeptDraw) -> None:
        with pytest.raises(IntegrityError, match="audit_label_known_role"), transaction.atomic():
            self.decide(kept, "slow", "third", "Maria")  # type: ignore[arg-type]  # on purpose


class TestLabels:
    def test_come_back_in_the_words_of_the_core(self, kept: audit.KeptDraw) -> None:
        audit.keep_label(
            Decision("desk:1", "failure", "slow", True), draw=kept, by="Maria", at=MONDAY
        )
        audit.keep_label(Decision("desk:2", None, None, False), draw=kept, by="Maria", at=MONDAY)

        assert audit.labels() == {
            "desk:1": Labelled("desk:1", "failure", "slow", True),
            "desk:2": Labelled("desk:2", None),
        }

    def test_the_newest_of_a_demand_counts_and_the_older_stays_beneath(
        self, kept: audit.KeptDraw
    ) -> None:
        _say(kept, "desk:1", "value")
        _say(kept, "desk:1", "failure", "broken")

        assert audit.labels()["desk:1"].nature == "failure"
        assert AuditLabel.objects.count() == 2

    def test_survive_closing(self, tmp_path: Path) -> None:
        with open_register(tmp_path):
            _say(audit.keep_draw(DRAWN, size=2, at=MONDAY), "desk:1", "none")

        with open_register(tmp_path):
            assert audit.labels()["desk:1"].nature == "none"

    @pytest.mark.parametrize("code", [*CODES, None])
    def test_take_every_code_of_the_codebook_with_its_nature(
        self, kept: audit.KeptDraw, code: str | None
    ) -> None:
        _say(kept, "desk:1", nature_of(code) or "failure", code)

        assert audit.labels()["desk:1"].code == code

    @pytest.mark.parametrize(
        ("nature", "code"),
        [("bad", None), ("", None), ("failure", "advice"), ("value", "slow"), ("none", "slow"),
         (None, "slow"), ("failure", "ugly")],
    )  # fmt: skip
    def test_are_refused_by_the_database_where_the_codebook_has_no_such_thing(
        self, kept: audit.KeptDraw, nature: str | None, code: str | None
    ) -> None:
        with pytest.raises(IntegrityError, match="audit_label"), transaction.atomic():
            _say(kept, "desk:1", nature, code)

    @pytest.mark.parametrize("nature", [*NATURES, None])
    def test_take_every_nature_and_none_at_all(
        self, kept: audit.KeptDraw, nature: str | None
    ) -> None:
        _say(kept, "desk:1", nature)

        assert audit.labels()["desk:1"].nature == nature
        assert str(AuditLabel.objects.get()).startswith(f"desk:1 is {nature or 'unknown'}")

    def test_keep_their_draw_from_being_removed(self, kept: audit.KeptDraw) -> None:
        _say(kept, "desk:1", "value")

        with pytest.raises(IntegrityError):
            AuditDraw.objects.all().delete()

    def test_explain_every_column(self, register: Register) -> None:
        for model in (AuditDraw, AuditLabel, AuditStratum, DrawnDemand, ListenedContact):
            assert model._meta.db_table_comment
            for field in model._meta.concrete_fields:
                assert field.primary_key or field.db_comment, field


class TestForget:
    def test_leaves_the_label_and_its_token(self, kept: audit.KeptDraw) -> None:
        _say(kept, "desk:planted-person", "failure", "slow")
        _say(kept, "desk:2", "value")

        changed = audit.forget({"desk:planted-person": "erased:9f", "desk:never": "erased:00"})

        assert changed == 1
        assert audit.labels() == {
            "erased:9f": Labelled("erased:9f", "failure", "slow"),
            "desk:2": Labelled("desk:2", "value"),
        }

    def test_leaves_no_byte_of_the_id_in_the_folder(self, tmp_path: Path) -> None:
        with open_register(tmp_path):
            kept = audit.keep_draw(DRAWN, size=2, at=MONDAY)
            for i in range(300):
                _say(kept, f"desk:planted-person-{i}", "failure")
            audit.forget({f"desk:planted-person-{i}": f"erased:{i}" for i in range(300)})

            found = [p for p in tmp_path.rglob("*") if p.is_file() and b"planted" in p.read_bytes()]

        assert found == []
        assert not any(b"planted" in p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
