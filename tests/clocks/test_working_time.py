"""The second clock, and the promises that it may be used for."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.clocks.promises import attained, share_kept
from cynosure.clocks.working_time import Calendar, UnreadableHours, working_seconds
from tests.clocks.golden_cases import instant
from tests.given import golden


def vectors(name: str) -> list[Any]:
    cases = json.loads((golden() / "measures" / f"{name}.json").read_text())["cases"]
    return [pytest.param(case, id=case["title"]) for case in cases]


def moment(text: str) -> datetime:
    read = instant(text)
    assert read is not None
    return read


OFFICE = Calendar.of(
    name="office",
    zone="Europe/Berlin",
    hours={day: [("09:00", "17:00")] for day in ("mon", "tue", "wed", "thu", "fri")},
)


class TestWorkingSeconds:
    @pytest.mark.parametrize("case", vectors("working_time"))
    def test_says_what_the_vector_says(self, case: dict[str, Any]) -> None:
        inputs = case["inputs"]
        since, until = moment(inputs["from"]), moment(inputs["to"])

        seconds = working_seconds(Calendar.of(**inputs["calendar"]), since, until)

        assert seconds == case["expect"]["working_seconds"]
        assert (until - since).total_seconds() == case["expect"]["elapsed_seconds"]

    @given(st.lists(st.integers(0, 60 * 86_400), min_size=3, max_size=3).map(sorted))
    def test_adds_up_however_the_time_is_cut(self, cuts: list[int]) -> None:
        first, middle, last = (
            datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=cut) for cut in cuts
        )

        whole = working_seconds(OFFICE, first, last)

        parts = working_seconds(OFFICE, first, middle) + working_seconds(OFFICE, middle, last)
        assert whole == parts
        assert 0 <= whole <= (last - first).total_seconds()


class TestCalendar:
    @pytest.mark.parametrize("said", [("17:00", "09:00"), ("9", "x"), ("09:00",)])
    def test_refuses_hours_that_are_none(self, said: tuple[str, ...]) -> None:
        with pytest.raises(UnreadableHours, match="no working hours"):
            Calendar.of(name="odd", zone="UTC", hours={"mon": [said]})


class TestAttained:
    @pytest.mark.parametrize("case", vectors("attainment"))
    def test_says_what_the_vector_says(self, case: dict[str, Any]) -> None:
        pairs = [(moment(p["due"]), instant(p["done_at"])) for p in case["inputs"]["promises"]]

        outcomes = attained(pairs, as_of=moment(case["inputs"]["as_of"]))

        assert outcomes == case["expect"]["outcomes"]
        for name in ("kept", "missed", "not_yet_due"):
            assert outcomes.count(name) == case["expect"][name]
        assert share_kept(outcomes) == pytest.approx(case["expect"]["share"], abs=1e-9)
        # The flattering figure: it differs by nothing but leaving out what is open.
        as_of = moment(case["inputs"]["as_of"])
        closed = [
            outcome
            for (_, done), outcome in zip(pairs, outcomes, strict=True)
            if done is not None and done <= as_of
        ]
        flattering = pytest.approx(case["expect"]["share_of_closed_only"], abs=1e-9)
        assert share_kept(closed) == flattering
