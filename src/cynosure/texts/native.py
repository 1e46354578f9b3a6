"""Functions compiled to machine code on first use, and kept for the next start."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

# Numba makes its settings from the environment when it starts; its types do not know them.
config: Any = numba.config

Function = TypeVar("Function", bound=Callable[..., object])


def native(function: Function) -> Function:
    """Return a function compiled by Numba, that lets other threads work meanwhile.

    The machine code is kept in the user's cache folder, so that only the first
    start waits for the compiler and the package is left as it was installed;
    NUMBA_CACHE_DIR names another one. Where nothing can be kept, each process
    compiles anew.
    Sums are made in the order in which they are written: no fast mathematics,
    or two machines could differ in the last digit. Division by nought gives
    infinity, as in NumPy: a check at each would keep a processor from dividing
    several numbers at once.

    >>> @native
    ... def twice(number: int) -> int:
    ...     return number * 2
    >>> twice(4)
    8
    """
    before = config.CACHE_DIR
    config.CACHE_DIR = before or str(_cache_folder())
    try:
        kept = numba.njit(nogil=True, error_model="numpy", cache=True)
        return cast("Function", kept(function))
    except RuntimeError:  # no folder takes it
        return cast("Function", numba.njit(nogil=True, error_model="numpy")(function))
    finally:
        config.CACHE_DIR = before


def _cache_folder() -> Path:
    """Return where this system keeps what a user's programs can make again."""
    home = Path("~").expanduser() if "HOME" in os.environ or os.name == "nt" else Path("/")
    places = {"win32": "AppData/Local", "darwin": "Library/Caches"}
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    return Path(named or home / places.get(sys.platform, ".cache")) / "cynosure"
