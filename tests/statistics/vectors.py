"""The golden vectors of measures: numbers in, numbers out."""

from __future__ import annotations

import json
import math
from typing import Any

from tests.given import golden

Json = dict[str, Any]


def cases(measure: str) -> list[Any]:
    """Return the cases of one golden file as pytest parameters: (inputs, expected, tolerance)."""
    import pytest

    file = json.loads((golden() / "measures" / f"{measure}.json").read_text(encoding="utf-8"))
    return [
        pytest.param(case["inputs"], case["expect"], file["tolerance"], id=case["title"])
        for case in file["cases"]
    ]


def assert_close(actual: Any, expected: Any, tolerance: float, where: str = "answer") -> None:
    """Compare as golden/README says: relative to the larger of 1 and the expected number.

    What is no float in the file (indices, times, true, false, null) is exact.
    """
    if isinstance(expected, dict):
        assert set(expected) <= set(actual), where
        for key, value in expected.items():
            assert_close(actual[key], value, tolerance, f"{where}.{key}")
    elif isinstance(expected, list):
        assert len(actual) == len(expected), f"{where}: {actual} is not {expected}"
        for place, (mine, theirs) in enumerate(zip(actual, expected, strict=True)):
            assert_close(mine, theirs, tolerance, f"{where}[{place}]")
    elif expected is None or isinstance(expected, bool | str):
        assert actual is expected or actual == expected, f"{where}: {actual} is not {expected}"
    else:
        assert actual is not None, f"{where}: none instead of {expected}"
        assert math.isclose(
            actual, expected, rel_tol=0, abs_tol=tolerance * max(1, abs(expected))
        ), f"{where}: {actual} is not {expected}"
