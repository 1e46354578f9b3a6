"""What the tests of charts share."""

from __future__ import annotations

from typing import Any

import pytest
import vl_convert


@pytest.fixture
def specifications(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Return the Vega-Lite of every chart that the test draws, as it is handed over."""
    seen: list[dict[str, Any]] = []
    draw = vl_convert.vegalite_to_svg

    def note(whole: dict[str, Any], **options: Any) -> str:
        seen.append(whole)
        return str(draw(whole, **options))

    monkeypatch.setattr(vl_convert, "vegalite_to_svg", note)
    return seen
