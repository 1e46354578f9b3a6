"""Browsers and systems in a few words, so that people know their own sessions again."""

from __future__ import annotations

# The first that stands in a browser's description of itself: later ones pretend to be earlier ones.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
    ("curl", "curl"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def browser_named(said: str) -> str:
    """Return what a browser is, as far as it tells.

    >>> browser_named("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox on Linux'
    >>> browser_named("")
    'A program'
    """
    browser = next((name for mark, name in _BROWSERS if mark in said), "A program")
    system = next((name for mark, name in _SYSTEMS if mark in said), "")
    return f"{browser} on {system}" if system else browser
