"""A workspace that was told once, for tests that read it; copied for those that change it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cynosure.wiring.told import Told, open_told
from tests.web.workspace_of import made_once, small_workspace


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_once(tmp_path_factory, "told-workspace", small_workspace)


@pytest.fixture
def own_workspace(workspace: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(workspace, tmp_path / "own"))


@pytest.fixture
def told(workspace: Path) -> Told:
    opened = open_told(workspace)
    assert opened is not None
    return opened
