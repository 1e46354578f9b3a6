"""A workspace, empty, and the engine of one machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cynosure.engines.duckdb import DuckDBEngine
from cynosure.store import DemandStore, open_store


@pytest.fixture
def store(tmp_path: Path) -> DemandStore:
    return open_store(tmp_path / "workspace", create=True)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDBEngine]:
    opened = DuckDBEngine(spill=tmp_path)
    yield opened
    opened.close()
