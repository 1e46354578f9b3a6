"""A theme is described alike on DuckDB and on Spark."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cynosure.engines.duckdb import DuckDBEngine
from cynosure.engines.spark import SparkEngine
from cynosure.workflows.describing import ThemeDescription
from tests.measures.facts import random_rows
from tests.workflows.theme_of import Said, describe_with

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.xdist_group("spark")]


def shown(told: ThemeDescription) -> ThemeDescription:
    """Return a description without the queries, which are each engine's own."""
    return replace(
        told,
        share=replace(told.share, query=""),
        wait=replace(told.wait, query=""),
        arrivals=replace(
            told.arrivals, answers=tuple(replace(one, query="") for one in told.arrivals.answers)
        ),
    )


def test_describes_a_theme_alike_on_both_engines(spark: SparkEngine, duckdb: DuckDBEngine) -> None:
    said = [
        Said(
            row,
            title=f"Export {place % 7} is empty",
            body=f"version 8.{place % 3}",
            likeness=None if place % 4 else (place % 50) / 50,
        )
        for place, row in enumerate(random_rows(800))
    ]

    assert shown(describe_with(spark, said)) == shown(describe_with(duckdb, said))
