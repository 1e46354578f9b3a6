"""Chains that went into one another in a circle, worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from cynosure.clocks import History, tell_time
from cynosure.demand import Demand, Event
from cynosure.engines.duckdb import DuckDBEngine
from tests.clocks.engine_runs import Said, query, said_by_interpreter, said_by_query

DAY = 86_400


def day(number: int) -> datetime:
    return datetime(2026, 3, number, 9, tzinfo=UTC)


def demand(name: str, follows: str | None = None) -> Demand:
    return Demand(demand_id=name, source="desk", source_id=name, follows=follows)


def event(name: str, number: int, kind: str, after: str | None = None) -> Event:
    return Event(demand_id=name, at=day(number), kind=kind, after=after)  # type: ignore[arg-type]  # words of the tests


# Two chains, printer and scanner. The second demand of each was merged into the
# first of the other, which was followed up, so each waits for the other's chain.
DEMANDS = [
    demand("printer"),
    demand("printer again", follows="printer"),
    demand("scanner"),
    demand("scanner again", follows="scanner"),
]
MERGED = [
    event("printer", 1, "asked"),
    event("printer again", 5, "asked"),
    event("printer again", 6, "merged", "scanner"),
    event("scanner", 2, "asked"),
    event("scanner again", 5, "asked"),
    event("scanner again", 7, "merged", "printer"),
]
RESOLVED = [event("printer", 3, "resolved"), event("scanner", 4, "resolved")]


def told_both_ways(events: list[Event], folder: Path) -> list[Said]:
    history = History.of(DEMANDS, events)
    engine = DuckDBEngine(spill=folder)
    tables = query(history, engine, as_of=day(20))
    asked = said_by_query(tables, engine)
    engine.close()
    return [said_by_interpreter(tell_time(history, as_of=day(20))), asked]


class TestChainsInACircle:
    def test_end_with_the_latest_ending_but_not_before_the_last_merge(self, tmp_path: Path) -> None:
        for said in told_both_ways([*MERGED, *RESOLVED], tmp_path):
            printer, scanner = sorted(said.requests, key=lambda row: row["request_id"])

            # The scanner's resolution on day 4 decides both; the last merge was on day 7.
            assert (printer["state"], scanner["state"]) == ("merged", "resolved")
            assert printer["request_to_resolution_seconds"] == 6 * DAY
            assert scanner["request_to_resolution_seconds"] == 5 * DAY
            for name in ("printer again", "scanner again"):
                assert said.clocks[name]["request_to_resolution_seconds"] == 2 * DAY
                assert "merge_loop" not in said.clocks[name]["flags"]

    def test_are_one_problem(self, tmp_path: Path) -> None:
        for said in told_both_ways([*MERGED, *RESOLVED], tmp_path):
            assert said.counts["demands"] == 4
            assert said.counts["requests"] == 2
            assert said.counts["problems"] == 1

    def test_are_open_while_one_of_them_is(self, tmp_path: Path) -> None:
        for said in told_both_ways([*MERGED, RESOLVED[0]], tmp_path):
            assert all(row["ended_at"] is None for row in said.requests)
            assert [row["censored_seconds"] for row in said.requests] in (
                [19 * DAY, 18 * DAY],
                [18 * DAY, 19 * DAY],
            )
