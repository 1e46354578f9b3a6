"""Tabs: the views of one room, side by side."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tab:
    """One view, as `design/_tabs.html` shows it."""

    label: str
    href: str
    here: bool
    count: int | None = None
