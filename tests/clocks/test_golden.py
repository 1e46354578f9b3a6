"""The golden cases of the clocks, on the interpreter and on the query."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cynosure.clocks import period_counts, tell_time
from cynosure.engines.duckdb import DuckDBEngine
from tests.clocks.engine_runs import (
    Row,
    Said,
    in_any_order,
    query,
    said_by_interpreter,
    said_by_query,
)
from tests.clocks.golden_cases import Case, instant, read_case, together
from tests.given import golden

PATHS = sorted((golden() / "clocks").glob("*.json"))
ABOUT_ALL = ("requests", "counts", "period", "promises", "mass_closings", "set_aside", "figures")
TOLD_TOGETHER = datetime(2026, 4, 1, tzinfo=UTC)


def alone(path: Path) -> bool:
    """Return whether a case cannot be told among others: it is about all that there is."""
    case = read_case(path)
    return (
        case.known_at is not None
        or case.follow_up_days != 14
        or "mass_closings" in case.expect
        or "period" in case.expect
    )


def check(case: Case, said: Said) -> None:
    """Compare what is stated, and nothing else."""
    stated = {name: rows for name, rows in case.expect.items() if name not in ABOUT_ALL}
    for demand_id, expected in stated.items():
        row = said.clocks[demand_id]
        assert {name: row[name] for name in expected} == _read(expected), demand_id
    if "counts" in case.expect:
        # A demand that is not in the data as of the instant has no entry.
        assert case.expect["counts"].items() <= said.counts.items()
        assert len(said.clocks) >= said.counts["demands"] + said.counts["quarantined"]
    for name in ("set_aside", "mass_closings", "promises"):
        if name in case.expect:
            listed = [_read(row) for row in case.expect[name]]
            found = [{key: row[key] for key in listed[0]} for row in getattr(said, name)]
            assert in_any_order(found) == in_any_order(listed)
    for expected in case.expect.get("requests", ()):
        ids = {said.clocks[name]["request_id"] for name in expected["demands"]}
        assert len(ids) == 1
        members = {name for name, row in said.clocks.items() if row["request_id"] in ids}
        assert members == set(expected["demands"])
        (request,) = [row for row in said.requests if row["request_id"] in ids]
        wanted = _read(expected | {"demands": len(expected["demands"])})
        assert {name: request[name] for name in wanted} == wanted
    if "requests" in case.expect:
        assert len(said.requests) == len(case.expect["requests"])


def _read(expected: Row) -> Row:
    read: Row = {}
    for name, value in expected.items():
        if name == "flags":
            read[name] = frozenset(value)
        elif name in ("start", "at", "from", "to"):
            read[name] = instant(value)
        else:
            read[name] = value
    return read


@pytest.mark.parametrize("shuffled", [False, True], ids=["as given", "shuffled"])
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
class TestInterpreter:
    def test_tells_the_golden_case(self, path: Path, *, shuffled: bool) -> None:
        case = read_case(path, shuffled=shuffled)

        told = tell_time(
            case.history,
            as_of=case.as_of,
            follow_up_days=case.follow_up_days,
            known_at=case.known_at,
        )

        check(case, said_by_interpreter(told))
        if case.period is not None:
            since, until = case.period
            period = told.period(since=since, until=until)
            assert {k: getattr(period, k) for k in case.expect["period"]} == case.expect["period"]
        if "figures" in case.expect:
            figures = told.figures()
            stated = case.expect["figures"]
            assert {name: getattr(figures, name) for name in stated} == stated


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(spill=tmp_path_factory.mktemp("spill"))
    yield engine
    engine.close()


@pytest.fixture(scope="module", params=[False, True], ids=["as given", "shuffled"])
def all_said(request: pytest.FixtureRequest, engine: DuckDBEngine) -> Said:
    """Most cases in one query, as of one instant, under names of their own."""
    cases = [read_case(path, shuffled=request.param) for path in PATHS if not alone(path)]
    history = together(cases, as_of=TOLD_TOGETHER)
    return said_by_query(query(history, engine, as_of=TOLD_TOGETHER), engine)


def own_part(said: Said, case: Case) -> Said:
    """Return what was said of one of many cases, with its own names and times."""
    prefix, by = f"{case.name}/", case.as_of - TOLD_TOGETHER
    clocks = {
        name.removeprefix(prefix): _back(row, prefix, by)
        for name, row in said.clocks.items()
        if name.startswith(prefix)
    }

    def own(rows: list[Row], key: str) -> list[Row]:
        return [_back(row, prefix, by) for row in rows if row[key].startswith(prefix)]

    clocked = [row for row in clocks.values() if row["state"] is not None]
    set_aside = own(said.set_aside, "demand_id")
    return Said(
        clocks=clocks,
        requests=own(said.requests, "request_id"),
        set_aside=set_aside,
        mass_closings=[],
        promises=own(said.promises, "demand_id"),
        counts={
            "demands": len(clocked),
            "requests": len({row["request_id"] for row in clocked}),
            "problems": len({row["problem_id"] for row in clocked}),
            "quarantined": sum("quarantined" in row["flags"] for row in clocks.values()),
            "set_aside": len(set_aside),
        },
    )


def _back(row: Row, prefix: str, by: timedelta) -> Row:
    def value(given: Any) -> Any:
        if isinstance(given, datetime):
            return given + by
        return given.removeprefix(prefix) if isinstance(given, str) else given

    return {name: value(given) for name, given in row.items()}


class TestQuery:
    @pytest.mark.parametrize(
        "path", [path for path in PATHS if not alone(path)], ids=lambda path: path.stem
    )
    def test_tells_the_golden_case(self, path: Path, all_said: Said) -> None:
        case = read_case(path)

        check(case, own_part(all_said, case))

    @pytest.mark.parametrize("shuffled", [False, True], ids=["as given", "shuffled"])
    @pytest.mark.parametrize(
        "path", [path for path in PATHS if alone(path)], ids=lambda path: path.stem
    )
    def test_tells_the_case_that_is_about_all(
        self, path: Path, engine: DuckDBEngine, *, shuffled: bool
    ) -> None:
        case = read_case(path, shuffled=shuffled)

        tables = query(
            case.history,
            engine,
            as_of=case.as_of,
            follow_up_days=case.follow_up_days,
            known_at=case.known_at,
        )

        check(case, said_by_query(tables, engine))
        if case.period is not None:
            since, until = case.period
            (counts,) = engine.result(
                period_counts(tables.clocks, since=since, until=until)
            ).to_pylist()
            assert case.expect["period"].items() <= counts.items()
