"""One Spark for all tests of a session: it takes long to start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cynosure.engines.duckdb import DuckDBEngine
from cynosure.engines.spark import SparkEngine


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkEngine]:
    # Small queries spend most of their time in compiling themselves; the answers are the same.
    engine = SparkEngine(
        spill=tmp_path_factory.mktemp("spark"),
        settings={
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
            "spark.sql.adaptive.enabled": "false",
        },
    )
    yield engine
    engine.close()


@pytest.fixture
def duckdb(tmp_path: Path) -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(spill=tmp_path)
    yield engine
    engine.close()
