"""Our figures beside the source's own."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from cynosure.answers import Difference
from cynosure.measures import Facts, apart, reconcile
from tests.measures.facts import (
    AS_OF,
    DAY,
    declined,
    demand,
    facts,
    random_rows,
    resolved,
    result,
    tables,
)


def figures(**by_name: list[tuple[str, float]]) -> ir.Table:
    rows = [
        {"demand_id": demand_id, "figure": name, "value": value}
        for name, pairs in by_name.items()
        for demand_id, value in pairs
    ]
    return ibis.memtable(pa.Table.from_pylist(rows))


def titled(rows: Facts, given: ir.Table | None = None) -> dict[str, Difference]:
    return {each.title: each for each in reconcile(rows, result=result, source_figures=given)}


class TestClosedOnlyMedian:
    def test_is_what_a_tracker_shows_beside_what_customers_wait(self) -> None:
        rows = facts(
            *[resolved(after=days) for days in (1, 2, 4)],
            declined(after=5),
            *[demand(demand_id=f"desk:{n}") for n in range(6)],
        )

        found = titled(rows)["Median time to close"]

        assert found.theirs == 3 * DAY  # the mean of the middle two of 1, 2, 4, 5
        assert found.ours is None
        assert (found.n_theirs, found.n_ours) == (4, 10)
        assert found.demands_count == 7  # six open, one declined
        assert "6 still open" in found.why
        assert "1 that were declined" in found.why

    def test_stands_by_reported_type_where_there_are_enough(self) -> None:
        rows = facts(
            *[resolved(after=3, reported_type="bug") for _ in range(20)],
            *[resolved(after=9, reported_type="wish") for _ in range(19)],
        )

        found = titled(rows)

        assert found["Median time to close, bug"].theirs == 3 * DAY
        assert found["Median time to close, bug"].ours == 3 * DAY
        assert "Median time to close, wish" not in found

    def test_counts_what_has_two_labels_under_both_as_a_tracker_does(self) -> None:
        rows = facts(
            *[resolved(after=3, reported_type="bug") for _ in range(20)],
            *[resolved(after=9, reported_type="wish") for _ in range(20)],
        )
        labels = [["bug", "wish"]] + [["bug"]] * 19 + [["wish"]] * 20
        labelled = rows.demands.to_pyarrow().append_column(
            "labels", pa.array(labels, pa.list_(pa.string()))
        )

        found = titled(
            Facts(demands=ibis.memtable(labelled), requests=rows.requests, as_of=rows.as_of)
        )

        assert found["Median time to close, bug"].n_theirs == 20
        assert found["Median time to close, wish"].n_theirs == 21

    def test_is_of_everybody_as_in_a_tracker(self) -> None:
        rows = facts(resolved(after=1), resolved(after=3, asker_kind="staff"))

        assert titled(rows)["Median time to close"].n_theirs == 2

    def test_is_left_out_of_nothing(self) -> None:
        assert reconcile(facts(), result=result) == ()


class TestSourceFigures:
    def test_stand_beside_ours_of_the_same_demands(self) -> None:
        rows = facts(
            resolved(after=1, demand_id="desk:1", first_response_seconds=600),
            resolved(after=1, demand_id="desk:2", first_response_seconds=7200),
            resolved(after=1, demand_id="desk:3", first_response_seconds=60),
        )
        given = figures(first_reply_minutes=[("desk:1", 10), ("desk:2", 1)])

        found = titled(rows, given)["Median time to first reply"]

        assert (found.theirs, found.ours) == (330, 3900)
        assert (found.n_theirs, found.n_ours) == (2, 2)
        assert (found.demands, found.demands_count) == (("desk:2",), 1)

    def test_say_where_we_cannot_know(self) -> None:
        rows = facts(resolved(after=1, demand_id="desk:1", tells_responses=False))

        found = titled(rows, figures(first_reply_minutes=[("desk:1", 10)]))

        difference = found["Median time to first reply"]
        assert (difference.ours, difference.n_ours) == (None, 0)
        assert "does not tell" in difference.why

    def test_add_up_reopenings(self) -> None:
        rows = facts(
            resolved(after=1, demand_id="desk:1", reopenings=2),
            resolved(after=1, demand_id="desk:2", reopenings=1),
        )

        found = titled(rows, figures(reopen_count=[("desk:1", 2), ("desk:2", 0)]))["Reopenings"]

        assert (found.theirs, found.ours, found.demands) == (2, 3, ("desk:2",))

    def test_name_what_was_marked_kept_and_reopened(self) -> None:
        rows = facts(
            resolved(after=1, demand_id="desk:1", reopenings=1),
            resolved(after=1, demand_id="desk:2"),
        )

        found = titled(rows, figures(made_sla=[("desk:1", 1), ("desk:2", 0)]))
        mark = found["Agreement kept, by the source's own mark"]

        assert (mark.theirs, mark.ours, mark.unit) == (0.5, None, "share")
        assert mark.demands == ("desk:1",)

    def test_leave_out_what_no_demand_has(self) -> None:
        given = figures(reopen_count=[("desk:404", 3)])

        assert (
            titled(facts(resolved(after=1, demand_id="desk:1")), given)["Reopenings"].theirs is None
        )


class TestItemByItem:
    def test_each_figure_names_every_demand_that_makes_it_differ(self) -> None:
        demands, requests = tables(random_rows(120))
        rows = Facts(demands=ibis.memtable(demands), requests=ibis.memtable(requests), as_of=AS_OF)
        theirs = ibis.memtable(
            pa.table(
                {
                    "demand_id": [f"desk:{n}" for n in range(60)],
                    "figure": ["first_reply_minutes", "reopen_count", "made_sla"] * 20,
                    "value": [float(n % 5) for n in range(60)],
                }
            )
        )

        told = reconcile(rows, result=result, source_figures=theirs)

        assert len(told) >= 4
        for each in told:
            items = result(apart(each.title, rows, theirs))
            assert items.num_rows == each.demands_count
            assert set(each.demands) <= set(items["demand_id"].to_pylist())
