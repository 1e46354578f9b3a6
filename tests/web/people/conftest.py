from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def nobody_tried_yet() -> Iterator[None]:
    """Tries that failed are counted over tests as over requests."""
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()
