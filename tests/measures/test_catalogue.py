"""What every measure owes its reader."""

from __future__ import annotations

import pytest

from cynosure.answers import Unit
from cynosure.measures import MEASURES, Measure, UnknownMeasure, answer, measure_called
from tests.measures.facts import demand, facts, result

UNITS: set[Unit] = {"share", "seconds", "demands", "minutes", "times", "ratio", "customer-days"}


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
class TestEveryMeasure:
    def test_is_defined_in_plain_words(self, measure: Measure) -> None:
        assert len(measure.definition.split()) >= 15
        assert measure.definition.endswith(".")
        assert measure.title[0].isupper()
        assert measure.unit in UNITS

    def test_shows_an_example_that_runs(self, measure: Measure) -> None:
        # pytest runs the doctests of src; here it is enough that there is one.
        assert ">>>" in (type(measure).__doc__ or "")
        assert f'"{measure.name}"' in (type(measure).__doc__ or "")

    def test_never_says_zero_of_nothing(self, measure: Measure) -> None:
        found = answer(measure.name, facts(), result=result)

        if measure.unit in {"demands", "customer-days"}:
            assert found.value == 0  # nobody asked or waited, and that is known
        else:
            assert found.value is None
            assert found.instead
        assert found.n == 0

    def test_says_what_it_is_of_and_how_it_was_asked(self, measure: Measure) -> None:
        found = answer(measure.name, facts(demand()), result=result, sql=lambda table: "SELECT")

        assert found.of.endswith("of customers") or "of customers" in found.of
        assert found.query == "SELECT"
        assert "asker_kind = 'customer'" in found.demands


class TestUnknownMeasure:
    def test_names_the_nearest(self) -> None:
        with pytest.raises(UnknownMeasure, match="Did you mean 'failure-share'") as told:
            measure_called("failure-shar")

        assert "measures list" in str(told.value)

    def test_names_none_where_none_is_near(self) -> None:
        with pytest.raises(UnknownMeasure) as told:
            measure_called("zzz")

        assert "Did you mean" not in str(told.value)
