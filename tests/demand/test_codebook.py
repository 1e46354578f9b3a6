"""The codes are those of the codebook, and each belongs to one nature."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.demand import CAUSES, CODES, NATURES, WANTS, nature_of

# Figures of different years can be compared only while these words stay.
OF_FAILURE = (
    "broken", "unavailable", "slow", "unclear", "hard_to_use", "hard_to_run", "misfit",
    "unmet_promise", "technical_debt",
)  # fmt: skip
OF_VALUE = ("new_capability", "service", "advice")


class TestTheCodebook:
    def test_has_these_codes(self) -> None:
        assert tuple(CAUSES) == OF_FAILURE
        assert tuple(WANTS) == OF_VALUE
        assert CODES == OF_FAILURE + OF_VALUE

    def test_has_three_natures(self) -> None:
        assert NATURES == ("failure", "value", "none")

    def test_gives_a_code_one_nature(self) -> None:
        assert not set(CAUSES) & set(WANTS)

    @pytest.mark.parametrize("code", CODES)
    def test_says_of_each_code_what_it_means(self, code: str) -> None:
        meaning = {**CAUSES, **WANTS}[code]

        assert meaning[0].isupper()
        assert meaning.endswith(".")

    @pytest.mark.parametrize("code", CODES)
    def test_tells_the_nature_of_a_code(self, code: str) -> None:
        assert nature_of(code) == ("failure" if code in OF_FAILURE else "value")

    @given(st.none() | st.text().filter(lambda word: word not in CODES))
    def test_knows_no_nature_of_anything_else(self, code: str | None) -> None:
        assert nature_of(code) is None

    @pytest.mark.parametrize("changeable", [CAUSES, WANTS], ids=["causes", "wants"])
    def test_cannot_be_changed_by_who_reads_it(self, changeable: dict[str, str]) -> None:
        with pytest.raises(TypeError):
            changeable["another"] = "A code of mine."
