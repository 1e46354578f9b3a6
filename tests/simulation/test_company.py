"""The invented company: the same every time, with what was planted in it."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from cynosure.demand import DEMANDS, EVENT_KINDS, EVENTS
from cynosure.simulation import TRUTH, Plan, year
from cynosure.simulation.plan import FIXED, OUTAGE


@pytest.fixture(scope="module")
def company() -> tuple[pa.Table, pa.Table, pa.Table]:
    blocks = list(year(Plan(demands=4_000)))
    return (
        pa.Table.from_batches([block.demands for block in blocks]),
        pa.Table.from_batches([block.events for block in blocks]),
        pa.Table.from_batches([block.truth for block in blocks]),
    )


Company = tuple[pa.Table, pa.Table, pa.Table]


class TestTheInventedYear:
    def test_is_the_same_every_time(self, company: Company) -> None:
        again = list(year(Plan(demands=4_000)))

        assert pa.Table.from_batches([block.events for block in again]) == company[1]

    def test_has_the_fields_of_every_demand_and_event(self, company: Company) -> None:
        assert company[0].schema == DEMANDS
        assert company[1].schema == EVENTS
        assert company[2].schema == TRUTH
        assert set(company[1]["kind"].to_pylist()) <= set(EVENT_KINDS)

    def test_gives_each_demand_its_own_id_and_truth(self, company: Company) -> None:
        ids = company[0]["demand_id"].to_pylist()

        assert len(set(ids)) == len(ids)
        assert company[2]["demand_id"].to_pylist() == ids

    def test_grows_by_follow_ups_only(self, company: Company) -> None:
        again = pc.sum(pc.ends_with(company[0]["demand_id"], "-again")).as_py()

        assert company[0].num_rows == 4_000 + again
        assert again > 20

    def test_tells_each_demand_exactly_one_time(self, company: Company) -> None:
        times = ("request_to_resolution_seconds", "competing_ending_seconds", "censored_seconds")
        known = [pc.cast(pc.is_valid(company[2][name]), pa.int64()) for name in times]

        assert set(pc.add(pc.add(known[0], known[1]), known[2]).to_pylist()) == {1}

    def test_starts_each_demand_with_its_ask(self, company: Company) -> None:
        asked = company[1].filter(pc.equal(company[1]["kind"], "asked"))

        assert dict(zip(asked["demand_id"].to_pylist(), asked["at"].to_pylist(), strict=True)) == (
            dict(
                zip(
                    company[2]["demand_id"].to_pylist(),
                    company[2]["start"].to_pylist(),
                    strict=True,
                )
            )
        )

    def test_mends_one_cause_and_has_one_outage(self, company: Company) -> None:
        truth, plan = company[2], Plan(demands=4_000)
        day = pc.divide(
            pc.subtract(pc.cast(truth["start"], pa.int64()), int(plan.since.timestamp()) * 10**6),
            86_400 * 10**6,
        )
        fixed = day.filter(pc.equal(truth["theme"], FIXED)).to_pylist()
        out = day.filter(pc.equal(truth["theme"], OUTAGE)).to_pylist()

        before = sum(each < plan.fix_day for each in fixed) / plan.fix_day
        after = sum(each >= plan.fix_day for each in fixed) / (365 - plan.fix_day)
        assert after < 0.25 * before
        assert set(out) <= {plan.outage_day, plan.outage_day + 1}
