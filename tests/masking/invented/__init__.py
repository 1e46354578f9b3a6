"""Two sets of invented texts: one to develop the masking on, one that only judges."""

from __future__ import annotations

from tests.masking.invented.drawing import development, kept

__all__ = ["development", "kept"]
