from __future__ import annotations

import pytest

from cynosure.themes import described, name_of_group, typical_texts
from tests.themes.texts import TROUBLES


class TestNameOfGroup:
    @pytest.mark.parametrize(
        ("trouble", "words"),
        [
            ("export", {"csv", "export"}),
            ("invoice", {"vat", "number"}),
            ("sync", {"calendar", "sync"}),
            ("upload", {"photo"}),
        ],
    )
    def test_is_a_phrase_that_the_askers_use(self, trouble: str, words: set[str]) -> None:
        name = name_of_group(TROUBLES[trouble])

        assert len(name.split()) >= 2
        assert words <= set(name.lower().split())
        assert any(name in text for text in TROUBLES[trouble])

    def test_is_written_as_most_write_it(self) -> None:
        assert name_of_group(["VAT number"] * 3 + ["vat number"]) == "VAT number"

    def test_leaves_out_masked_words_handles_and_addresses(self) -> None:
        texts = ["@acme [e-mail] login fails https://a.example/b"] * 5

        assert name_of_group(texts) == "login fails"

    def test_falls_back_on_a_typical_text(self) -> None:
        assert name_of_group(["one thing", "another matter"]) in {"one thing", "another matter"}
        assert name_of_group(["word " * 30]).endswith("…")

    def test_of_nothing_is_nothing(self) -> None:
        assert name_of_group([]) == ""

    def test_does_not_depend_on_the_order(self) -> None:
        texts = TROUBLES["sync"]

        assert name_of_group(texts) == name_of_group(texts[::-1])


class TestTypicalTexts:
    def test_shows_three_that_differ_in_words(self) -> None:
        texts = ["CSV export empty"] * 5 + [
            "csv Export EMPTY!",
            "empty csv export file",
            "export csv",
            "parrots",
        ]

        typical = typical_texts(texts)

        assert len(typical) == 3
        assert "parrots" not in typical
        assert len({frozenset(t.lower().rstrip("!").split()) for t in typical}) == 3

    def test_shows_fewer_where_there_are_fewer(self) -> None:
        assert typical_texts(["same", "same", " "]) == ["same"]
        assert described([]).typical == ()
