"""What is kept of a telling comes back as it was."""

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.answers import Answer, Breakdown, Curve, Interval, LeftOut, Limits, Series, Signal
from cynosure.demand.periods import Period
from cynosure.measures import Audit, JudgedDemand, Weights
from cynosure.workflows.told.plain import read, written

MOMENTS = st.datetimes(timezones=st.just(UTC))
REAL = st.floats(allow_nan=False, allow_infinity=False)
NUMBERS = REAL | st.integers(-(2**60), 2**60)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
KINDS = st.sampled_from(["sampling", "audit", "unaudited"])
INTERVALS = st.builds(
    Interval, REAL, REAL, kind=KINDS, method=WORDS, level=st.none() | st.just(0.95)
)
ANSWERS = st.builds(
    Answer,
    measure=WORDS,
    title=WORDS,
    value=st.none() | NUMBERS,
    unit=st.sampled_from(["share", "seconds"]),
    n=st.integers(0, 2**60),
    of=WORDS,
    as_of=MOMENTS,
    interval=st.none() | INTERVALS,
    left_out=st.lists(st.builds(LeftOut, WORDS, st.integers(0, 99)), max_size=2).map(tuple),
    how=st.lists(WORDS, max_size=2).map(tuple),
    parts=st.dictionaries(WORDS, st.none() | NUMBERS, max_size=3),
    period=st.builds(Period, st.none() | MOMENTS),
)
SERIES = st.builds(
    Series,
    measure=WORDS,
    title=WORDS,
    unit=st.just("share"),
    every=st.sampled_from(["week", "month"]),
    starts=st.lists(MOMENTS, max_size=2).map(tuple),
    answers=st.lists(ANSWERS, max_size=2).map(tuple),
    limits=st.none() | st.builds(Limits, centre=REAL, upper=st.none() | REAL, lower=st.none()),
    signals=st.lists(
        st.builds(Signal, index=st.integers(0, 9), rule=st.just("outside")), max_size=2
    ).map(tuple),
)
BREAKDOWNS = st.builds(
    Breakdown,
    measure=WORDS,
    title=WORDS,
    unit=st.just("share"),
    dimension=WORDS,
    groups=st.lists(st.tuples(WORDS, ANSWERS), max_size=2).map(tuple),
    total=ANSWERS,
)


class TestWhatIsWritten:
    @given(ANSWERS | SERIES | BREAKDOWNS)
    def test_comes_back_as_it_was(self, thing: Answer | Series | Breakdown) -> None:
        assert read(type(thing), written(thing)) == thing

    def test_holds_what_people_said_of_a_sample_and_of_customers(self) -> None:
        audit = Audit((JudgedDemand("desk:1", "failure", "broken"),), ((10, 1),))
        weights = Weights(role={"pays": 2.0})

        assert read(Audit, written(audit)) == audit
        assert read(Weights, written(weights)) == weights
        assert read(Weights, written(Weights())).equal

    def test_holds_several_of_a_kind(self) -> None:
        curves = (Curve(name="all", x=(0.0, 1.5), y=(1.0, 0.5), low=(None, 0.25)),)

        assert read(tuple[Curve, ...], written(curves)) == curves

    def test_is_not_taken_for_something_else(self) -> None:
        with pytest.raises(KeyError):
            read(Limits, b'{"upper": 1}')
