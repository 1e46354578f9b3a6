"""Laws are checked without a deadline: a busy machine is no broken law."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
