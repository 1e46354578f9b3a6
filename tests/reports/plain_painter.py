"""A painter that draws nothing but the names: for tests about the page around the charts."""

from __future__ import annotations

from html import escape
from typing import Any


class PlainPainter:
    """Draws every picture as an empty one with its title."""

    def _drawn(self, name: str, title: str, description: str) -> str:
        return (
            f'<svg viewBox="0 0 1 1" role="img" aria-labelledby="{name}-title {name}-desc">'
            f'<title id="{name}-title">{escape(title)}</title>'
            f'<desc id="{name}-desc">{escape(description)}</desc></svg>'
        )

    def survival(self, _: Any, *, name: str, title: str, description: str, **__: Any) -> str:
        return self._drawn(name, title, description)

    def behaviour(self, _: Any, *, name: str, title: str, description: str, **__: Any) -> str:
        return self._drawn(name, title, description)

    def sparkline(self, _: Any, *, name: str, title: str, description: str) -> str:
        return self._drawn(name, title, description)

    def stacked(self, _: Any, *, name: str, title: str, description: str, **__: Any) -> str:
        return self._drawn(name, title, description)

    def bar(self, _: Any, **__: Any) -> str:
        return '<svg viewBox="0 0 1 1" aria-hidden="true"></svg>'
