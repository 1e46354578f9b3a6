from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cynosure.register import Register, open_register


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with open_register(tmp_path) as opened:
        yield opened
