"""The few themes that hurt most: their places, what is silent, what emerges, what is beside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pytest

from cynosure.demand.periods import Period
from cynosure.engines.duckdb import DuckDBEngine
from cynosure.measures import Facts, Weights
from cynosure.reports.content import Dissatisfiers
from cynosure.workflows.dissatisfiers import find_dissatisfiers
from cynosure.workflows.telling import Telling
from cynosure.workflows.theme_figures import Wanted
from tests.measures.facts import AS_OF, Row, days_ago, demand, resolved, tables

NAMES = {"t-1": "Export stops half-way", "t-2": "Login fails", "t-3": "Price on the invoice"}


def failure(theme: str | None, *, asker: str | None = None, **named: Any) -> Row:
    """A customer's failure demand of a theme, in which nobody asked before."""
    waited = resolved if "after" in named else demand
    told = {f"tells_{thing}": True for thing in ("endings", "history", "text")}
    return waited(**{**told, "nature": "failure", "theme": theme, "asker": asker, **named})


class Ask:
    """Asks a few demands for the themes that hurt most."""

    def __init__(self, engine: DuckDBEngine) -> None:
        self.engine = engine

    def __call__(self, *rows: Row, **wanted: Any) -> Dissatisfiers:
        for place, row in enumerate(rows):
            row.setdefault("demand_id", f"desk:{place}")
            row.setdefault("request_id", row["demand_id"])
        demands, requests = tables(list(rows))
        askers = pa.table(
            {
                "demand_id": demands["demand_id"],
                "asker": pa.array([row.get("asker") for row in rows], pa.string()),
            }
        )
        telling = Telling(
            as_of=AS_OF,
            as_of_from="as you asked",
            imports=[],
            demands=self.engine.take(askers),
            labels=cast("Any", None),
            machine=cast("Any", None),
            clocks=cast("Any", None),
            facts=Facts(
                demands=self.engine.take(demands), requests=self.engine.take(requests), as_of=AS_OF
            ),
        )
        return find_dissatisfiers(telling, self.engine, Wanted(names=NAMES, **wanted))


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    engine = DuckDBEngine(spill=Path(tmp_path_factory.mktemp("spill")))
    yield Ask(engine)
    engine.close()


def some(theme: str | None, n: int, **named: Any) -> list[Row]:
    return [failure(theme, **{"asked": 20 + place, **named}) for place in range(n)]


class TestDissatisfiers:
    def test_come_in_the_order_of_the_harm_they_do(self, ask: Ask) -> None:
        told = ask(*some("t-1", 30, after=1), *some("t-2", 20, after=9), *some("t-3", 2, after=3))

        assert [one.name for one in told.first] == [
            "Login fails",
            "Export stops half-way",
            "Price on the invoice",
        ]
        assert [one.harm.value for one in told.first] == [180, 30, 6]
        assert [one.ranked.place for one in told.first] == [1, 2, 3]
        assert told.first[0].ranked.certainty == "surely above the next"

    def test_say_which_places_are_not_certain(self, ask: Ask) -> None:
        told = ask(*some("t-1", 10, after=3), *some("t-2", 9, after=3))

        assert [one.ranked.certainty for one in told.first] == ["may well be first to second"] * 2
        assert 0.5 < (told.first[0].ranked.above_next or 0) < 0.8

    def test_show_demands_days_and_weight_apart(self, ask: Ask) -> None:
        (one,) = ask(
            *some("t-1", 2, after=4, standing="end_user"),
            failure("t-1", start=days_ago(10)),
            weights=Weights(standing={"end_user": 3}),
        ).first

        assert one.harm.value == 34
        assert one.harm.parts == {
            "demands": 3,
            "days": 18,
            "mean_weight": 34 / 18,
            "median_days": 4,
            "open": 1,
        }

    def test_turn_with_the_weights(self, ask: Ask) -> None:
        rows = [*some("t-1", 9, after=2, role="pays"), *some("t-2", 10, after=3, role="uses")]

        assert [one.theme for one in ask(*rows).first] == ["t-2", "t-1"]
        weighed = ask(*rows, weights=Weights(role={"pays": 5}))
        assert [one.theme for one in weighed.first] == ["t-1", "t-2"]
        assert weighed.weights == "role pays 5; all others 1"

    def test_are_as_many_as_asked_for_of_all_that_are_ranked(self, ask: Ask) -> None:
        told = ask(*some("t-1", 3, after=1), *some("t-2", 3, after=2), first=1)

        assert (len(told.first), told.themes) == (1, 2)

    def test_leave_out_value_demand_and_what_staff_ask(self, ask: Ask) -> None:
        told = ask(
            *some("t-1", 3, after=1),
            *some("t-2", 3, after=9, nature="value"),
            *some("t-2", 3, after=9, asker_kind="staff"),
        )

        assert [one.theme for one in told.first] == ["t-1"]
        assert told.first[0].ranked.certainty == "the only theme"

    def test_count_only_what_waited_in_the_period(self, ask: Ask) -> None:
        told = ask(
            failure("t-1", asked=40, after=30),
            failure("t-2", asked=12, after=1),
            period=Period(days_ago(13), days_ago(9)),
        )

        assert [(one.theme, one.harm.value) for one in told.first] == [("t-1", 3), ("t-2", 1)]
        assert told.first[0].share.value == 0  # it was asked before
        assert told.first[1].share.value == 1

    def test_have_the_cause_most_of_them_have(self, ask: Ask) -> None:
        (one,) = ask(
            *some("t-1", 3, after=1, code="broken"), *some("t-1", 2, after=1, code="slow")
        ).first

        assert one.code == "broken"

    def test_are_followed_over_time_with_natural_limits(self, ask: Ask) -> None:
        (one,) = ask(*some("t-1", 100, after=2)).first

        assert one.trend is not None
        assert (one.trend.measure, one.trend.every) == ("harm", "week")
        assert one.trend.limits is not None

    def test_are_charted_by_month_where_the_time_is_long(self, ask: Ask) -> None:
        rows = [failure("t-1", asked=asked, after=2) for asked in range(20, 400, 5)]

        (one,) = ask(*rows).first

        assert one.trend is not None
        assert one.trend.every == "month"


class TestWhatStandsBeside:
    def test_is_what_does_not_recur_with_its_size_and_harm(self, ask: Ask) -> None:
        told = ask(*some("t-1", 6, after=1), *some(None, 4, after=2))

        assert told.not_recurring is not None
        assert told.not_recurring.demands == 4
        assert told.not_recurring.harm == 8
        assert told.not_recurring.share == 0.4

    def test_is_noise_which_is_not_ranked(self, ask: Ask) -> None:
        told = ask(*some("t-1", 6, after=1), *some("t-2", 6, after=9), noise={"t-2"})

        assert [one.theme for one in told.first] == ["t-1"]
        assert told.noise is not None
        assert (told.noise.demands, told.noise.harm) == (6, 54)

    def test_adds_up_with_the_themes_to_the_harm_of_all(self, ask: Ask) -> None:
        told = ask(
            *some("t-1", 6, after=1), *some("t-2", 3, after=2.5), *some(None, 4, after=2),
            noise={"t-2"},
        )  # fmt: skip

        assert told.harm is not None
        assert told.noise is not None
        assert told.not_recurring is not None
        parts = [one.harm.value or 0 for one in told.first]
        parts += [told.noise.harm or 0, told.not_recurring.harm or 0]
        assert sum(parts) == told.harm.value

    def test_is_all_where_nothing_recurs(self, ask: Ask) -> None:
        told = ask(*some(None, 3, after=1))

        assert told.first == ()
        assert told.instead == "No failure demand recurs: none of it fits a theme."

    def test_is_nothing_where_there_is_no_failure_demand(self, ask: Ask) -> None:
        assert "known to be failure demand" in str(ask(demand(nature="value")).instead)

    def test_is_said_where_all_is_noise(self, ask: Ask) -> None:
        assert (
            ask(*some("t-1", 3, after=1), noise={"t-1"}).instead == "All themes were called noise."
        )


class TestRepeats:
    def test_are_asks_of_who_asked_before_about_the_same(self, ask: Ask) -> None:
        (one,) = ask(
            *some("t-1", 3, after=1, asker="maria"),
            *some("t-1", 1, after=1, asker="jonas"),
            *some("t-1", 2, after=1),
            *some(None, 2, after=1, asker="jonas"),
        ).first

        assert one.repeats.value == 2 / 6

    def test_are_follow_ups_too(self, ask: Ask) -> None:
        (one,) = ask(*some("t-1", 2, after=1), failure("t-1", follows="desk:0")).first

        assert one.repeats.value == 1 / 3

    def test_are_told_by_what_came_before_the_period(self, ask: Ask) -> None:
        (one,) = ask(
            failure("t-1", asked=50, after=1, asker="maria"),
            failure("t-1", asked=5, after=1, asker="maria"),
            period=Period(days_ago(10), AS_OF),
        ).first

        assert (one.repeats.value, one.repeats.n) == (1, 1)


class TestSilentHarm:
    def test_is_of_few_who_wait_long(self, ask: Ask) -> None:
        told = ask(
            *some("t-1", 40, after=3), *some("t-2", 30, after=2), *some("t-3", 20, after=1),
            *some("t-4", 6, after=15),
            first=1,
        )  # fmt: skip

        assert [one.theme for one in told.silent] == ["t-4"]
        assert not told.first[0].silent

    def test_is_no_single_long_wait(self, ask: Ask) -> None:
        told = ask(
            *some("t-1", 40, after=2), *some("t-2", 30, after=2), *some("t-3", 20, after=1),
            *some("t-4", 2, after=15),
        )  # fmt: skip

        assert not any(one.silent for one in told.first)


class TestEmergingThemes:
    def rows(self, *, lately: int, weeks: int = 40) -> list[Row]:
        steady = [
            failure("t-1", asked=7 * week + day, after=1)
            for week in range(weeks)
            for day in range(1, 7)
        ]
        rising = [failure("t-2", start=days_ago(1 + place % 27)) for place in range(lately)]
        return [*steady, *rising]

    def test_came_up_more_often_than_their_past_explains(self, ask: Ask) -> None:
        told = ask(*self.rows(lately=25))

        (one,) = told.emerging
        assert (one.name, one.rising.recent, one.rising.new) == ("Login fails", 25, True)
        assert one.rising.expected < 3
        assert "at most one report in 20" in told.emergence
        assert [each.rising is not None for each in told.first if each.theme == "t-2"] == [True]

    def test_are_none_where_few_came(self, ask: Ask) -> None:
        assert ask(*self.rows(lately=2)).emerging == ()

    def test_cannot_be_told_from_a_short_past(self, ask: Ask) -> None:
        told = ask(*self.rows(lately=25, weeks=10))

        assert told.emerging == ()
        assert "cannot be told yet" in told.emergence


class TestWhereNobodyTellsEndings:
    def test_ranks_by_demands_and_says_why(self, ask: Ask) -> None:
        told = ask(
            *some("t-1", 3, tells_endings=False, after=9),
            *some("t-2", 8, tells_endings=False, after=1),
        )

        assert told.by == "demands"
        assert [(one.theme, one.harm.value) for one in told.first] == [("t-2", None), ("t-1", None)]
        assert "does not tell when a demand ended" in str(told.first[0].harm.instead)
        assert "do not tell when a demand ended" in told.how
        assert told.first[0].ranked.best == 1

    def test_charts_demands_instead(self, ask: Ask) -> None:
        (one,) = ask(*some("t-1", 60, tells_endings=False, after=1)).first

        assert one.trend is not None
        assert one.trend.measure == "arrivals"

    def test_keeps_to_harm_where_most_do(self, ask: Ask) -> None:
        told = ask(*some("t-1", 5, after=2), *some("t-2", 3, tells_endings=False, after=1))

        assert told.by == "harm"
        assert [one.theme for one in told.first] == ["t-1", "t-2"]
