"""What holds for every history, and that both readings of the rules agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cynosure.clocks import History, tell_time
from cynosure.clocks.clock import Clock
from cynosure.clocks.speaking import seconds_between
from cynosure.engines.duckdb import DuckDBEngine
from tests.clocks.engine_runs import in_any_order, query, said_by_interpreter, said_by_query
from tests.clocks.random_histories import many_histories, moment, small_history

seeds = st.integers(0, 2**32 - 1)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(spill=tmp_path_factory.mktemp("spill"))
    yield engine
    engine.close()


class TestInterpreterAndQuery:
    # Each example is some 160 histories in one query, so few examples are many
    # stories; making a failing one smaller would cost minutes and say less than its seed.
    @settings(
        max_examples=6,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(seed=seeds)
    def test_say_the_same_of_any_history(self, seed: int, engine: DuckDBEngine) -> None:
        random = Random(seed)
        history = many_histories(seed)
        as_of = moment(random, 60)
        known_at = random.choice((None, None, moment(random, 55)))
        days = random.choice((1, 5, 14))

        told = said_by_interpreter(
            tell_time(history, as_of=as_of, follow_up_days=days, known_at=known_at)
        )
        tables = query(history, engine, as_of=as_of, follow_up_days=days, known_at=known_at)

        asked = said_by_query(tables, engine)
        for name, row in told.clocks.items():
            assert asked.clocks.get(name) == row, (seed, name)
        assert asked.clocks.keys() == told.clocks.keys()
        assert asked.counts == told.counts
        for part in ("requests", "set_aside", "mass_closings", "promises"):
            rows = getattr(asked, part)
            names = rows[0].keys() if rows else ()
            same = [{name: row[name] for name in names} for row in getattr(told, part)]
            assert in_any_order(rows) == in_any_order(same), (seed, part)

    def test_say_nothing_of_nothing(self, engine: DuckDBEngine) -> None:
        nothing = History.of([], [])
        as_of = moment(Random(0))

        tables = query(nothing, engine, as_of=as_of)

        assert said_by_query(tables, engine) == said_by_interpreter(tell_time(nothing, as_of=as_of))


class TestLaws:
    @given(seed=seeds)
    def test_order_of_the_list_never_matters(self, seed: int) -> None:
        demands, events, imports = small_history(Random(seed), "d/")
        as_of = moment(Random(seed), 60)

        told = tell_time(History.of(demands, events, imports=imports), as_of=as_of)
        Random(seed + 1).shuffle(events)
        again = tell_time(History.of(demands, events, imports=imports), as_of=as_of)

        assert again.clocks == told.clocks
        assert again.requests == told.requests

    @given(seed=seeds)
    def test_taking_in_twice_changes_nothing(self, seed: int) -> None:
        demands, events, imports = small_history(Random(seed), "d/")
        as_of = moment(Random(seed), 60)

        told = tell_time(History.of(demands, events, imports=imports), as_of=as_of)
        again = tell_time(
            History.of([*demands, *demands], [*events, *events], imports=imports), as_of=as_of
        )

        assert again.clocks == told.clocks
        assert again.counts == told.counts

    @given(seed=seeds)
    def test_exactly_one_time_has_a_value_wherever_there_is_a_clock(self, seed: int) -> None:
        demands, events, imports = small_history(Random(seed), "d/")

        told = tell_time(
            History.of(demands, events, imports=imports), as_of=moment(Random(seed), 60)
        )

        for clock in told.clocks.values():
            times = _times(clock)
            assert len(times) == (clock.state is not None)
            assert all(time >= 0 for time in times)

    @given(seed=seeds)
    def test_whose_turn_it_was_adds_up_to_the_time_it_was_open(self, seed: int) -> None:
        demands, events, imports = small_history(Random(seed), "d/")
        as_of = moment(Random(seed), 60)

        told = tell_time(History.of(demands, events, imports=imports), as_of=as_of)

        for clock in told.clocks.values():
            if clock.start is None or clock.state is None:
                continue
            waited = (
                (clock.waiting_on_us_seconds or 0)
                + (clock.waiting_on_asker_seconds or 0)
                + (clock.waiting_on_other_seconds or 0)
            )
            assert waited <= seconds_between(clock.start, as_of)
            if clock.state == "open" and not clock.reopenings:
                assert waited == seconds_between(clock.start, as_of)

    @given(seed=seeds)
    def test_what_comes_after_the_instant_changes_no_clock_without_claims(self, seed: int) -> None:
        demands, events, _ = small_history(Random(seed), "d/")
        observed = [e for e in events if e.origin != "claimed" and not e.before and not e.event_id]
        as_of = moment(Random(seed), 30)

        told = tell_time(History.of(demands, observed), as_of=as_of)
        then = tell_time(
            History.of(
                demands,
                [e for e in observed if e.at <= as_of or e.at > (e.imported_at or e.at)],
            ),
            as_of=as_of,
        )

        # A demand whose ask is still to come has no entry; without it, it has no start.
        for name, clock in told.clocks.items():
            assert then.clocks[name] == clock

    @given(seed=seeds, days=st.integers(1, 30))
    def test_a_longer_window_never_makes_a_fix_hold_that_did_not(
        self, seed: int, days: int
    ) -> None:
        demands, events, imports = small_history(Random(seed), "d/")
        history = History.of(demands, events, imports=imports)
        as_of = moment(Random(seed), 60) + timedelta(days=60)

        shorter = tell_time(history, as_of=as_of, follow_up_days=days)
        longer = tell_time(history, as_of=as_of, follow_up_days=days + 1)

        for name, clock in shorter.clocks.items():
            if clock.first_time_fix is False:
                assert longer.clocks[name].first_time_fix is False


def _times(clock: Clock) -> list[int]:
    times = (
        clock.request_to_resolution_seconds,
        clock.competing_ending_seconds,
        clock.censored_seconds,
    )
    return [time for time in times if time is not None]
