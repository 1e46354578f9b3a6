from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cynosure.register import Register, open_register
from cynosure.register.database import ADDRESS, FILE
from cynosure.register.opening import open_database
from tests.postgresql import fresh_database


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with our tables and nothing in them, to be copied: migrating takes a second."""
    folder = tmp_path_factory.mktemp("migrated")
    open_database(folder).close()
    return folder / FILE


@pytest.fixture(scope="session")
def migrated_database(postgresql_server: str) -> Iterator[str]:
    """The address of a database with our tables and nothing in them, to be copied."""
    with fresh_database(postgresql_server) as address:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(ADDRESS, address)
            open_database(Path("/")).close()
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def anywhere(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[str]:
    """Where registers are kept while a test runs; it runs once for each."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / FILE)
        yield request.param
        return
    server = request.getfixturevalue("postgresql_server")
    with fresh_database(server, like=request.getfixturevalue("migrated_database")) as address:
        monkeypatch.setenv(ADDRESS, address)
        yield request.param


@pytest.fixture
def register(anywhere: str, tmp_path: Path) -> Iterator[Register]:
    with open_register(tmp_path) as opened:
        yield opened
