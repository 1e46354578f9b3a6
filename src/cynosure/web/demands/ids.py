"""Ids of demands in addresses: whatever a source calls its own."""

from __future__ import annotations

from urllib.parse import unquote

_DOTS = {".": "%2E", "..": "%2E%2E"}


class DemandId:
    """Any text. What a browser would take for steps between folders is written so that it stays.

    >>> DemandId().to_url("desk:a/../b"), DemandId().to_python("desk:a/%2E%2E/b")
    ('desk:a/%2E%2E/b', 'desk:a/../b')
    """

    regex = "(?s:.+)"

    def to_python(self, value: str) -> str:
        """Return the id that an address means."""
        return unquote(value)

    def to_url(self, value: str) -> str:
        """Return how an id stands in an address, before signs are quoted."""
        parts = value.replace("%", "%25").split("/")
        return "/".join(_DOTS.get(part, part) for part in parts)
