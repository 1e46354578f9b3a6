"""A workspace with a small desk in it, made once and copied."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.desk import write_csv
from tests.commands import done


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    done("take-in", write_csv(folder / "tickets.csv"), "-w", folder / "workspace")
    return folder


@pytest.fixture
def export(made_once: Path) -> Path:
    """The export that is in the workspace."""
    return made_once / "tickets.csv"


@pytest.fixture(scope="session")
def shared_workspace(made_once: Path) -> Path:
    """The workspace for tests that only read it."""
    return made_once / "workspace"


@pytest.fixture
def workspace(made_once: Path, tmp_path: Path) -> Path:
    """A workspace of one's own."""
    copy: Path = shutil.copytree(made_once / "workspace", tmp_path / "workspace")
    return copy
