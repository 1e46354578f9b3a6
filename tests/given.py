"""Where tests find what is given from outside: golden cases and real data.

A clone without them is whole; the tests that need them say in one line that
they were left out and why, and everything else passes.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def _given(variable: str, default: str) -> Path:
    folder = Path(os.environ.get(variable, ROOT.parent / "shared" / default)).resolve()
    if not folder.is_dir():
        pytest.skip(
            f"left out: {variable} names no folder ({folder} is not there)",
            allow_module_level=True,
        )
    return folder


def golden() -> Path:
    """Return the folder of the golden cases, or leave the calling module out, saying so."""
    return _given("CYNOSURE_GOLDEN", "golden")


def data() -> Path:
    """Return the folder of the real data, or leave the calling module out, saying so."""
    return _given("CYNOSURE_DATA", "data")
