"""What texts mean: the same numbers wherever they are read, near where the wish is the same."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.texts.arrays import I8
from cynosure.texts.meaning import DIMENSIONS, LENGTH, READ_BY, likeness_of, meanings_of
from cynosure.texts.pieces import BODY_BYTES, TITLE_BYTES
from tests.processes import printed
from tests.themes.texts import ODD, TROUBLES

TELLINGS = tuple(telling for tellings in TROUBLES.values() for telling in tellings)
# Texts as people write them, and as nobody does.
TEXTS = st.none() | st.sampled_from(TELLINGS + ODD) | st.text(max_size=40)
# Each number is at most half from what it was before it was made a whole one.
ROUNDED = 0.5 * DIMENSIONS**0.5


def meanings(titles: Sequence[str | None], bodies: Sequence[str | None] | None = None) -> I8:
    bodies = [None] * len(titles) if bodies is None else bodies
    return meanings_of(pa.array(titles, pa.string()), pa.array(bodies, pa.string()))


def likeness(one: str, other: str) -> float:
    rows = meanings([one, other])
    return likeness_of(rows[0], rows[1])


def digest() -> str:
    """Return a fingerprint of what the invented texts mean."""
    return sha256(meanings([*TELLINGS, *ODD, "カードが使えない", "🙂", ""]).tobytes()).hexdigest()


class TestNumbers:
    @pytest.mark.parametrize("threads", ["1", "2"])
    def test_are_the_same_in_another_process(self, threads: str) -> None:
        program = "from tests.texts.test_meaning import digest; print(digest())"

        told = printed(program, OPENBLAS_NUM_THREADS=threads, PYTHONHASHSEED=threads)

        assert told.strip() == digest()

    def test_are_those_of_their_name(self) -> None:
        # Themes are kept with it: whoever changes the numbers gives them another name.
        assert (READ_BY, digest()[:16]) == ("meaning-1", "15e15430ceed5b7b")

    @given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8), st.data())
    def test_do_not_depend_on_what_else_is_read(
        self, rows: list[tuple[str | None, str | None]], data: st.DataObject
    ) -> None:
        order = data.draw(st.permutations(range(len(rows))))

        together = meanings([row[0] for row in rows], [row[1] for row in rows])

        mixed = meanings([rows[i][0] for i in order], [rows[i][1] for i in order])
        assert mixed.tolist() == together[order].tolist()
        for row, found in zip(rows, together, strict=True):
            assert meanings([row[0]], [row[1]])[0].tolist() == found.tolist()

    def test_are_the_same_where_more_texts_are_read_than_pass_together(self) -> None:
        some = [*TELLINGS, *ODD, ""]
        times = 4_500 // len(some)

        many = meanings(some * times)

        assert len(many) > 4_096
        assert (many == np.tile(meanings(some), (times, 1))).all()

    def test_are_those_of_a_slice_of_a_column(self) -> None:
        column = pa.array(TELLINGS)

        part = meanings_of(column.slice(3, 5), pa.nulls(5, pa.string()))

        assert (part == meanings(TELLINGS[3:8])).all()

    @given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=8))
    def test_have_one_length_or_say_nothing(
        self, rows: list[tuple[str | None, str | None]]
    ) -> None:
        for found in meanings([row[0] for row in rows], [row[1] for row in rows]):
            length = np.linalg.norm(found.astype(np.float64))
            cut = (np.abs(found) == 127).any()  # a number that a byte does not hold
            assert length <= LENGTH + ROUNDED
            assert length == 0 or length >= (0.85 * LENGTH if cut else LENGTH - ROUNDED)


class TestNearness:
    @pytest.mark.parametrize(
        ("one", "same", "another"),
        [
            ("I forgot my password", "How can I reset my login password?", "I forgot my umbrella in your shop"),
            ("My card was declined", "payment with my card does not go through", "Where can I get a gift card?"),
            ("The app crashes when I open it", "application closes right after start", "Please add a dark mode to the app"),
            ("Where is my parcel?", "my package has not arrived yet", "Where is the nearest shop?"),
            ("Please cancel my subscription", "I want to stop my plan", "Please add my colleague to the plan"),
            ("I was charged twice", "you took the money two times", "how much does the yearly plan cost?"),
        ],
    )  # fmt: skip
    def test_is_of_the_same_wish_in_other_words_not_of_the_same_words(
        self, one: str, same: str, another: str
    ) -> None:
        assert likeness(one, same) > likeness(one, another)

    def test_is_of_one_trouble_in_its_tellings(self) -> None:
        rows = meanings(TELLINGS).astype(np.int64)
        of = np.repeat(np.arange(len(TROUBLES)), [len(told) for told in TROUBLES.values()])

        alike = rows @ rows.T
        np.fill_diagonal(alike, -1)

        assert (of[alike.argmax(axis=1)] == of).all()

    def test_passes_over_greetings_to_a_handle_an_address_and_a_number(self) -> None:
        told = "@desk_77 The export fails https://x.example/a?b=c 1234567 &amp;"

        assert likeness(told, "the export fails") == pytest.approx(1, abs=0.02)


class TestOddTexts:
    def test_are_none(self) -> None:
        assert meanings([]).shape == (0, DIMENSIONS)

    @pytest.mark.parametrize(
        "nothing", ["", None, "  \n", "…", "> quoted", "123456", "@jo", "```\ncode"]
    )
    def test_that_say_nothing_mean_nothing(self, nothing: str | None) -> None:
        assert not meanings([nothing], [nothing]).any()

    @pytest.mark.parametrize(
        "something",
        ["refund", "Rückerstattung", "возврат", "カードが使えない", "환불", "🙂", "😡😡😡"],
    )
    def test_of_one_word_of_another_script_or_of_pictures_are_read_as_any(
        self, something: str
    ) -> None:
        (row,) = meanings([something])

        assert row.shape == (DIMENSIONS,)
        assert likeness(something, something) == pytest.approx(float(row.any()), abs=0.04)

    def test_say_the_same_in_a_title_and_in_a_body(self) -> None:
        assert (meanings(["The export fails"]) == meanings([None], ["The export fails"])).all()

    @pytest.mark.parametrize(("part", "read"), [(0, TITLE_BYTES), (1, BODY_BYTES)])
    def test_of_a_megabyte_are_read_by_their_beginning(self, part: int, read: int) -> None:
        long = "The export fails since the update. " * 30_000
        whole: list[list[str | None]] = [[None], [None]]
        begins: list[list[str | None]] = [[None], [None]]
        whole[part], begins[part] = [long], [long[:read]]

        (row,) = meanings(*whole)

        assert len(long) > 2**20
        assert (row == meanings(*begins)[0]).all()
        assert likeness_of(row, meanings(["The export fails since the update."])[0]) > 0.8
