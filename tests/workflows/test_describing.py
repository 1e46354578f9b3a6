from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cynosure.engines.duckdb import DuckDBEngine
from cynosure.workflows.description_lines import lines_of
from tests.measures.facts import days_ago, demand, resolved
from tests.workflows.theme_of import Said, describe_with

OTHERS = [
    Said(demand(start=days_ago(1 + place % 300), channel="chat"), title="Login fails")
    for place in range(200)
]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(spill=tmp_path)
    yield engine
    engine.close()


class TestDescribe:
    def test_says_how_large_and_since_when(self, engine: DuckDBEngine) -> None:
        mine = [Said(demand(start=days_ago(days)), likeness=0.9) for days in (90, 40, 5)]

        told = describe_with(engine, [*mine, *OTHERS])

        assert told.size == 3
        assert told.share.value == pytest.approx(3 / 203)
        assert (told.first_seen, told.last_seen) == (days_ago(90), days_ago(5))

    def test_is_of_customers_failure_demand(self, engine: DuckDBEngine) -> None:
        said = [
            Said(demand(), likeness=0.9),
            Said(demand(asker_kind=None), likeness=0.9),
            Said(demand(asker_kind="staff"), likeness=0.9),
            Said(demand(nature="value"), likeness=0.9),
        ]

        assert describe_with(engine, said).size == 2

    def test_says_how_long_they_wait_the_open_ones_included(self, engine: DuckDBEngine) -> None:
        said = [Said(resolved(after=days), likeness=0.9) for days in (2, 4, 6)]

        told = describe_with(engine, [*said, *OTHERS])

        assert told.wait.value == 4 * 86_400
        assert told.wait.n == 3

    def test_counts_organisations_standings_and_causes_and_names_nobody(
        self, engine: DuckDBEngine
    ) -> None:
        said = [
            Said(demand(customer="Alpine", standing="partner", code="broken"), likeness=0.9),
            Said(demand(customer="Alpine", standing="end_user", code="broken"), likeness=0.9),
            Said(demand(customer="Bergamo", standing="end_user", code="slow"), likeness=0.9),
            Said(demand(customer="", standing=None, code=None), likeness=0.9),
        ]

        told = describe_with(engine, said)

        assert told.customers == 2
        assert told.standings == (("end_user", 2), ("partner", 1))
        assert told.causes == (("broken", 2), ("slow", 1))
        assert "Alpine" not in " ".join(lines_of(told))

    def test_says_what_it_concentrates_in(self, engine: DuckDBEngine) -> None:
        mine = [
            Said(
                demand(channel="mail", product="Ledger", language="en"),
                body="since version 8.4",
                likeness=0.9,
            )
            for _ in range(20)
        ]
        others = [
            Said(
                demand(channel="mail" if place % 10 == 0 else "chat", language="en"),
                body="since version 8.3",
            )
            for place in range(300)
        ]

        found = describe_with(engine, [*mine, *others]).concentrations

        assert {(one.dimension, one.value) for one in found} == {
            ("channel", "mail"),
            ("version", "8.4"),
        }

    def test_reads_versions_in_labels_and_after_the_names_of_products(
        self, engine: DuckDBEngine
    ) -> None:
        mine = [
            Said(demand(product="Ledger"), title="Ledger 4.1 hangs", labels=("v7.2",), likeness=0.9)
            for _ in range(20)
        ]
        others = [Said(demand(product="Ledger"), body="v1.0") for _ in range(200)]

        found = describe_with(engine, [*mine, *others]).concentrations

        assert {one.value for one in found} == {"Ledger 4.1", "7.2"}

    def test_shows_three_typical_demands_and_one_at_the_edge(self, engine: DuckDBEngine) -> None:
        titles = ("export is empty", "export", "csv hangs", "empty csv", "a green parrot sings")
        said = [
            Said(demand(), title=title, likeness=0.9 - place / 10)
            for place, title in enumerate(titles)
        ]

        told = describe_with(engine, said)

        assert told.typical == ("desk:0000", "desk:0002", "desk:0001")
        assert told.edge == "desk:0004"

    def test_says_rising_where_the_chart_says_so(self, engine: DuckDBEngine) -> None:
        steady = [Said(demand(start=days_ago(45 + 30 * m)), likeness=0.9) for m in range(11)]
        late = [Said(demand(start=days_ago(day)), likeness=0.9) for day in range(1, 31)]

        assert describe_with(engine, [*steady, *late]).trend == "rising"
        assert describe_with(engine, steady).trend == "steady"

    def test_says_too_early_where_there_are_few_weeks(self, engine: DuckDBEngine) -> None:
        said = [Said(demand(start=days_ago(day)), likeness=0.9) for day in (3, 9, 16)]

        told = describe_with(engine, said)

        assert told.trend == "too early to tell"
        assert told.arrivals.every == "week"

    def test_of_a_theme_without_demands_says_nothing_that_is_not_so(
        self, engine: DuckDBEngine
    ) -> None:
        told = describe_with(engine, OTHERS)

        assert (told.size, told.first_seen, told.typical, told.edge) == (0, None, (), None)
        assert told.concentrations == ()
        assert lines_of(told)[0] == "CSV export"


class TestLinesOf:
    def test_say_it_in_plain_english(self, engine: DuckDBEngine) -> None:
        mine = [
            Said(
                resolved(
                    after=3, asked=20 + place, channel="mail", customer="Alpine", code="broken"
                ),
                title=f"CSV export is empty since {word}",
                likeness=0.9 - place / 100,
            )
            for place, word in enumerate(("Monday", "yesterday", "the update", "March", "noon") * 4)
        ]

        lines = lines_of(describe_with(engine, [*mine, *OTHERS]))

        assert lines[:2] == [
            "CSV export",
            "  20 failure demands of customers, 9 % of all",
        ]
        assert "  Asked by 1 organisation" in lines
        assert "  From request to resolution, half within: 3 days" in lines
        assert "  Cause: broken 100 %" in lines
        assert any(
            line.startswith("  Concentrates in channel “mail”: 100 % here, 0 % elsewhere, nowhere")
            for line in lines
        )
        assert lines[-1].startswith("  Only just in it: desk:")
