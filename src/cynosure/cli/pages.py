"""Whether the pages are installed, and their tables with them."""

from __future__ import annotations

import os
from importlib.util import find_spec

from cynosure.errors import StoreError


class PagesNotInstalled(StoreError):
    """The extra that serves pages is not there."""

    def __init__(self) -> None:
        super().__init__(
            'Serving pages needs the extra "web". Install it: pip install "cynosure[web]"'
        )


def pages_are_installed() -> bool:
    """Return whether all that pages need is there."""
    return all(find_spec(name) is not None for name in ("waitress", "allauth", "ninja"))


def with_pages() -> None:
    """Let the register know the pages' own tables, where pages are installed."""
    if pages_are_installed():
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cynosure.web.settings")


def need_pages() -> None:
    """Make sure that pages are installed.

    Raises
    ------
    PagesNotInstalled
        If they are not.
    """
    if not pages_are_installed():
        raise PagesNotInstalled
