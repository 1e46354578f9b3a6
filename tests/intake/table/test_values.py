import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.intake.table.endings import meaning_of
from cynosure.intake.table.values import labels, minutes, number, satisfaction, scale_of


class TestNumber:
    @given(st.floats(-1e9, 1e9).map(lambda value: round(value, 2)))
    def test_reads_points_and_commas_alike(self, value: float) -> None:
        english = f"{value:,.2f}"
        german = english.translate(str.maketrans(",.", ".,"))

        assert number(english) == number(german) == value

    @given(st.text(max_size=20))
    def test_never_fails(self, text: str) -> None:
        assert number(text) is None or isinstance(number(text), float)


class TestMinutes:
    @pytest.mark.parametrize(
        ("written", "expected"),
        [("90", 90), ("1h 30m", 90), ("2d", 2880), ("45 min", 45), ("1:30", 90), ("-5", None)],
    )
    def test_reads_efforts(self, written: str, expected: float | None) -> None:
        assert minutes(written) == expected


class TestSatisfaction:
    @given(st.lists(st.integers(1, 5), min_size=1))
    def test_lies_between_nothing_and_all(self, stars: list[int]) -> None:
        scale = scale_of(stars)

        assert all(0 <= (satisfaction(star, scale) or 0) <= 1 for star in stars)

    def test_leaves_out_what_is_beyond_the_scale(self) -> None:
        assert satisfaction("11", (1, 5)) is None
        assert satisfaction("", (1, 5)) is None


class TestLabels:
    def test_cuts_words_at_commas(self) -> None:
        assert labels("billing; login, login") == ("billing", "login")


class TestMeaningOf:
    @pytest.mark.parametrize(
        ("word", "meaning"),
        [
            ("Closed", "resolved"), ("geschlossen", "resolved"), ("Chiuso", "resolved"),
            ("rejected", "declined"), ("abgelehnt", "declined"), ("Duplicate", "merged"),
            ("In Bearbeitung", "open"), ("En attente", "open"), ("New", "open"), ("Purple", None),
        ],
    )  # fmt: skip
    def test_knows_statuses_in_several_languages(self, word: str, meaning: str | None) -> None:
        assert meaning_of(word) == meaning

    def test_follows_the_mapping_first(self) -> None:
        assert meaning_of("Closed", {"closed": "declined"}) == "declined"
