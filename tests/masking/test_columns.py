from __future__ import annotations

import sys

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.masking import mask, mask_column
from cynosure.masking.columns import FEW, look
from cynosure.masking.finders import FINDERS
from cynosure.masking.mask import find, known_names
from cynosure.masking.names import find_names, folded, needles
from tests.masking.invented import development, kept
from tests.masking.strategies import POSITIVES, texts

WITH_NAMES = [one for one in (*POSITIVES, *development()) if one.names]
names = st.one_of(
    st.sampled_from([one.names[0] for one in WITH_NAMES]),
    st.lists(st.one_of(st.text(max_size=15), st.sampled_from(["İbrahim Öz", "Weiß", "J. P."])), max_size=2),
    st.none(),
)  # fmt: skip


class TestMaskColumn:
    def test_masks_each_row_with_its_own_asker_and_keeps_nulls(self) -> None:
        column = pa.array(["Ines says hi to Jonas", "Ines says hi to Jonas", None])

        masked = mask_column(column, pa.array(["Ines", "Jonas", "Ines"]))

        assert masked.to_pylist() == ["[name] says hi to Jonas", "Ines says hi to [name]", None]

    def test_takes_chunks_and_lists_of_names(self) -> None:
        column = pa.chunked_array([["Ines and Jonas"], []], type=pa.string())

        masked = mask_column(column, pa.array([["Ines", "Jonas"]]))

        assert masked.to_pylist() == ["[name] and [name]"]

    @pytest.mark.parametrize(
        "column",
        [
            pa.array([], pa.string()),
            pa.chunked_array([], pa.string()),
            pa.array(["a", None], pa.large_string()),
            pa.array(["a", None]).dictionary_encode(),
            pa.array([None, None]),
            pa.array(["x", "a", None]).slice(1),
        ],
    )
    def test_takes_texts_however_arrow_keeps_them(self, column: pa.Array) -> None:
        masked = mask_column(column)

        assert masked.type == pa.string()
        assert masked.to_pylist() == column.to_pylist()

    def test_refuses_fewer_askers_than_texts(self) -> None:
        with pytest.raises(ValueError, match="2 texts and 1 askers"):
            mask_column(pa.array(["a", "b"]), pa.array(["Ines"]))

    def test_masks_again_what_masking_laid_bare(self) -> None:
        text = "IBAN DE89 3704 0044 0532 0130 00 tel +44 20 7946 0958 or 415-555-2671 pw: S3cret!9"

        masked = mask_column(pa.array([text] * FEW))

        assert masked.to_pylist() == [mask(text)] * FEW

    @pytest.mark.slow
    @settings(max_examples=40)
    @given(st.lists(st.tuples(texts, names), max_size=5).map(lambda rows: rows * FEW))
    def test_does_what_masking_each_row_does(
        self, rows: list[tuple[str, str | list[str] | None]]
    ) -> None:
        column = pa.array([text for text, _ in rows], pa.string())
        askers = pa.array(
            [[who] if isinstance(who, str) else who for _, who in rows], pa.list_(pa.string())
        )

        masked = mask_column(column, askers)

        assert masked.to_pylist() == [mask(text, who or ()) for text, who in rows]

    def test_does_what_masking_each_row_does_for_both_invented_sets(self) -> None:
        rows = [*development(), *kept()]

        masked = mask_column(
            pa.array([one.text for one in rows]), pa.array([one.names for one in rows])
        )

        assert masked.to_pylist() == [mask(one.text, one.names) for one in rows]


class TestTheFirstLook:
    @pytest.mark.slow
    @settings(max_examples=200)
    @given(texts)
    def test_never_passes_over_what_a_finder_finds(self, text: str) -> None:
        hint = int(look(pa.array([text], pa.string()))[0])

        passed = [finder for bit, finder in enumerate(FINDERS) if not hint >> bit & 1]

        assert not [finder.find.__name__ for finder in passed if list(finder.find(text))]

    @pytest.mark.parametrize("bit", range(len(FINDERS)), ids=[f.find.__name__ for f in FINDERS])
    def test_passes_over_most_texts_and_over_none_that_holds_something(self, bit: int) -> None:
        both = [one.text for one in (*development(), *kept(), *POSITIVES)]

        hints = look(pa.array(both)).tolist()

        passed = [text for text, hint in zip(both, hints, strict=True) if not hint >> bit & 1]
        assert not [text for text in passed if list(FINDERS[bit].find(text))]
        assert len(passed) > len(both) / 2


class TestNeedles:
    @given(st.sampled_from(WITH_NAMES), texts, names)
    def test_one_of_them_stands_wherever_a_name_is_found(
        self, one: object, text: str, who: str | list[str] | None
    ) -> None:
        known = known_names(who or ())
        said = f"{text} {' '.join(known).upper()}"

        if known and list(find_names(said, known)):
            assert any(needle in folded(said) for needle in needles(known))

    def test_letters_that_are_the_same_to_a_pattern_are_the_same_when_folded(self) -> None:
        differing = [
            (letter, other)
            for letter in map(chr, range(sys.maxunicode + 1))
            for other in {letter.lower(), letter.upper(), letter.swapcase(), letter.title()}
            - {letter}
            if len(other) == 1 and folded(letter) != folded(other)
        ]

        # Their capital is another letter's, and no pattern takes one for the other.
        assert not [pair for pair in differing if find(pair[0], (pair[1] * 2,))]


class TestMask:
    @settings(max_examples=150)
    @given(st.text(st.characters(), max_size=200))
    def test_takes_any_text_there_is(self, text: str) -> None:
        assert isinstance(mask(text, [text[:20]]), str)
