"""What a report fills in, and what it must not claim."""

from __future__ import annotations

from typing import Any

import pytest

from cynosure.demand.periods import Period
from cynosure.reports.content import Headline
from cynosure.workflows.reporting.figures import (
    change,
    customers_are_organisations,
    headline,
    waiting,
)
from tests.measures.facts import AS_OF, days_ago, declined, demand, resolved
from tests.workflows.reporting.asked import asking

YEAR = Period(days_ago(300), AS_OF)


def head(*rows: Any, **telling: Any) -> Headline:
    return headline(asking(*rows, **telling), YEAR, len(rows))


class TestHowRequestsEnded:
    def test_is_drawn_and_adds_up_to_all(self) -> None:
        rows = [resolved(after=3), resolved(after=9), declined(after=5), demand()]
        asked = asking(*rows)

        told = waiting(asked, headline(asked, YEAR, len(rows)))

        assert told.endings is not None
        assert [curve.name for curve in told.endings.curves] == ["resolved", "declined"]
        assert [each.title for each in told.ended_how] == [
            "Resolved",
            "Declined: said no to",
            "Still open",
        ]
        assert sum(each.value or 0 for each in told.ended_how) == pytest.approx(1)
        assert {each.of for each in told.ended_how} == {"requests of customers"}


class TestWhatHasNoTime:
    def test_is_neither_open_nor_resolved(self) -> None:
        rows = [demand(start=None, state=None, nature="failure")] * 3
        asked = asking(*rows)

        told = headline(asked, Period(), len(rows))

        for answer in (told.wait, told.open_now, told.open_age, told.fixed_first_time):
            assert answer.value is None
            assert (answer.instead or "").startswith("unknown:")
        assert told.failure_share.value == 1
        assert waiting(asked, told).resolution is None

    def test_is_said_with_the_source_where_it_tells_no_endings(self) -> None:
        rows = [demand(tells_endings=False)] * 3
        asked = asking(*rows)

        told = waiting(asked, headline(asked, YEAR, len(rows)))

        assert told.instead == "the source does not tell when a demand ended"


class TestWhatHasNoNature:
    def test_says_why_where_there_are_no_words(self) -> None:
        assert head(demand(), tells=["endings"]).failure_share.instead == (
            "unknown: the nature of none of 1 demand is known, because the export holds no words of "
            "theirs"
        )


class TestWhatStaffAndBotsAsk:
    def test_stands_apart_with_its_own_failure_share(self) -> None:
        staff = [demand(asker_kind="staff", nature=nature) for nature in ("failure", "value")]

        beside = {each.title: each.value for each in head(demand(nature="value"), *staff).beside}

        assert beside["Asked by staff"] == 2
        assert beside["Failure share of what staff asked"] == 0.5
        assert not any("bots" in title for title in beside)


class TestChange:
    def test_does_not_begin_with_half_a_month(self) -> None:
        rows = [demand(start=days_ago(day)) for day in range(5, 300, 2)]

        told = change(asking(*rows), YEAR, ())

        first = {series.starts[0] for series in told.series if series.measure == "arrivals"}
        assert first
        assert min(first) > days_ago(300)
        assert {series.title for series in told.series} >= {"Demands asked", "Demands open"}


class TestCustomers:
    def test_are_organisations_where_several_ask_for_each(self) -> None:
        people = [("Larkfield", "ana"), ("Larkfield", "ben"), ("Osprey", "cy"), ("Osprey", "di")]
        assert customers_are_organisations(asking(demand(), people=people))

    @pytest.mark.parametrize(
        "people",
        [
            [],
            [("ana", "ana"), ("ben", "ben")],
            [("Larkfield", None), ("Osprey", None)],
            [("Larkfield", "ana"), ("Larkfield", "ben")],
        ],
        ids=["none", "persons", "askers unknown", "one alone"],
    )
    def test_may_be_persons_otherwise(self, people: list[tuple[str, str | None]]) -> None:
        assert not customers_are_organisations(asking(demand(), people=people))
