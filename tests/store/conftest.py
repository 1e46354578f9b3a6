"""A workspace, empty."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cynosure.engines.duckdb import DuckDBEngine
from cynosure.store import DemandStore, open_store


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def store(workspace: Path) -> DemandStore:
    return open_store(workspace, create=True)


@pytest.fixture
def duckdb(tmp_path: Path) -> Iterator[DuckDBEngine]:
    engine = DuckDBEngine(spill=tmp_path)
    yield engine
    engine.close()
