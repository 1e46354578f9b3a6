"""One Spark for all tests of a session: it takes long to start.

Its tests are of one group (`xdist_group`), so that of several workers one starts it.
"""

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
            # One part each: a task that sorts ten rows costs more than the rows.
            "spark.sql.shuffle.partitions": "1",
            "spark.default.parallelism": "1",
            "spark.sql.autoBroadcastJoinThreshold": "-1",
            # A machine that lives for a minute does not earn back its best compiler.
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        },
    )
    yield engine
    engine.close()


@pytest.fixture
def duckdb(tmp_path: Path) -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(spill=tmp_path)
    yield engine
    engine.close()
