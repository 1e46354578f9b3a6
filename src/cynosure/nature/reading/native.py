"""Functions compiled to machine code on first use, and kept for the next start."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])


def native(function: Function) -> Function:
    """Return a function compiled by Numba, that lets other threads work meanwhile.

    The machine code is kept beside the module, or in the user's cache folder
    where the package cannot be written to, so that only the first start waits
    for the compiler. Where nothing can be kept, each process compiles anew.
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
    try:
        kept = numba.njit(nogil=True, error_model="numpy", cache=True)
        return cast("Function", kept(function))
    except RuntimeError:  # no folder takes the cache
        return cast("Function", numba.njit(nogil=True, error_model="numpy")(function))
