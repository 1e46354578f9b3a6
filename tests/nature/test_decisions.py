from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.demand import CODES, LABELS, NATURES, Nature, nature_of
from cynosure.nature.deciding.decisions import PERSON, Decision, as_labels


class TestAsLabels:
    @given(st.sampled_from(CODES))
    def test_are_certain_and_a_persons(self, code: str) -> None:
        (label,) = as_labels([Decision("desk:1", nature_of(code), code)]).to_pylist()

        assert (label["code"], label["labeller"]) == (code, PERSON)
        assert label["probability"] == label["code_probability"] == 1.0
        assert label["failure_probability"] + label["value_probability"] == 1.0

    def test_leave_open_what_the_person_left_open(self) -> None:
        failure, unknown = as_labels(
            [Decision("desk:1", "failure"), Decision("desk:2", None)]
        ).to_pylist()

        assert (failure["nature"], failure["code"], failure["probability"]) == (
            "failure",
            None,
            1.0,
        )
        assert {unknown[name] for name in LABELS.names[1:-1]} == {None}

    @pytest.mark.parametrize("nature", NATURES)
    def test_put_all_chance_on_what_was_decided(self, nature: Nature) -> None:
        (label,) = as_labels([Decision("desk:1", nature)]).to_pylist()

        assert label["failure_probability"] == (nature == "failure")
        assert label["value_probability"] == (nature == "value")
