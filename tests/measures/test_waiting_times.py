"""How long customers wait: open demands included, other endings shown beside."""

from __future__ import annotations

from typing import Any

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.answers import LeftOut
from cynosure.measures import answer, curves, durations, endings, measure_called
from cynosure.measures.durations import Durations, spoken, with_seconds
from tests.measures.facts import DAY, Row, days_ago, declined, demand, facts, resolved, result
from tests.statistics.vectors import Json, assert_close, cases


def waited(*rows: Any, **asked: Any) -> Any:
    return answer("request-to-resolution", facts(*rows), result=result, **asked)


def lives(inputs: Json) -> list[Any]:
    """Return golden durations as requests."""
    endings = inputs.get("ending") or ["resolved" if ended else "open" for ended in inputs["ended"]]
    column = {"resolved": "request_to_resolution_seconds", "open": "censored_seconds"}
    return [
        {
            "start": days_ago(100),
            "state": ending,
            column.get(ending, "competing_ending_seconds"): duration,
        }
        for duration, ending in zip(inputs["durations"], endings, strict=True)
    ]


class TestRequestToResolution:
    @pytest.mark.parametrize(
        ("inputs", "expected", "tolerance"),
        [case for case in cases("kaplan_meier") if "entry" not in case.values[0]],
    )
    def test_has_the_golden_percentiles(
        self, inputs: Json, expected: Json, tolerance: float
    ) -> None:
        found = waited(*lives(inputs))

        assert {name: found.parts[name] for name in expected["percentiles"]} == expected[
            "percentiles"
        ]
        for longest in expected["more_than"].values():
            assert found.parts["more_than_seconds"] == longest

    @pytest.mark.parametrize(("inputs", "expected", "tolerance"), cases("aalen_johansen"))
    def test_lets_other_endings_compete(
        self, inputs: Json, expected: Json, tolerance: float
    ) -> None:
        rows = lives(inputs)
        found = waited(*rows)
        curve = curves("request-to-resolution", facts(*rows), result=result)[0]

        assert found.value == expected["resolved_percentiles"]["p50"]
        assert found.parts["p85"] == expected["resolved_percentiles"]["p85"]
        last = expected["steps"][-1]["ended_as"]["resolved"]
        assert_close(1 - curve.y[-1], last, tolerance)

    @pytest.mark.parametrize(("inputs", "expected", "tolerance"), cases("aalen_johansen"))
    def test_draws_each_way_to_end(self, inputs: Json, expected: Json, tolerance: float) -> None:
        found = endings("request-to-resolution", facts(*lives(inputs)), result=result)

        drawn = {curve.name: dict(zip(curve.x, curve.y, strict=True)) for curve in found}
        for step in expected["steps"]:
            for kind, share in step["ended_as"].items():
                if kind in drawn:
                    assert_close(drawn[kind][step["time"]], share, tolerance)
                else:
                    assert share == 0

    def test_draws_no_way_in_which_nothing_ended(self) -> None:
        rows = [resolved(after=3), demand()]

        found = endings("request-to-resolution", facts(*rows), result=result)

        assert [curve.name for curve in found] == ["resolved"]
        assert endings("request-to-resolution", facts(demand()), result=result) == ()
        assert endings("arrivals", facts(demand()), result=result) == ()

    @pytest.mark.parametrize(("inputs", "expected", "tolerance"), cases("greenwood_loglog"))
    def test_has_the_golden_interval_of_its_median(
        self, inputs: Json, expected: Json, tolerance: float
    ) -> None:
        found = waited(*lives(inputs))

        assert found.parts["median_low"] == expected["median_low"]
        assert found.parts["median_high"] == expected["median_high"]
        assert found.interval is None  # no upper end is reached in these
        assert "cannot be told yet" in found.how[0]

    def test_has_an_interval_where_both_ends_are_reached(self) -> None:
        found = waited(*[resolved(after=days) for days in range(1, 31)])

        assert found.value == 15 * DAY
        assert found.interval.low < found.value < found.interval.high
        assert found.interval.kind == "sampling"

    def test_says_how_long_was_watched_where_half_are_not_resolved(self) -> None:
        found = waited(resolved(after=1, asked=41), *[demand(start=days_ago(41))] * 2)

        assert found.value is None
        assert found.instead == "not reached; more than 41 days"

    def test_tells_how_all_of_them_ended(self) -> None:
        found = waited(
            resolved(after=1),
            declined(after=2),
            declined(after=3, state="abandoned"),
            demand(),
            demand(state="withdrawn", ended_at=days_ago(5), censored_seconds=5 * DAY),
        )

        kinds = ("resolved", "declined", "abandoned", "open", "withdrawn")
        assert [found.parts[kind] for kind in kinds] == [1] * 5
        assert found.n == 5

    def test_leaves_out_what_has_no_clock_and_says_so(self) -> None:
        found = waited(resolved(after=1), demand(state=None, censored_seconds=None))

        assert found.n == 1
        assert LeftOut("their events are in an impossible order", 1) in found.left_out

    def test_says_what_share_of_endings_is_only_claimed(self) -> None:
        found = waited(resolved(after=1, claimed=True), resolved(after=2, claimed=False), demand())

        assert found.how[0].startswith("50 % of endings are only claimed")

    def test_tells_failure_and_value_apart(self) -> None:
        rows = [resolved(after=1, nature="failure"), resolved(after=9, nature="value"), demand()]

        assert waited(*rows, nature="failure").value == 1 * DAY
        assert waited(*rows, nature="value").value == 9 * DAY
        assert LeftOut("nature unknown", 1) in waited(*rows, nature="value").left_out

    def test_is_unknown_where_the_source_tells_no_endings(self) -> None:
        found = waited(demand(tells_endings=False))

        assert found.instead == "unknown: the source does not tell when a demand ended"

    @settings(max_examples=15)
    @given(st.permutations([resolved(after=days) for days in (1, 3, 3, 8)] + [demand()] * 2))
    def test_does_not_depend_on_the_order_of_intake(self, rows: list[Any]) -> None:
        assert waited(*rows).value == 3 * DAY


class TestCurves:
    def test_fall_from_one_to_what_is_not_resolved(self) -> None:
        rows = [resolved(after=days) for days in (1, 2, 3)] + [demand(start=days_ago(30))]
        curve = curves("request-to-resolution", facts(*rows), result=result)[0]

        assert curve.y == (1.0, 0.75, 0.5, 0.25, 0.25)
        assert curve.x[-1] == 30 * DAY  # known as far as was watched
        assert len(curve.x) == len(curve.low) == len(curve.high)

    def test_are_thinned_but_keep_their_ends(self) -> None:
        rows = facts(*[resolved(after=after / 50) for after in range(1, 1500)])
        curve = curves("request-to-resolution", rows, result=result)[0]

        assert len(curve.x) <= 402
        assert curve.x[-1] == int(1499 / 50 * DAY)

    def test_are_none_of_nothing(self) -> None:
        assert curves("request-to-resolution", facts(), result=result) == ()
        assert curves("arrivals", facts(), result=result) == ()


class TestFirstResponse:
    def test_takes_silence_that_is_over_for_never_answered(self) -> None:
        found = answer(
            "first-response",
            facts(
                resolved(after=1, first_response_seconds=60),
                resolved(after=2, first_response_seconds=None),
                resolved(after=3, first_response_seconds=None),
            ),
            result=result,
        )

        assert found.value is None  # calling the silent "waiting" would say three days
        assert found.parts["ended_in_silence"] == 2

    def test_counts_who_still_waits_as_waiting(self) -> None:
        found = answer(
            "first-response",
            facts(demand(first_response_seconds=60), demand(), demand(start=days_ago(20))),
            result=result,
        )

        assert found.instead == "not reached; more than 20 days"
        assert found.parts["waiting"] == 2

    def test_is_unknown_where_nobody_tells_who_wrote(self) -> None:
        found = answer(
            "first-response", facts(resolved(after=1, tells_responses=False)), result=result
        )

        assert found.value is None
        assert found.instead == (
            "unknown: the source does not tell who answered the asker, and when"
        )
        assert found.left_out[0].n == 1

    def test_is_of_those_whose_source_tells(self) -> None:
        found = answer(
            "first-response",
            facts(
                demand(first_response_seconds=60),
                demand(first_response_seconds=None, tells_responses=False),
            ),
            result=result,
        )

        assert (found.value, found.n) == (60, 1)


def reopened(*, days: float, **named: Any) -> Row:
    """A demand asked twenty days ago and reopened for the last time so many days ago."""
    given = {"start": days_ago(20), "reopenings": 1, "reopened_at": days_ago(days)}
    return demand(**{**given, **named})


class TestResponseAfterReopening:
    def ask(self, *rows: Row) -> Any:
        return answer("response-after-reopening", facts(*rows), result=result)

    def test_counts_who_waits_for_one_since_the_reopening(self) -> None:
        found = self.ask(
            reopened(days=9, response_after_reopening_seconds=60), reopened(days=4), demand()
        )

        assert (found.parts["responded"], found.parts["waiting"], found.n) == (1, 1, 2)
        assert found.parts["more_than_seconds"] == 4 * DAY

    def test_is_not_the_first_response(self) -> None:
        found = self.ask(reopened(days=4, first_response_seconds=60))

        assert found.value is None
        assert found.parts["waiting"] == 1

    def test_counts_what_ended_again_in_silence_as_never_answered(self) -> None:
        ended = resolved(after=15, asked=20, reopenings=2, reopened_at=days_ago(8))

        found = self.ask(ended, reopened(days=9, response_after_reopening_seconds=60))

        assert found.parts["ended_in_silence"] == 1
        assert found.value == 60

    def test_leaves_out_and_counts_where_nobody_knows_when(self) -> None:
        found = self.ask(reopened(days=1, reopened_at=None))

        assert found.n == 0
        assert LeftOut("nobody knows when they were reopened", 1) in found.left_out

    def test_is_unknown_where_the_source_does_not_tell_responses(self) -> None:
        found = self.ask(reopened(days=1, tells_responses=False))

        assert found.instead.startswith("unknown: the source does not tell who answered")

    @settings(max_examples=15)
    @given(st.lists(st.tuples(st.integers(1, 19), st.integers(0, 19)), min_size=1, max_size=8))
    def test_is_the_middle_of_the_waits_where_all_were_answered(
        self, waits: list[tuple[int, int]]
    ) -> None:
        rows = [
            reopened(days=days, response_after_reopening_seconds=min(days, wait) * DAY)
            for days, wait in waits
        ]
        inside = sorted(min(days, wait) * DAY for days, wait in waits)

        assert self.ask(*rows).value == inside[(len(inside) - 1) // 2]


class TestAgeOfOpen:
    def test_is_of_what_is_open_however_old(self) -> None:
        found = answer(
            "age-of-open",
            facts(
                demand(start=days_ago(1)),
                demand(start=days_ago(30)),
                demand(start=days_ago(900)),
                resolved(after=1, asked=2000),
            ),
            result=result,
        )

        assert found.value == 30 * DAY
        assert found.parts["oldest"] == 900 * DAY
        assert found.parts["open"] == 3


class TestDurations:
    def test_are_exact_while_few_are_distinct(self) -> None:
        rows = ibis.memtable({"took": [1, 5_000_001, 5_000_001]})
        table = with_seconds(rows, rows.took)

        assert sorted(result(table)["seconds"].to_pylist()) == [1, 5_000_001, 5_000_001]
        assert not any(result(table)["rounded"].to_pylist())

    @settings(max_examples=25)
    @given(st.lists(st.integers(0, 2**38), min_size=1, max_size=300))
    def test_are_right_to_half_a_permille_beyond(self, took: list[int]) -> None:
        rows = ibis.memtable({"took": took})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(durations, "EXACT", 0)
            table = result(with_seconds(rows, rows.took))

        for true, told in zip(table["took"].to_pylist(), table["seconds"].to_pylist(), strict=True):
            assert abs(true - told) <= 0.0005 * true

    @settings(max_examples=25)
    @given(st.lists(st.integers(0, 2**38), min_size=2, max_size=300))
    def test_keep_their_order_in_buckets(self, took: list[int]) -> None:
        rows = ibis.memtable({"took": sorted(took)})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(durations, "EXACT", 0)
            table = result(with_seconds(rows, rows.took).order_by("took"))

        assert table["seconds"].to_pylist() == sorted(table["seconds"].to_pylist())

    def test_say_that_they_are_counted_in_buckets(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(durations, "EXACT", 3)

        found = waited(*[resolved(after=days) for days in range(1, 10)])

        assert "0.1 %" in found.how[-1]
        assert found.value == pytest.approx(5 * DAY, rel=0.0005)

    def test_are_counted_under_their_labels(self) -> None:
        counts = result(
            measure_called("request-to-resolution").counts(
                facts(resolved(after=1), resolved(after=1), demand()).requests, ["asker_kind"]
            )
        )
        read = Durations.read(counts, label="ending")

        assert read.times.tolist() == [1 * DAY, 10 * DAY]
        assert read.by_label["resolved"].tolist() == [2, 0]
        assert read.n("open") == 1

    def test_are_spoken_as_people_do(self) -> None:
        assert [spoken(seconds) for seconds in (0, 3_600, 7_200, 3 * DAY)] == [
            "0 seconds",
            "60 minutes",
            "2 hours",
            "3 days",
        ]
