"""Acts on themes are kept in order, taken back from the last, and forget who is to be forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from cynosure.register import Register, models, open_register, themes
from cynosure.themes.acts import Act, Done

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
NAMED = Done(Act(kind="name", theme="t-1", name="Export"), "Maria", MONDAY)
MERGED = Done(Act(kind="merge", theme="t-2", into="t-1"), "Jonas", MONDAY)
SPLIT = Done(
    Act(kind="split", theme="t-1", into="t-9", demands=("desk:1", "desk:2")), "Maria", MONDAY
)
NOISE = Done(Act(kind="noise", demands=("desk:3",)), "Maria", MONDAY)


def keep(*told: Done) -> None:
    for done in told:
        themes.keep(done)


class TestActs:
    def test_come_back_as_they_were_done_in_their_order(self, register: Register) -> None:
        keep(NAMED, MERGED, SPLIT, NOISE)

        assert themes.acts() == [NAMED, MERGED, SPLIT, NOISE]

    def test_are_taken_back_from_the_last_and_stay_beneath(self, register: Register) -> None:
        keep(NAMED, MERGED)

        taken = themes.take_back(by="Jonas", at=MONDAY)

        assert taken == replace(MERGED, taken_back=True)
        assert themes.acts() == [NAMED, taken]
        assert themes.take_back(by="Jonas", at=MONDAY) == replace(NAMED, taken_back=True)
        assert themes.take_back(by="Jonas", at=MONDAY) is None
        assert models.ThemeAct.objects.count() == 4  # nothing is deleted

    def test_may_be_done_again_after_being_taken_back(self, register: Register) -> None:
        keep(MERGED)
        themes.take_back(by="Maria", at=MONDAY)

        keep(MERGED)

        assert themes.acts() == [replace(MERGED, taken_back=True), MERGED]

    def test_survive_closing(self, tmp_path: Path) -> None:
        with open_register(tmp_path):
            keep(SPLIT)

        with open_register(tmp_path):
            assert themes.acts() == [SPLIT]

    @pytest.mark.parametrize("kind", ["dissolve", "", None])
    def test_are_refused_by_the_database_where_nobody_knows_them(
        self, register: Register, kind: str | None
    ) -> None:
        with pytest.raises(IntegrityError, match="theme_act_"), transaction.atomic():
            models.ThemeAct.objects.create(kind=kind, done_by="Maria", done_at=MONDAY)

    def test_tell_what_they_are(self, register: Register) -> None:
        keep(NAMED, NOISE)
        themes.take_back(by="Maria", at=MONDAY)

        one, other, taken = models.ThemeAct.objects.order_by("pk")
        assert str(one) == f"name t-1 (act {one.pk})"
        assert str(other) == f"noise desk:3 (act {other.pk})"
        assert str(taken) == f"act {other.pk} taken back ({taken.pk})"

    def test_explain_every_column(self, register: Register) -> None:
        assert models.ThemeAct._meta.db_table_comment
        for field in models.ThemeAct._meta.concrete_fields:
            assert field.primary_key or field.db_comment, field


class TestForget:
    def test_leaves_what_was_done_under_a_token(self, register: Register) -> None:
        named = Act(kind="name", theme="t-1", name="What Planted asks, and planted again")
        moved = Act(kind="move", theme="t-1", demands=("desk:planted-7", "desk:8"))
        keep(Done(named, "Maria", MONDAY), Done(moved, "planted", MONDAY), NOISE)
        assert themes.people() == ["Maria", "planted"]
        assert themes.ids() == ["desk:3", "desk:8", "desk:planted-7"]

        changed = themes.forget({"desk:planted-7": "erased:1"}, {"planted": "erased"})

        assert changed == 2
        assert themes.acts() == [
            Done(replace(named, name="What erased asks, and erased again"), "Maria", MONDAY),
            Done(replace(moved, demands=("erased:1", "desk:8")), "erased", MONDAY),
            NOISE,
        ]

    def test_comes_to_an_end_where_the_token_holds_the_name(self, register: Register) -> None:
        keep(Done(Act(kind="name", theme="t-1", name="erased files"), "Maria", MONDAY))

        themes.forget({}, {"erased": "erased-7"})

        assert themes.acts()[0].act.name == "erased-7 files"

    def test_leaves_no_byte_of_a_name_in_the_folder(self, tmp_path: Path) -> None:
        with open_register(tmp_path):
            for i in range(100):
                named = Act(
                    kind="name", theme=f"t-{i}", name="of planted", demands=(f"planted-{i}",)
                )
                keep(Done(named, "planted", MONDAY))

            themes.forget({f"planted-{i}": f"erased:{i}" for i in range(100)}, {"planted": "gone"})

            found = [p for p in tmp_path.rglob("*") if p.is_file() and b"planted" in p.read_bytes()]
        assert found == []
